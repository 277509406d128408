public import Commerce
import Linear

/// The goods of a simulated shop: what every storefront may know of them, and behind it the truth.
///
/// Items are named by row, from 0; ``listing`` has their public face in the same order.
public struct Catalogue: Sendable {
    /// Titles, categories, prices and dates, as the shop publishes them.
    public let listing: [Item]
    /// Names of the top categories.
    public let departments: [String]
    /// Items of each leaf category, released or not.
    public let itemsByLeaf: [[Int32]]

    let leaves: [Leaf]
    let brands: [Brand]
    let truths: [ItemTruth]

    init(_ configuration: ShopConfiguration, generator: SeededGenerator) throws {
        let categories = CategoryGenerator(leaves: configuration.leaves, generator: generator.split(0))
        let table = try AliasTable(weights: categories.leaves.map(\.demand))
        let items = ItemGenerator(configuration: configuration, categories: categories, generator: generator.split(1))
        let truths = (0..<configuration.items).map { items.item($0, in: table) }
        var itemsByLeaf = [[Int32]](repeating: [], count: categories.leaves.count)
        for (row, truth) in truths.enumerated() { itemsByLeaf[Int(truth.leaf)].append(Int32(row)) }
        leaves = categories.leaves
        brands = categories.brands
        departments = categories.departments
        self.truths = truths
        self.itemsByLeaf = itemsByLeaf
        listing = truths.enumerated().map { row, truth in
            Self.face(of: truth, row: row, in: categories, configuration)
        }
    }

    /// Number of items, released or not.
    public var count: Int { truths.count }

    /// Number of leaf categories.
    public var leafCount: Int { leaves.count }

    /// The leaf category of an item, by number.
    public func leaf(of item: Int32) -> Int { Int(truths[Int(item)].leaf) }

    /// The department of a leaf category, by number.
    public func department(ofLeaf leaf: Int) -> Int { leaves[leaf].department }

    /// Whether the item can be bought on that day of the period.
    public func isOnSale(_ item: Int32, day: Int) -> Bool { truths[Int(item)].isOnSale(day) }

    /// First day on sale, from the first day of the period; negative for what was there before.
    public func released(_ item: Int32) -> Int { truths[Int(item)].released }

    /// Units sold before the period began: what a shop knows on its first day.
    public func priorSales(of item: Int32) -> Int { truths[Int(item)].priorSales }

    private static func face(
        of truth: ItemTruth, row: Int, in categories: CategoryGenerator, _ configuration: ShopConfiguration
    ) -> Item {
        let leaf = categories.leaves[Int(truth.leaf)]
        let brand = categories.brands[Int(truth.brand)]
        let writer = TitleWriter(plan: leaf.plan, brand: brand.name, words: truth.words)
        let title = writer.title
        let description = writer.description(turn: row)
        let soldOutAtEnd = truth.soldOut.contains(configuration.days - 1)
        return Item(
            id: Names.item(Int32(row)), title: [.english: title.english, .chinese: title.chinese],
            category: leaf.path, brand: brand.name.english,
            price: Money(minorUnits: truth.price, currency: configuration.currency),
            stock: soldOutAtEnd ? 0 : truth.stock, text: "\(description.english) \(description.chinese)",
            attributes: writer.attributes, availableFrom: configuration.start + .days(truth.released),
            availableUntil: truth.retired == .max ? nil : configuration.start + .days(truth.retired))
    }
}
