/// What the policy to be judged would have done at each position of logged slates.
///
/// Shapes: [decisions, positions], row after row. Values at pinned positions are not read.
public struct SlateTarget: Sendable {
    public let positions: Int
    /// Probability that the target shows the logged action at its position, given the logged positions before; in [0,
    /// 1].
    public let propensities: [Double]
    /// The same whatever the positions before; empty when not known. Only ``IndependentSlates`` asks for them.
    public let marginals: [Double]

    /// - Parameter unsupported: how much probability the target puts, at each position given the logged ones before, on
    ///   actions that the logging policy could not have shown there. Weights cannot see it, because such actions are
    ///   in no log: give it where it can be known. Empty when it cannot.
    /// - Throws: ``OffPolicyError`` `target.shape`; `target.distribution` for a probability that is negative, above 1 or
    ///   not a number; `target.support` where the unsupported share is above 1e-9, each with decision and position.
    ///   O(decisions * positions).
    public init(
        positions: Int, propensities: [Double], marginals: [Double] = [], unsupported: [Double] = []
    ) throws {
        guard positions > 0, !propensities.isEmpty, propensities.count % positions == 0,
            marginals.isEmpty || marginals.count == propensities.count,
            unsupported.isEmpty || unsupported.count == propensities.count
        else {
            throw OffPolicyError(
                code: "target.shape",
                message: "a target needs slates of \(positions) positions; got \(propensities.count) propensities, "
                    + "\(marginals.count) marginals and \(unsupported.count) unsupported shares")
        }
        for (name, column) in [("propensity", propensities), ("marginal", marginals)] {
            if let index = column.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
                throw OffPolicyError(
                    code: "target.distribution",
                    message: "the target's \(name) at decision \(index / positions), position \(index % positions), "
                        + "must be in [0, 1]; got \(column[index])")
            }
        }
        if let index = unsupported.firstIndex(where: { !($0 <= 1e-9) }) {
            throw OffPolicyError(
                code: "target.support",
                message: "at decision \(index / positions), position \(index % positions), the target gives "
                    + "probability \(unsupported[index]) to actions that the log's policy could not have shown",
                remedy: "this log cannot answer that question; keep the target to what the log could show")
        }
        self.positions = positions
        self.propensities = propensities
        self.marginals = marginals
    }

    /// Number of slates.
    public var count: Int { propensities.count / positions }
}
