public import Linear

/// Always the best so far; learns about nothing else.
public struct Greedy: ScoreRule {
    public init() {}

    public var version: String { "greedy" }
    public var isDeterministic: Bool { true }

    public func distribution(of scores: ScoredActions, updates: Int) throws -> ActionDistribution {
        try .best(of: scores.means)
    }
}

extension Greedy {
    public func store(into bundle: inout ArrayBundle, as name: String) {}

    public init(from bundle: ArrayBundle, as name: String) throws {}
}
