/// Any list of different candidates, all as likely: what a randomised log is collected with.
///
/// At rate r the same as ``EpsilonGreedySlate`` with epsilon r: at rate 0 it exploits only.
public struct UniformSlate: PositionwiseSlate, Hashable {
    public init() {}

    public var version: String { "uniform" }
    public var isDeterministic: Bool { false }

    func choice(for actions: ScoredActions) -> UniformChoice { UniformChoice() }
}
