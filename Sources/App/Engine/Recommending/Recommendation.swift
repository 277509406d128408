public import Commerce

/// A list for one shopper, with what is needed to explain and repeat it.
public struct Recommendation: Sendable, Codable {
    public struct Place: Sendable, Codable {
        /// From 1.
        public var position: Int
        public var item: ItemID
        public var title: [Language: String]
        public var category: [String]
        public var brand: String?
        public var price: Money?
        public var score: Double
        /// The strongest first.
        public var reasons: [Reason]
        /// The reasons as sentences, in the language asked for.
        public var because: [String]
    }

    public var shopper: ShopperID
    /// The snapshot that answered.
    public var snapshot: String
    public var model: String
    /// Items of the shopper's history that the model knew.
    public var historyItems: Int
    /// What the shopper chose last, newest first, as titles in the language asked for.
    public var lately: [String]
    public var items: [Place]
}
