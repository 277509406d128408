/// Two bounds found in data: the ends of a normalisation, or the fences of outliers.
public struct NumberRange: Sendable, Hashable, Codable {
    public var lower: Double
    public var upper: Double

    /// - Precondition: `lower <= upper`, both finite.
    public init(lower: Double, upper: Double) {
        precondition(lower <= upper && lower.isFinite && upper.isFinite, "NumberRange needs finite lower <= upper")
        self.lower = lower
        self.upper = upper
    }

    /// The least and the greatest of the finite numbers; nothing when there are none.
    public init?(fitting numbers: some Sequence<Double>) {
        var (lower, upper) = (Double.infinity, -Double.infinity)
        for number in numbers where number.isFinite {
            lower = min(lower, number)
            upper = max(upper, number)
        }
        guard lower <= upper else { return nil }
        self.init(lower: lower, upper: upper)
    }

    /// Where a number lies in the range, in [0, 1]: `(x − lower) / (upper − lower)`.
    ///
    /// Numbers outside count as the nearer end; a range of one point gives 0; NaN stays NaN.
    public func unit(of number: Double) -> Double {
        guard !number.isNaN else { return number }
        guard upper > lower else { return 0 }
        let inside = clamp(number)
        // Halved, so that the width of a range from -1e308 to 1e308 does not overflow.
        return (inside / 2 - lower / 2) / (upper / 2 - lower / 2)
    }

    /// The number at a place in [0, 1]; undoes ``unit(of:)`` for numbers within the range.
    public func value(at unit: Double) -> Double {
        let share = min(max(unit, 0), 1)
        return lower * (1 - share) + upper * share
    }

    /// The nearest number within the range.
    public func clamp(_ number: Double) -> Double { min(max(number, lower), upper) }

    public func contains(_ number: Double) -> Bool { number >= lower && number <= upper }
}

/// Order statistics of sorted numbers.
enum OrderStatistics {
    /// Quantile with linear interpolation between the neighbours (type 7 of Hyndman and Fan, as NumPy's default).
    ///
    /// - Parameter sorted: ascending, not empty.
    static func quantile(_ sorted: [Double], _ level: Double) -> Double {
        let place = level * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        let part = place - Double(below)
        // Neighbours that are equal must give exactly themselves.
        return part == 0 || sorted[below] == sorted[above]
            ? sorted[below] : sorted[below] * (1 - part) + sorted[above] * part
    }

    static func median(_ sorted: [Double]) -> Double { quantile(sorted, 0.5) }
}
