import Linear

/// The mean of independent figures, one per repetition, with Student's interval.
public struct SampleMean: Sendable, Hashable, Codable {
    public let count: Int
    public let mean: Double
    /// Two-sided 95 %: `mean ± t(count - 1) s / sqrt(count)`; nothing for fewer than two figures.
    public let interval: Interval?

    /// - Precondition: there is at least one figure, and all are finite.
    public init(of values: [Double]) {
        precondition(!values.isEmpty && values.allSatisfy(\.isFinite), "SampleMean wants finite figures")
        count = values.count
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        guard values.count > 1 else {
            interval = nil
            return
        }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let degrees = Double(values.count - 1)
        let half =
            StudentT.twoSidedQuantile(0.05, degreesOfFreedom: degrees)
            * (squares / degrees / Double(count)).squareRoot()
        interval = Interval(low: mean - half, high: mean + half)
    }

    /// The same in another unit.
    ///
    /// - Precondition: `factor` is positive.
    public func times(_ factor: Double) -> SampleMean {
        precondition(factor > 0, "a unit must be positive")
        return SampleMean(
            count: count, mean: mean * factor,
            interval: interval.map { Interval(low: $0.low * factor, high: $0.high * factor) })
    }

    private init(count: Int, mean: Double, interval: Interval?) {
        self.count = count
        self.mean = mean
        self.interval = interval
    }

    /// The mean of differences of figures that belong together: same repetition, two treatments.
    ///
    /// - Precondition: there are as many of each.
    public init(ofDifferences left: [Double], _ right: [Double]) {
        precondition(left.count == right.count, "paired figures must be as many")
        self.init(of: zip(left, right).map(-))
    }
}
