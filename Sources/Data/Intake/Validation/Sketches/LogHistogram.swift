#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The distribution of positive numbers in fixed memory: bins whose width is 2 % of their value, with the sum of each
/// bin kept, so that a quantile is the mean of the values that fell into its bin.
///
/// A quantile is within 2 % of the exact one, and exact when its bin holds a single distinct value, as it does for
/// whole numbers up to 50. Values outside 1e-9 ... 1e15 count in the first and last bin. After Masson, Rim and Lee,
/// "DDSketch" (VLDB 2019), without merging of bins. Adding is O(1).
struct LogHistogram: Sendable {
    private static let lowest = -9.0 * 2.302_585_092_994_046
    private static let width = 0.019_802_627_296_179_712  // ln 1.02
    private static let binCount = 2791  // (15 + 9) ln 10 / ln 1.02, rounded up

    private var counts: [Int] = []
    private var sums: [Double] = []
    private(set) var count = 0
    private(set) var sum = 0.0
    private(set) var minimum = Double.infinity
    private(set) var maximum = 0.0

    /// - Parameter value: positive and finite.
    mutating func add(_ value: Double) {
        if counts.isEmpty {
            counts = Array(repeating: 0, count: Self.binCount)
            sums = Array(repeating: 0, count: Self.binCount)
        }
        let bin = Self.bin(of: value)
        counts[bin] += 1
        sums[bin] += value
        count += 1
        sum += value
        minimum = min(minimum, value)
        maximum = max(maximum, value)
    }

    var mean: Double? { count == 0 ? nil : sum / Double(count) }

    /// The value below which a share `level` of the numbers lies (nearest rank); nothing when there are none.
    func quantile(_ level: Double) -> Double? {
        quantile(rank: max(1, Int((level * Double(count)).rounded(.up))))
    }

    /// The number at a place, from 1, in ascending order.
    func quantile(rank: Int) -> Double? {
        guard count > 0 else { return nil }
        var seen = 0
        for bin in counts.indices {
            seen += counts[bin]
            if seen >= rank { return sums[bin] / Double(counts[bin]) }
        }
        return maximum
    }

    /// Numbers in bins that lie wholly above `bound`.
    func count(above bound: Double) -> Int {
        guard count > 0, bound > 0, bound < maximum else { return count > 0 && bound <= 0 ? count : 0 }
        return counts[(Self.bin(of: bound) + 1)...].reduce(0, +)
    }

    /// The least number of a bin that ``count(above:)`` counts, for saying which bound was really applied.
    func effectiveBound(above bound: Double) -> Double {
        exp(Self.lowest + Double(Self.bin(of: bound) + 1) * Self.width)
    }

    /// How many numbers lie in each of the ranges between ascending whole `edges`: range `i` holds
    /// `edges[i] ..< edges[i + 1]`, the last one has no end. Exact for whole numbers up to 50, else to one bin.
    func counts(between edges: [Double]) -> [Int] {
        var result = Array(repeating: 0, count: edges.count)
        guard count > 0 else { return result }
        for bin in counts.indices where counts[bin] > 0 {
            let value = sums[bin] / Double(counts[bin])
            if let range = edges.lastIndex(where: { $0 <= value * (1 + 1e-12) }) { result[range] += counts[bin] }
        }
        return result
    }

    private static func bin(of value: Double) -> Int {
        min(max(Int((log(value) - lowest) / width), 0), binCount - 1)
    }
}
