public import Commerce

/// Draws 0, 1, ..., n - 1 with given probabilities, in constant time each.
///
/// The alias method (Walker, 1977) with tables built as by Vose, "A linear algorithm for generating random numbers
/// with a given distribution" (IEEE Transactions on Software Engineering 17, 1991).
public struct AliasTable: Sendable, Hashable {
    @usableFromInline let thresholds: [Double]
    @usableFromInline let aliases: [Int32]

    /// O(weights).
    ///
    /// - Parameter weights: proportional to the probabilities.
    /// - Throws: `LinearError` `alias.weights` when there are none, one is negative or not finite, or all are zero.
    public init(weights: some Collection<Double>) throws {
        if let wrong = weights.first(where: { !($0 >= 0 && $0.isFinite) }) {
            throw Self.refused("must be finite and not negative; got \(wrong)")
        }
        guard let largest = weights.max(), largest > 0 else {
            throw Self.refused("must hold a positive weight; got \(weights.isEmpty ? "none" : "only zeros")")
        }
        // Divided by the largest first, so that huge weights do not add up to infinity.
        let total = weights.reduce(0) { $0 + $1 / largest }
        var scaled = weights.map { $0 / largest * Double(weights.count) / total }
        var thresholds = [Double](repeating: 1, count: scaled.count)
        var aliases = (0..<Int32(scaled.count)).map { $0 }
        var small = scaled.indices.filter { scaled[$0] < 1 }
        var large = scaled.indices.filter { scaled[$0] >= 1 }
        while let less = small.popLast(), let more = large.last {
            thresholds[less] = scaled[less]
            aliases[less] = Int32(more)
            scaled[more] -= 1 - scaled[less]
            if scaled[more] < 1 {
                large.removeLast()
                small.append(more)
            }
        }
        // Whatever is left in either list is one up to rounding, and keeps the threshold one.
        self.thresholds = thresholds
        self.aliases = aliases
    }

    /// Number of outcomes.
    public var count: Int { thresholds.count }

    /// One draw. O(1).
    @inlinable
    public func sample(using generator: inout some RandomNumberGenerator) -> Int {
        let column = Int.random(in: 0..<thresholds.count, using: &generator)
        return generator.unit() < thresholds[column] ? column : Int(aliases[column])
    }

    private static func refused(_ rule: String) -> LinearError {
        LinearError(code: "alias.weights", message: "AliasTable.weights \(rule)")
    }
}
