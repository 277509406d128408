import Foundation

/// From expected rewards and their variances to probabilities, with nothing left to chance.
///
/// The part of a policy that decides how much to explore, kept apart from what it knows (``OnlineRewardModel``): every rule
/// works on every model, and on scores from elsewhere. Exact ties are always split evenly.
public protocol ScoreRule: ArrayStorable, Sendable, Hashable {
    /// Name and parameters, such as `epsilon-greedy(epsilon=0.1)`.
    var version: String { get }
    /// Puts all probability on one action, apart from exact ties.
    var isDeterministic: Bool { get }

    /// - Parameter updates: how many answers were learned before, for rules that explore less and less.
    func distribution(of scores: ScoredActions, updates: Int) throws -> ActionDistribution
}

/// How a rate falls as answers come in.
public enum Decay: Sendable, Hashable {
    case none
    /// By `(1 + updates / after)^-exponent`: with 1 and 100, a half after 100 answers.
    case power(exponent: Double, after: Double)

    func check(_ owner: String) throws {
        guard case .power(let exponent, let after) = self else { return }
        try ExploreError.check(exponent > 0 && exponent.isFinite, "\(owner).decay exponent", "positive", got: exponent)
        try ExploreError.check(after > 0 && after.isFinite, "\(owner).decay after", "positive", got: after)
    }

    func factor(updates: Int) -> Double {
        guard case .power(let exponent, let after) = self else { return 1 }
        return pow(1 + Double(updates) / after, -exponent)
    }

    var versionSuffix: String {
        guard case .power(let exponent, let after) = self else { return "" }
        return ",decay=\(exponent),after=\(after)"
    }

    /// For saving: zeros for none.
    var numbers: [Double] {
        guard case .power(let exponent, let after) = self else { return [0, 0] }
        return [exponent, after]
    }

    init(numbers: ArraySlice<Double>) {
        let pair = Array(numbers)
        self = pair[0] == 0 ? .none : .power(exponent: pair[0], after: pair[1])
    }
}

extension ActionDistribution {
    /// All probability on the best value, exact ties split evenly.
    static func best(of values: [Double]) throws -> ActionDistribution {
        try ActionDistribution(BestChance.splitAmongBest(values))
    }

    /// A share of this distribution, and the rest even over all actions.
    func mixed(withUniform share: Double) throws -> ActionDistribution {
        guard share > 0 else { return self }
        let even = share / Double(probabilities.count)
        return try ActionDistribution(
            probabilities.map { (1 - share) * $0 + even }, errors: errors.map { (1 - share) * $0 })
    }
}
