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
}
