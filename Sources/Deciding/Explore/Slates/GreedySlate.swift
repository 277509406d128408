/// The highest expected rewards, in order. Explores nothing, at any rate.
///
/// Propensities are one, and zero for any other item: its log cannot judge another policy.
public struct GreedySlate: RankedSlate, Hashable {
    public init() {}

    public var version: String { "greedy" }

    func scores(_ actions: ScoredActions, rate: Double) -> [Double] { actions.means }
}
