public import Commerce

/// Every action alike, whatever is known: the policy whose log any other can be judged from.
public struct Uniform: Policy, Hashable {
    public init() {}

    public var version: String { "uniform" }
    public var isDeterministic: Bool { false }

    public func distribution(
        over actions: ActionSet, in context: DecisionContext, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        try ActionDistribution([Double](repeating: 1 / Double(actions.count), count: actions.count))
    }
}
