import Foundation

/// The two-sided Page-Hinkley test: alarms when the values have stayed above, or below, their running mean for longer
/// than chance explains.
///
/// With the values standardised by their running mean and deviation, `z_t`:
/// ```
/// up_t = max(0, up_(t-1) + z_t - tolerance)      alarm of a rise when up_t > h+
/// down_t = max(0, down_(t-1) - z_t - tolerance)  alarm of a fall when down_t > h-
/// ```
/// which is Page's form of `U_t - min U_s` (E. S. Page, "Continuous inspection schemes", Biometrika 41, 1954). The
/// thresholds follow from the declared number of values between false alarms, by Siegmund's approximation for normal
/// values (D. Siegmund, "Sequential Analysis", 1985, section 10.2), of both sides together
/// ```
/// falseAlarmEvery = (exp(2 k b) - 2 k b - 1) / (4 k^2),   b = h + 1.166,   k = tolerance
/// ```
/// Rewards are not normal: clicks are rare and so lean far to the right, which would multiply the alarms of a rise. The
/// threshold is therefore stretched by `2 k / theta`, `theta` being the positive root of the cumulant equation
/// `theta^2 / 2 + skewness theta^3 / 6 = k theta`, with the running skewness.
///
/// Best for lasting shifts of a known least size: a shift of `d` deviations is found after about `h / (d - k)` values.
/// Because the running mean follows slow changes, those may go unnoticed; ``ADWIN`` finds them. O(1) a value.
public struct PageHinkley: DriftDetector, Hashable {
    /// Shifts below twice this many deviations do not matter.
    public let tolerance: Double
    /// Mean number of values between false alarms on a stream that does not change.
    public let falseAlarmEvery: Double
    /// Values from which mean, deviation and skewness are learned before the test begins.
    public let warmUp: Int
    /// Threshold for normal values, in deviations.
    public let threshold: Double
    /// Values since the start or the last alarm.
    public private(set) var count = 0
    public private(set) var mean = 0.0
    private var squares = 0.0
    private var cubes = 0.0
    private var up = 0.0
    private var down = 0.0

    /// - Throws: ``ExploreError`` `parameter`, naming the parameter, its rule and the value.
    public init(tolerance: Double = 0.05, falseAlarmEvery: Double = 100_000, warmUp: Int = 500) throws {
        try ExploreError.check(
            tolerance > 0 && tolerance <= 2, "PageHinkley.tolerance", "in (0, 2]", got: tolerance)
        try ExploreError.check(
            falseAlarmEvery >= 100 && falseAlarmEvery <= 1e12, "PageHinkley.falseAlarmEvery", "in [100, 1e12]",
            got: falseAlarmEvery)
        try ExploreError.check(warmUp >= 30, "PageHinkley.warmUp", "at least 30", got: warmUp)
        self.tolerance = tolerance
        self.falseAlarmEvery = falseAlarmEvery
        self.warmUp = warmUp
        threshold = Self.threshold(tolerance: tolerance, falseAlarmEvery: falseAlarmEvery)
    }

    public mutating func observe(_ value: Double) throws -> DriftDirection? {
        guard value.isFinite, abs(value) < 1e100 else {
            throw ExploreError(code: "drift.value", message: "a value must be finite; got \(value)")
        }
        defer { take(value) }
        guard count >= warmUp, squares > 0 else { return nil }
        let deviation = (squares / Double(count)).squareRoot()
        let standard = (value - mean) / deviation
        let skewness = cubes / Double(count) / (deviation * deviation * deviation)
        up = max(0, up + standard - tolerance)
        down = max(0, down - standard - tolerance)
        if up > threshold * stretch(skewness) { return alarm(.rise) }
        if down > threshold * stretch(-skewness) { return alarm(.fall) }
        return nil
    }

    private mutating func alarm(_ direction: DriftDirection) -> DriftDirection {
        (count, mean, squares, cubes, up, down) = (0, 0, 0, 0, 0, 0)
        return direction
    }

    /// Running moments (Pébay, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
    /// statistical moments", 2008).
    private mutating func take(_ value: Double) {
        count += 1
        let size = Double(count)
        let change = value - mean
        let part = change / size
        let term = change * part * (size - 1)
        mean += part
        cubes += term * part * (size - 2) - 3 * part * squares
        squares += term
    }

    /// `2 k / theta`, at least 1: a side that leans away from the alarm keeps the normal threshold, which is then
    /// stricter than needed.
    private func stretch(_ skewness: Double) -> Double {
        guard skewness > 0 else { return 1 }
        let theta = (((0.25 + 2 * skewness * tolerance / 3).squareRoot()) - 0.5) * 3 / skewness
        return theta > 0 ? max(1, 2 * tolerance / theta) : 1
    }

    /// Solves Siegmund's approximation for `h` by bisection.
    private static func threshold(tolerance k: Double, falseAlarmEvery: Double) -> Double {
        var low = 0.0
        var high = 200 / k
        for _ in 0..<100 {
            let middle = (low + high) / 2
            let b = 2 * k * (middle + 1.166)
            if (exp(b) - b - 1) / (4 * k * k) < falseAlarmEvery { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
