public import Commerce

/// Some non-negative numbers in brief.
public struct Distribution: Sendable, Hashable, Codable {
    public var count: Int
    public var mean: Double?
    public var median: Double?
    public var p90: Double?
    public var maximum: Double?
    /// Ranges that double in width, up to the last one that is not empty.
    public var buckets: [Bucket]

    public struct Bucket: Sendable, Hashable, Codable {
        /// The least number in it.
        public var from: Int
        /// The number from which the next one counts; nothing for the last.
        public var below: Int?
        public var count: Int
    }
}

/// What amounts look like: which are zero or negative, and which are far from the rest.
///
/// "Extreme" is Tukey's far-out rule on the logarithm, since amounts are skewed: above Q3 · (Q3 / Q1)³, with the ratio
/// taken as at least 2, so that a column of ones does not make every 2 extreme. Quantiles come from a sketch and are
/// within 2 % of the exact ones.
public struct NumberProfile: Sendable, Hashable, Codable {
    public var count: Int
    public var negative: Int
    public var zero: Int
    /// The least and the greatest, negative ones included.
    public var minimum: Double?
    public var maximum: Double?
    public var mean: Double?
    /// Quantiles of the positive numbers.
    public var lowerQuartile: Double?
    public var median: Double?
    public var upperQuartile: Double?
    /// The bound above which a number is extreme.
    public var extremeAbove: Double?
    public var extreme: Int
    /// The greatest few.
    public var largest: [Example]

    public struct Example: Sendable, Hashable, Codable {
        public var value: Double
        public var time: Timestamp
        /// Shopper or visitor.
        public var who: String?
        public var item: ItemID?
        public var order: OrderID?
    }
}

/// What was sold in one currency.
public struct CurrencyProfile: Sendable, Hashable, Codable {
    public var currency: Currency
    /// Events priced in it.
    public var events: Int
    /// Sum of price times quantity over purchases, in major units; a missing quantity counts as 1.
    public var purchased: Double
    /// The same over cancellations and returns.
    public var reversed: Double
    public var prices: NumberProfile
}
