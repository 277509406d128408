import Foundation

/// Adaptive windowing: keeps the longest recent window within which the mean does not seem to have changed, and alarms when it
/// drops the older part (Bifet and Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007).
///
/// The window is cut wherever two parts of `n0` and `n1` values differ in mean by at least
/// ```
/// sqrt(2 / m variance ln(2 / d)) + 2 / (3 m) span ln(2 / d),   1 / m = 1 / n0 + 1 / n1,   d = doubt / cuts
/// ```
/// (their equation 3.1 with the bound on the number of cuts tried made exact). On a stream that does not change, one
/// check alarms with probability at most `doubt`, up to the variance being an estimate; the bound is far from tight.
///
/// The window is an exponential histogram: buckets of 1, 2, 4, ... values, five of each size, so that memory and time
/// of a check are O(log window). Finds slow changes and any size of change, without a running mean to be set; needs
/// more values than ``PageHinkley`` where the change is sudden and its size known.
public struct ADWIN: DriftDetector, Hashable {
    /// Probability of a false alarm at one check.
    public let doubt: Double
    /// Largest difference between two values: 1 for clicks, 2 for their residuals.
    public let span: Double
    /// Values between checks.
    public let interval: Int
    /// From the oldest to the newest; sizes do not increase.
    private var buckets: [Bucket] = []
    private var sinceCheck = 0

    private static let bucketsPerSize = 5
    private static let leastPart = 5

    struct Bucket: Sendable, Hashable, Codable {
        var count: Int
        var sum: Double
        /// Sum of squared differences from the bucket's mean.
        var squares: Double

        /// Both together (Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample
        /// variances", 1979).
        func merged(with other: Bucket) -> Bucket {
            guard count > 0, other.count > 0 else { return count > 0 ? self : other }
            let gap = sum / Double(count) - other.sum / Double(other.count)
            let weight = Double(count) * Double(other.count) / Double(count + other.count)
            return Bucket(
                count: count + other.count, sum: sum + other.sum, squares: squares + other.squares + gap * gap * weight)
        }

        var mean: Double { sum / Double(count) }
    }

    /// - Throws: ``ExploreError`` `parameter`, naming the parameter, its rule and the value.
    public init(doubt: Double = 0.002, span: Double = 1, interval: Int = 32) throws {
        try ExploreError.check(doubt > 0 && doubt < 1, "ADWIN.doubt", "in (0, 1)", got: doubt)
        try ExploreError.check(span > 0 && span.isFinite, "ADWIN.span", "positive", got: span)
        try ExploreError.check(interval > 0, "ADWIN.interval", "positive", got: interval)
        self.doubt = doubt
        self.span = span
        self.interval = interval
    }

    /// Number of values in the window.
    public var count: Int { buckets.reduce(0) { $0 + $1.count } }

    /// Mean of the window; nothing when it is empty.
    public var mean: Double? { buckets.isEmpty ? nil : whole.mean }

    public mutating func observe(_ value: Double) throws -> DriftDirection? {
        guard value.isFinite, abs(value) < 1e100 else {
            throw ExploreError(code: "drift.value", message: "a value must be finite; got \(value)")
        }
        buckets.append(Bucket(count: 1, sum: value, squares: 0))
        compress()
        sinceCheck += 1
        guard sinceCheck >= interval else { return nil }
        sinceCheck = 0
        let before = buckets.isEmpty ? 0 : whole.mean
        var isCut = false
        while dropOldestIfChanged() { isCut = true }
        return isCut ? (whole.mean > before ? .rise : .fall) : nil
    }

    private var whole: Bucket {
        buckets.reduce(Bucket(count: 0, sum: 0, squares: 0)) { $0.merged(with: $1) }
    }

    /// Merges the two oldest of a size as soon as there is one too many, from the newest on.
    private mutating func compress() {
        var end = buckets.count
        while end > 0 {
            let size = buckets[end - 1].count
            var start = end - 1
            while start > 0, buckets[start - 1].count == size { start -= 1 }
            guard end - start > Self.bucketsPerSize else { return }
            buckets[start] = buckets[start].merged(with: buckets[start + 1])
            buckets.remove(at: start + 1)
            end = start + 1
        }
    }

    /// Whether some cut separates two means; if so the oldest bucket is gone.
    private mutating func dropOldestIfChanged() -> Bool {
        let whole = whole
        let cuts = buckets.count - 1
        guard whole.count >= 2 * Self.leastPart, cuts > 0 else { return false }
        let variance = whole.squares / Double(whole.count)
        let logarithm = log(2 * Double(cuts) / doubt)
        var older = Bucket(count: 0, sum: 0, squares: 0)
        for bucket in buckets.dropLast() {
            older = older.merged(with: bucket)
            let newer = whole.count - older.count
            guard older.count >= Self.leastPart, newer >= Self.leastPart else { continue }
            let gap = abs(older.mean - (whole.sum - older.sum) / Double(newer))
            let inverse = 1 / Double(older.count) + 1 / Double(newer)
            let allowed = (2 * inverse * variance * logarithm).squareRoot() + 2 / 3 * inverse * span * logarithm
            if gap > allowed {
                buckets.removeFirst()
                return true
            }
        }
        return false
    }
}
