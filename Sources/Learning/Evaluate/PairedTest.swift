import Commerce
import Linear

/// Whether two models differ, by their figures for the same shoppers: `D_s` is the difference of a shopper's sums,
/// `n_s` the number of queries, and the metric differs by `sum D / sum n`.
///
/// All p-values are two-sided. Those from draws count the data itself as one draw, `(1 + extreme) / (1 + draws)`,
/// so they are never 0 and never too small (Phipson and Smyth, 2010).
struct PairedTest {
    let differences: [Double]
    let counts: [Double]

    /// Swaps the two models' figures of each shopper at random: Fisher's randomisation test, the one Smucker,
    /// Allan and Carterette ("A Comparison of Statistical Significance Tests for Information Retrieval
    /// Evaluation", CIKM 2007) recommend. Exact but for the number of draws. O(draws × shoppers that differ).
    func randomisation(draws: Int, seed: UInt64) -> Double {
        let nonzero = differences.filter { $0 != 0 }
        let observed = abs(nonzero.reduce(0, +))
        // Sums of the same numbers in another order may differ in the last bits.
        let bound = observed - 1e-12 * nonzero.reduce(0) { $0 + abs($1) }
        let root = SeededGenerator(seed: seed)
        let chunk = 64
        let extreme = Parallel.map((draws + chunk - 1) / chunk) { part in
            var generator = root.split(UInt64(part))
            return (part * chunk..<min(draws, (part + 1) * chunk)).count { _ in
                var (sum, signs, place) = (0.0, UInt64(0), 0)
                for difference in nonzero {
                    if place & 63 == 0 { signs = generator.next() }
                    // The lowest random bit becomes the sign bit.
                    sum += Double(bitPattern: difference.bitPattern ^ (signs << 63))
                    signs >>= 1
                    place &+= 1
                }
                return abs(sum) >= bound
            }
        }.reduce(0, +)
        return Double(1 + extreme) / Double(1 + draws)
    }

    /// From the resampled differences, shifted so that the models are equal on average (Efron and Tibshirani 1993,
    /// section 16.4, without studentising).
    static func bootstrap(estimate: Double, replicates: [Double]) -> Double {
        let defined = replicates.filter { !$0.isNaN }
        let extreme = defined.count { abs($0 - estimate) >= abs(estimate) }
        return Double(1 + extreme) / Double(1 + defined.count)
    }

    /// Student's paired t-test; where shoppers have different numbers of queries, with the standard error of a
    /// ratio, from residuals `D_s - n_s sum D / sum n`. Nothing for fewer than two shoppers or without variation.
    func studentT() -> Double? {
        let shoppers = Double(differences.count)
        let total = counts.reduce(0, +)
        guard shoppers >= 2, total > 0 else { return nil }
        let ratio = differences.reduce(0, +) / total
        let squares = zip(differences, counts).reduce(0.0) { sum, pair in
            let residual = pair.0 - ratio * pair.1
            return sum + residual * residual
        }
        guard squares > 0 else { return nil }
        let error = (shoppers / (shoppers - 1) * squares).squareRoot() / total
        return StudentT.twoSided(ratio / error, degreesOfFreedom: shoppers - 1)
    }
}

/// P-values of several tests, raised so that the chance of any false alarm among them stays below the level
/// (Holm, Scandinavian Journal of Statistics 1979). O(n log n).
func holmAdjusted(_ values: [Double]) -> [Double] {
    var adjusted = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }).enumerated() {
        largest = max(largest, min(1, values[index] * Double(values.count - rank)))
        adjusted[index] = largest
    }
    return adjusted
}
