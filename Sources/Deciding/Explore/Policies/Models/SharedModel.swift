public import Commerce
public import Linear

/// One function of the actions' features for all of them: what is learned of one action is known of those like it.
///
/// Scoring is O(actions width²); an update O(width²), and O(width³) once in a while where it forgets.
public struct SharedModel<Posterior: CoefficientPosterior>: PosteriorModel {
    public private(set) var posterior: Posterior
    private var clock: ForgettingClock

    /// - Throws: ``ExploreError`` `parameter` when the forgetting makes no sense.
    public init(_ posterior: Posterior, forgetting: Forgetting = .never) throws {
        try forgetting.check("SharedModel")
        self.posterior = posterior
        clock = ForgettingClock(forgetting)
    }

    public var version: String { "shared(\(posterior.version)\(forgetting.versionSuffix))" }
    public var forgetting: Forgetting { clock.forgetting }

    public func scores(of actions: ActionSet, in context: DecisionContext) throws -> ScoredActions {
        try actions.requireWidth(posterior.width)
        return try actions.features.withUnsafeBufferPointer { try scores(of: $0, posterior.score) }
    }

    private func scores(
        of features: UnsafeBufferPointer<Float>,
        _ score: (
            UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Double>, UnsafeMutableBufferPointer<Double>
        ) throws -> Void
    ) throws -> ScoredActions {
        var means = [Double](repeating: 0, count: features.count / posterior.width)
        var variances = means
        try means.withUnsafeMutableBufferPointer { means in
            try variances.withUnsafeMutableBufferPointer { variances in try score(features, means, variances) }
        }
        return try ScoredActions(means: means, variances: variances)
    }

    /// Estimated from draws of the coefficients, since actions that share them are not independent.
    /// O(draws (width² + actions width)).
    public func chancesOfBest(
        among actions: ActionSet, in context: DecisionContext, draws: Int, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        try actions.requireWidth(posterior.width)
        let means = try actions.features.withUnsafeBufferPointer {
            try scores(of: $0, posterior.scoreLinear).means
        }
        let packed = PackedVectors(Matrix(rows: actions.count, columns: actions.width, values: actions.features))
        var tally = BestTally(actions: actions.count)
        let block = 64
        var products = [Float](repeating: 0, count: block * actions.count)
        for start in stride(from: 0, to: draws, by: block) {
            let rows = min(block, draws - start)
            let deviations = posterior.deviations(draws: rows, using: &generator)
            deviations.values.withUnsafeBufferPointer { deviations in
                products.withUnsafeMutableBufferPointer { products in
                    guard let from = deviations.baseAddress, let to = products.baseAddress else { return }
                    packed.multiply(from, rows: rows, into: to)
                }
            }
            for row in 0..<rows {
                tally.count { means[$0] + Double(products[row * actions.count + $0]) }
            }
        }
        return try ActionDistribution.estimated(wins: tally.wins, draws: draws)
    }

    public func check(_ feedback: Feedback) throws {
        try feedback.features.withUnsafeBufferPointer {
            try posterior.check(features: $0, reward: feedback.reward, weight: feedback.weight)
        }
    }

    public mutating func update(with feedback: Feedback) throws {
        try check(feedback)
        let step = clock.advance(to: feedback.context.time)
        posterior.discount(by: step.keep, priorShare: step.priorShare)
        let weight = feedback.weight * step.weight
        guard weight > 0 else { return }
        try feedback.features.withUnsafeBufferPointer {
            try posterior.update(features: $0, reward: feedback.reward, weight: weight)
        }
    }
}

extension SharedModel: UnlearningModel where Posterior == LinearPosterior {
    public var fresh: SharedModel {
        var result = self
        result.posterior = posterior.fresh
        result.clock = ForgettingClock(forgetting)
        return result
    }

    public mutating func remove(_ feedback: Feedback) -> Bool {
        posterior.remove(features: feedback.features, reward: feedback.reward, weight: feedback.weight)
    }
}

extension SharedModel: Mergeable {
    public mutating func merge(_ other: SharedModel) throws {
        guard forgetting == other.forgetting else { throw ExploreError.differentPriors }
        var result = self
        var theirs = other.posterior
        let (keep, otherKeep, share) = result.clock.join(other.clock)
        result.posterior.discount(by: keep, priorShare: 1)
        theirs.discount(by: otherKeep, priorShare: 1)
        try result.posterior.merge(theirs)
        result.posterior.discount(by: 1, priorShare: share)
        self = result
    }
}

extension SharedModel: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        posterior.store(into: &bundle, as: "\(name).posterior")
        clock.store(into: &bundle, as: name)
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        posterior = try Posterior(from: bundle, as: "\(name).posterior")
        clock = try ForgettingClock(from: bundle, as: name)
    }
}

/// Counts in how many draws each action has the largest score; a tie counts for each its part.
struct BestTally {
    private(set) var wins: [Double]

    init(actions: Int) { wins = [Double](repeating: 0, count: actions) }

    mutating func count(_ score: (Int) -> Double) {
        var best = -Double.infinity
        var winner = 0
        var ties = 0
        for action in wins.indices {
            let value = score(action)
            if value > best {
                best = value
                winner = action
                ties = 1
            } else if value == best {
                ties += 1
            }
        }
        guard ties > 1 else {
            wins[winner] += 1
            return
        }
        for action in wins.indices where score(action) == best { wins[action] += 1 / Double(ties) }
    }
}
