/// What is true of one item, whether or not the shop knows it.
struct ItemTruth: Sendable {
    let leaf: Int32
    let brand: Int32
    /// Unit vector: its category's centroid, its brand and a character of its own.
    let taste: Taste
    /// Standard normal: what buyers find once they have it.
    let quality: Float
    /// Standard normal: what the picture and the brand promise.
    let appeal: Float
    /// Logarithm of the price against its category's median, in standard deviations.
    let relativePrice: Float
    /// Regular price in minor units.
    let price: Int64
    /// First day on sale, counted from the first day of the period; negative for what was there before.
    let released: Int
    /// First day off sale for good.
    let retired: Int
    /// Days without stock.
    let soldOut: Range<Int>
    /// Units sold before the period: what the shop knows on its first day.
    let priorSales: Int
    /// Units on the shelf, as the shop publishes them.
    let stock: Int
    let words: ItemWords

    func isOnSale(_ day: Int) -> Bool { day >= released && day < retired && !soldOut.contains(day) }
}

/// Which of its category's words describe an item: positions in the lists of ``LeafPlan``.
struct ItemWords: Sendable, Hashable {
    var type = 0
    var material = 0
    var style = 0
    /// Minus one in a category without colours.
    var colour = -1
    /// Minus one in a category without sizes.
    var size = -1
}
