public import Commerce

/// What a policy knows of the rewards of actions; what it does with that is a ``ScoreRule``'s or ``Thompson``'s affair.
public protocol OnlineRewardModel: ArrayStorable, Sendable {
    /// What is learned and from where, such as `arms(beta(a=1.0,b=1.0))`.
    var version: String { get }
    var forgetting: Forgetting { get }

    /// Expected reward of each action and its variance.
    ///
    /// - Throws: ``ExploreError`` `actions.shape` when the features do not fit.
    func scores(of actions: ActionSet, in context: DecisionContext) throws -> ScoredActions

    /// - Throws: what ``update(with:)`` would.
    func check(_ feedback: Feedback) throws

    /// - Throws: ``ExploreError`` `reward`, `weight`, `feedback.shape` or `actions.features`; nothing is then changed.
    mutating func update(with feedback: Feedback) throws
}

/// A model whose posterior says how likely each action is the best.
public protocol PosteriorModel: OnlineRewardModel {
    /// The chance that each action has the largest expected reward: exact where actions are independent of each other,
    /// else estimated from `draws` of the posterior, with standard errors.
    func chancesOfBest(
        among actions: ActionSet, in context: DecisionContext, draws: Int, using generator: inout SeededGenerator
    ) throws -> ActionDistribution
}

/// A model that can take an answer back: what a ``Windowed`` one needs.
public protocol UnlearningModel: OnlineRewardModel {
    /// The same before any answer.
    var fresh: Self { get }

    /// Takes back an answer that was learned before; false, and nothing changed, where rounding stands against it.
    mutating func remove(_ feedback: Feedback) -> Bool
}

/// Which features the coefficients of a model belong to.
public enum FeatureSource: String, Sendable, Hashable {
    /// Those of the action.
    case action
    /// Those of the moment, which every action shares.
    case context
}

extension ActionSet {
    /// - Throws: ``ExploreError`` `actions.shape` unless each action has so many features.
    func requireWidth(_ width: Int) throws {
        guard self.width == width else {
            throw ExploreError(
                code: "actions.shape", message: "actions must have \(width) features each; got \(self.width)")
        }
    }

    /// - Throws: ``ExploreError`` `actions.keys` when an arm is there twice: two of one arm are not independent.
    func requireDifferentKeys() throws {
        var seen = Set<Int32>(minimumCapacity: count)
        for key in keys where !seen.insert(key).inserted {
            throw ExploreError(
                code: "actions.keys", message: "actions must be different arms; arm \(key) is there twice")
        }
    }
}

extension ActionDistribution {
    /// From how often each action was the best in `draws` draws, a tie counting for each its part.
    ///
    /// One more draw is shared out evenly, so that what was never seen to be best does not pass for impossible.
    static func estimated(wins: [Double], draws: Int) throws -> ActionDistribution {
        let total = Double(draws) + 1
        let even = 1 / Double(wins.count)
        let probabilities = wins.map { ($0 + even) / total }
        return try ActionDistribution(
            probabilities, errors: probabilities.map { ($0 * (1 - $0) / total).squareRoot() })
    }
}
