/// What a model expects of logged slates from each position on: the control variate of ``CascadeDoublyRobust``.
///
/// Shapes: [decisions, positions]. The estimate is unbiased whatever the numbers, as long as they are cross-fitted (not
/// learned from the decision's own rewards) and `next` is the target's mean of what `shown` says of one action; the
/// better they are, the less it varies.
public struct SlateModel: Sendable {
    /// `Q(x, a_1 ... a_k)`: reward expected from position `k` on, with the logged actions up to `k` and the target's after.
    public let shown: [Double]
    /// `sum_a target(a | x, a_1 ... a_(k-1)) Q(x, a_1 ... a_(k-1), a)`: the same before the action at `k` is known.
    public let next: [Double]

    /// - Throws: ``OffPolicyError`` `model.shape`, or `model.value` with the decision where one is not finite.
    public init(positions: Int, shown: [Double], next: [Double]) throws {
        guard positions > 0, shown.count == next.count, shown.count % positions == 0 else {
            throw OffPolicyError(
                code: "model.shape",
                message: "a slate model needs two numbers for each of \(positions) positions; got \(shown.count) and "
                    + "\(next.count)")
        }
        for column in [shown, next] {
            if let index = column.firstIndex(where: { !$0.isFinite }) {
                throw OffPolicyError(
                    code: "model.value",
                    message:
                        "the expected reward at decision \(index / positions), position \(index % positions), must "
                        + "be finite; got \(column[index])")
            }
        }
        self.shown = shown
        self.next = next
    }
}
