import Linear

/// Confidence intervals by resampling shoppers with replacement (Efron and Tibshirani, "An Introduction to the
/// Bootstrap", 1993).
///
/// A resample is never copied: it is a count per shopper, and all metrics of all resamples come from the same
/// counts. Two models measured on the same queries with the same seed see the same resamples, so that their
/// differences are resampled in pairs.
public struct Bootstrap: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        /// Quantiles of the resampled metric (ibid., section 13.3).
        case percentile
        /// Quantiles corrected for bias and for a standard error that changes with the metric (ibid., section
        /// 14.3); better for rare hits.
        case bca
    }

    public let resamples: Int
    /// In (0, 1).
    public let confidence: Double
    public let method: Method
    public let seed: UInt64

    /// - Throws: ``EvaluateError`` `bootstrap.parameter` for fewer than 20 resamples, or a confidence outside
    ///   (0, 1).
    public init(
        resamples: Int = 1000, confidence: Double = 0.95, method: Method = .bca, seed: UInt64
    ) throws {
        guard resamples >= 20 else {
            throw EvaluateError(
                code: "bootstrap.parameter", message: "Bootstrap.resamples must be at least 20; got \(resamples)")
        }
        guard confidence > 0, confidence < 1 else {
            throw EvaluateError(
                code: "bootstrap.parameter", message: "Bootstrap.confidence must be in (0, 1); got \(confidence)")
        }
        self.resamples = resamples
        self.confidence = confidence
        self.method = method
        self.seed = seed
    }

    /// An interval for every metric that is a mean over queries. Absent where the metric is undefined, or with
    /// fewer than two shoppers, who cannot vary.
    ///
    /// O(resamples × shoppers × metrics), on all cores.
    public func intervals(of measurement: Measurement) -> [MetricKey: Interval] {
        intervals(of: measurement.sums, from: replicates(of: measurement.sums))
    }

    func intervals(of sums: OwnerSums, from replicates: Replicates) -> [MetricKey: Interval] {
        guard sums.owners >= 2 else { return [:] }
        let totals = sums.totals()
        var intervals: [MetricKey: Interval] = [:]
        for (index, (key, estimate)) in zip(sums.keys, sums.ratios(of: totals)).enumerated() {
            guard !estimate.isNaN else { continue }
            let acceleration =
                method == .bca
                ? Self.acceleration(sums.column(index), totals[index], totals[sums.countColumn[index]]) : 0
            intervals[key] = interval(
                estimate: estimate, replicates: replicates.column(index), acceleration: acceleration)
        }
        return intervals
    }

    /// - Parameter replicates: the statistic in each resample; those that are undefined are left out.
    func interval(estimate: Double, replicates: [Double], acceleration: Double) -> Interval? {
        let sorted = replicates.filter { !$0.isNaN }.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        guard first < last else { return Interval(low: first, high: last) }
        let tail = (1 - confidence) / 2
        guard method == .bca else {
            return Interval(low: quantile(tail, of: sorted), high: quantile(1 - tail, of: sorted))
        }
        let count = Double(sorted.count)
        let below = sorted.reduce(0.0) { $0 + ($1 < estimate ? 1 : $1 == estimate ? 0.5 : 0) } / count
        let bias = Normal.quantile(min(max(below, 0.5 / count), 1 - 0.5 / count))
        func corrected(_ level: Double) -> Double {
            let shifted = bias + Normal.quantile(level)
            return Normal.cumulative(bias + shifted / (1 - acceleration * shifted))
        }
        return Interval(low: quantile(corrected(tail), of: sorted), high: quantile(corrected(1 - tail), of: sorted))
    }

    /// A sixth of the skewness of the leave-one-shopper-out values (ibid., equation 14.15).
    static func acceleration(
        _ column: (sums: [Double], counts: [Double]), _ total: Double, _ count: Double
    ) -> Double {
        let values = zip(column.sums, column.counts).compactMap { sum, own -> Double? in
            count - own > 0 ? (total - sum) / (count - own) : nil
        }
        guard !values.isEmpty else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        var (squares, cubes) = (0.0, 0.0)
        for value in values {
            let difference = mean - value
            squares += difference * difference
            cubes += difference * difference * difference
        }
        return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }
}

/// Between order statistics, so that the `p` quantile of `n` values lies at place `(n + 1) p` (Hyndman and Fan,
/// The American Statistician 1996, type 6), which is what makes intervals from resamples cover as promised.
func quantile(_ p: Double, of sorted: [Double]) -> Double {
    let place = (Double(sorted.count + 1) * p - 1).clamped(to: 0...Double(sorted.count - 1))
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
