/// What the importance weights of an estimate look like.
public struct WeightDiagnostics: Sendable, Hashable, Codable {
    /// `(sum u)² / sum u²` of the weights as used: how many equally weighted decisions would tell as much.
    public var effectiveSampleSize: Double
    /// The largest weight as used.
    public var largest: Double
    /// The share of the sum of weights that the largest holds; in (0, 1], and 0 where no weight is left.
    public var largestShare: Double
    /// Mean of the weights before any clipping. Its expectation is one less the blind mass of ``Overlap``.
    public var mean: Double
    /// Standard error of ``mean``.
    public var meanError: Double
    /// Share of the weight that clipping, switching or shrinking took away.
    public var cutShare: Double

    /// O(decisions).
    ///
    /// - Parameters:
    ///   - used: the weights as the estimator used them. Shape [decisions].
    ///   - raw: the importance weights; the same when nothing was cut or drawn.
    public init(used: [Double], raw: [Double], cutShare: Double = 0) {
        effectiveSampleSize = Self.effectiveSampleSize(used)
        largest = used.max() ?? 0
        let total = used.reduce(0, +)
        largestShare = total > 0 ? largest / total : 0
        let count = Double(raw.count)
        let mean = raw.reduce(0, +) / count
        let squares = raw.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        meanError = (squares / max(1, count - 1) / count).squareRoot()
        self.cutShare = cutShare
    }

    /// `(sum w)² / sum w²`, 0 when all are 0; scaled so that large weights do not overflow.
    static func effectiveSampleSize(_ weights: [Double]) -> Double {
        guard let largest = weights.max(), largest > 0 else { return 0 }
        var (sum, squares) = (0.0, 0.0)
        for weight in weights {
            let scaled = weight / largest
            sum += scaled
            squares += scaled * scaled
        }
        return sum * sum / squares
    }
}
