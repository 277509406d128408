public import Commerce

/// A list drawn from scored candidates, position by position.
///
/// Shapes: all [length], in order of position.
public struct SlateDraw: Sendable, Hashable {
    /// Places in the ``ScoredActions``.
    public var actions: [Int]
    /// Probability of each action at its position given the positions before; in (0, 1].
    public var propensities: [Double]
    /// Standard errors where propensities are estimated; empty where they are exact.
    public var errors: [Double]
    /// Whether the position shows something else than exploiting alone would, given the positions before.
    public var isExploration: [Bool]
    /// Expected reward given up by the policy, averaged over its randomness, at each position given those before.
    public var spent: [Double]

    public init(
        actions: [Int] = [], propensities: [Double] = [], errors: [Double] = [], isExploration: [Bool] = [],
        spent: [Double] = []
    ) {
        self.actions = actions
        self.propensities = propensities
        self.errors = errors
        self.isExploration = isExploration
        self.spent = spent
    }
}

/// Scored candidates in, a random list out, with the chance of every place of it.
public protocol SlatePolicy: Sendable {
    var version: String { get }
    var isDeterministic: Bool { get }

    /// Draws a list of `length` different actions (all of them when there are fewer).
    ///
    /// - Parameter rate: how much exploration the moment allows, in [0, 1]: 0 exploits only, 1 is the policy at full.
    func slate(
        from actions: ScoredActions, length: Int, rate: Double, using generator: inout SeededGenerator
    ) throws -> SlateDraw

    /// The conditional propensities of a given list, from its first position: what another policy needs to be judged
    /// from this one's log. Empty standard errors mean exact.
    func propensities(
        of list: [Int], from actions: ScoredActions, rate: Double, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double])

    /// Draws one position alone, given those above it: how a list is made whose rules say, position by position, what
    /// may still be shown. The probability logged is the conditional one, so it is exact under any such rules.
    ///
    /// - Parameters:
    ///   - actions: what is available at this position.
    ///   - position: from 0.
    ///   - left: positions that are still to be chosen, this one included; at least 1.
    func next(
        from actions: ScoredActions, position: Int, left: Int, rate: Double, using generator: inout SeededGenerator
    ) throws -> SlateDraw

    /// The probability with which ``next(from:position:left:rate:using:)`` draws an action.
    func propensity(
        of action: Int, from actions: ScoredActions, position: Int, left: Int, rate: Double,
        using generator: inout SeededGenerator
    ) throws -> (value: Double, error: Double)
}

extension SlatePolicy {
    /// The first position of a list: right for policies that treat every position alike.
    public func next(
        from actions: ScoredActions, position: Int, left: Int, rate: Double, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        try slate(from: actions, length: 1, rate: rate, using: &generator)
    }

    public func propensity(
        of action: Int, from actions: ScoredActions, position: Int, left: Int, rate: Double,
        using generator: inout SeededGenerator
    ) throws -> (value: Double, error: Double) {
        let answer = try propensities(of: [action], from: actions, rate: rate, using: &generator)
        return (answer.values[0], answer.errors.first ?? 0)
    }
}
