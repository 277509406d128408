public import Commerce

/// What the decider knows of one item, without pointers, so that a table of a million is one block of memory.
public struct ItemFacts: Sendable, Hashable {
    /// Numbers of the broadest, the second and the narrowest category, -1 where the path is shorter. Each number stands
    /// for the whole path down to it, so equal numbers mean equal paths.
    public var categories: SIMD4<Int32>
    public var brand: Int32 { categories.w }
    public var seller: Int32
    /// In the shop's currency.
    public var price: Float?
    /// Before any discount.
    public var listPrice: Float?
    /// Units left; nothing when the shop does not say.
    public var stock: Int32?
    public var availableFrom: Timestamp?
    public var availableUntil: Timestamp?
    /// How often it was looked at and bought, over all time.
    public var views: Float
    public var purchases: Float
    /// How often it was looked at or bought lately: of whatever window the shop counts.
    public var recentEvents: Float
    /// Mean rating in [1, 5].
    public var rating: Float?

    /// - Parameter categories: broadest, second, narrowest; -1 for none.
    public init(
        categories: (Int32, Int32, Int32) = (-1, -1, -1), brand: Int32 = -1, seller: Int32 = -1, price: Float? = nil,
        listPrice: Float? = nil, stock: Int32? = nil, availableFrom: Timestamp? = nil,
        availableUntil: Timestamp? = nil, views: Float = 0, purchases: Float = 0, recentEvents: Float = 0,
        rating: Float? = nil
    ) {
        self.categories = SIMD4(categories.0, categories.1, categories.2, brand)
        self.seller = seller
        self.price = price
        self.listPrice = listPrice
        self.stock = stock
        self.availableFrom = availableFrom
        self.availableUntil = availableUntil
        self.views = views
        self.purchases = purchases
        self.recentEvents = recentEvents
        self.rating = rating
    }

    /// The number of its whole category path; -1 without one.
    public var narrowestCategory: Int32 {
        categories.z >= 0 ? categories.z : (categories.y >= 0 ? categories.y : categories.x)
    }

    /// Whether it can be sold at that moment: within its dates and not known to be out of stock.
    public func isAvailable(at time: Timestamp) -> Bool {
        if let availableFrom, time < availableFrom { return false }
        if let availableUntil, time >= availableUntil { return false }
        return stock.map { $0 > 0 } ?? true
    }
}
