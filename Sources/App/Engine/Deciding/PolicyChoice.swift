import Explore
import Foundation

/// A way of choosing lists, by the name that the command line and configuration use.
///
/// | name | what it does |
/// | --- | --- |
/// | `uniform` | any list, all alike |
/// | `greedy` | the best list by expected reward |
/// | `epsilon-greedy(0.1)` | the best, and at each position any candidate with that chance |
/// | `softmax(0.05)` | Plackett-Luce at that temperature |
/// | `ucb(1)` | the best list by mean plus so many standard deviations |
/// | `thompson` | the best list by a draw from what is believed |
/// | `squarecb(100)` | inverse-gap weighting (Foster and Rakhlin, 2020) |
/// | `budgeted(0.02)` | the best, and directed trials within that share of expected reward |
/// | `guarded(0.02)` | the same behind a guard rail: no more than a tenth of the reward lost, with 95 % confidence |
public struct PolicyChoice: Sendable, Hashable {
    /// As given.
    public let name: String
    let kind: Kind

    enum Kind: Sendable, Hashable {
        case uniform, greedy, thompson
        case epsilonGreedy(Double)
        case softmax(Double)
        case ucb(Double)
        case squareCB(Double)
        case budgeted(share: Double, loss: Double?)
    }

    /// What a guard rail lets be lost.
    private static let guardedLoss = 0.1
    /// Answers by which an item on trial is judged. Few, because a shop has many items and few shoppers for each.
    private static let trials = 20.0

    /// Share of expected reward that the policy may give up, where it has a budget.
    public var share: Double? {
        if case .budgeted(let share, _) = kind { share } else { nil }
    }

    /// Share of the exploiting list's reward that may be lost at most, where there is a guard rail.
    var loss: Double? {
        if case .budgeted(_, let loss) = kind { loss } else { nil }
    }

    /// - Throws: ``EngineError`` `policy.unknown` for a name that is not in the table, `ExploreError` `parameter` for a
    ///   number out of its range.
    public init(_ name: String) throws {
        self.name = name
        guard let parts = ParameterisedName(name) else { throw Self.unknown(name) }
        switch (parts.word, parts.number) {
        case ("uniform", nil): kind = .uniform
        case ("greedy", nil): kind = .greedy
        case ("thompson", nil): kind = .thompson
        case ("epsilon-greedy", let epsilon): kind = .epsilonGreedy(epsilon ?? 0.1)
        case ("softmax", let temperature): kind = .softmax(temperature ?? 0.05)
        case ("ucb", let width): kind = .ucb(width ?? 1)
        case ("squarecb", let gamma): kind = .squareCB(gamma ?? 100)
        case ("budgeted", let share): kind = .budgeted(share: share ?? 0.02, loss: nil)
        case ("guarded", let share): kind = .budgeted(share: share ?? 0.02, loss: Self.guardedLoss)
        default: throw Self.unknown(name)
        }
        // A number out of range is found here, not at the first decision.
        _ = try slatePolicy(noise: 1, examination: [])
        if let share { _ = try ExplorationBudget(ExplorationDials(share: share)) }
    }

    /// - Parameters:
    ///   - noise: variance of a single answer.
    ///   - examination: chance that each position is looked at, relative to the first.
    func slatePolicy(noise: Double, examination: [Double]) throws -> any SlatePolicy {
        switch kind {
        case .uniform: UniformSlate()
        case .greedy: GreedySlate()
        case .thompson: try ThompsonSlate()
        case .epsilonGreedy(let epsilon): try EpsilonGreedySlate(epsilon: epsilon)
        case .softmax(let temperature): try PlackettLuceSlate(temperature: temperature)
        case .ucb(let width): try UCBSlate(bonus: width)
        case .squareCB(let gamma): try SquareCBSlate(gamma: gamma)
        case .budgeted:
            try DirectedSlate(
                // At full strength, because it is the budget that says how much.
                strength: 1, noise: noise, patience: Self.trials, examination: examination)
        }
    }

    private static func unknown(_ name: String) -> EngineError {
        EngineError(
            code: "policy.unknown", message: "there is no policy '\(name)'",
            remedy: "use uniform, greedy, epsilon-greedy(0.1), softmax(0.05), ucb(1), thompson, squarecb(100), "
                + "budgeted(0.02) or guarded(0.02), with a number of your own")
    }
}

extension PolicyChoice {
    /// Several, separated by commas outside parentheses.
    public static func list(_ names: String) throws -> [PolicyChoice] {
        try ParameterisedName.list(names).map(PolicyChoice.init)
    }
}
