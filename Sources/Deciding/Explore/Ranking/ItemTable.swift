public import Commerce
import Linear

/// The shop's items by row, with the numbers of their categories, brands and sellers: what candidates are looked up in.
///
/// Rows are those of ``items`` and never change while a shop runs: new items are appended. Memory: about 130 bytes an
/// item beside its identifier.
public struct ItemTable: Sendable {
    public private(set) var items: Vocabulary<Item>
    public private(set) var facts: [ItemFacts]
    /// What features need of an item whatever the shopper, worked out once. Shape [items].
    private(set) var traits: [ItemTraits]
    /// Category paths such as `Home/Kitchen`, joined by "/", to their numbers.
    public private(set) var categoryNumbers: [String: Int32]
    public private(set) var brandNumbers: [String: Int32]
    public private(set) var sellerNumbers: [String: Int32]

    public init() {
        items = Vocabulary()
        facts = []
        traits = []
        categoryNumbers = [:]
        brandNumbers = [:]
        sellerNumbers = [:]
    }

    /// A table of a shop's catalogue, in its order. The seller is the attribute `seller`, the price before discount the
    /// attribute `list-price`, where there.
    ///
    /// - Throws: ``ExploreError`` `items.repeated` when two items have one identifier.
    public init(_ catalogue: some Sequence<Item>) throws {
        self.init()
        for item in catalogue { try append(item, refreshing: false) }
        refresh()
    }

    public var count: Int { facts.count }

    /// Appends an item that is new to the shop. Its traits are measured against the catalogue as of the last
    /// ``refresh()``.
    public mutating func append(_ item: Item) throws { try append(item, refreshing: true) }

    private mutating func append(_ item: Item, refreshing: Bool) throws {
        guard items.row(of: item.id) == nil else {
            throw ExploreError(code: "items.repeated", message: "item '\(item.id)' is in the catalogue twice")
        }
        items.insert(item.id)
        let facts = facts(of: item)
        self.facts.append(facts)
        traits.append(refreshing ? ItemTraits(facts, in: averages) : ItemTraits())
    }

    /// Takes over a new description of an item that is in the table; what was counted stays.
    public mutating func describe(_ row: Int32, as item: Item) {
        var facts = facts(of: item)
        let old = self.facts[Int(row)]
        (facts.views, facts.purchases, facts.recentEvents) = (old.views, old.purchases, old.recentEvents)
        facts.rating = old.rating
        self.facts[Int(row)] = facts
        traits[Int(row)] = ItemTraits(facts, in: averages)
    }

    private mutating func facts(of item: Item) -> ItemFacts {
        var path = ""
        var numbers: [Int32] = []
        for name in item.category {
            path = path.isEmpty ? name : "\(path)/\(name)"
            numbers.append(categoryNumbers.number(of: path))
        }
        var facts = ItemFacts(
            categories: (
                numbers.first ?? -1, numbers.count > 1 ? numbers[1] : -1,
                numbers.count > 2 ? numbers[numbers.count - 1] : -1
            ),
            brand: item.brand.map { brandNumbers.number(of: $0) } ?? -1,
            seller: item.attributes["seller"].map { sellerNumbers.number(of: $0) } ?? -1,
            price: item.price.map { Float($0.decimal) },
            listPrice: item.attributes["list-price"].flatMap { Float($0) },
            stock: item.stock.map { Int32(clamping: $0) },
            availableFrom: item.availableFrom, availableUntil: item.availableUntil)
        if let price = facts.price, !(price > 0) || !price.isFinite { facts.price = nil }
        return facts
    }

    /// Changes what is known of an item; call ``refresh()`` after many changes of counts or prices.
    public mutating func change(_ row: Int32, _ edit: (inout ItemFacts) -> Void) {
        edit(&facts[Int(row)])
        traits[Int(row)] = ItemTraits(facts[Int(row)], in: averages)
    }

    /// Measures every item against the catalogue as it is now: popularity against the most popular, price against its
    /// category. O(items), for between decisions.
    public mutating func refresh() {
        averages = CatalogueAverages(facts)
        for row in facts.indices { traits[row] = ItemTraits(facts[row], in: averages) }
    }

    /// Takes over how often each item was chosen lately, and measures every item anew. O(items).
    ///
    /// - Parameter recentEvents: by row; items beyond it keep what they have.
    public mutating func refresh(recentEvents: [Float]) {
        for (row, count) in zip(facts.indices, recentEvents) { facts[row].recentEvents = count }
        refresh()
    }

    private(set) var averages = CatalogueAverages([])

    /// Asks for the memory of items that are about to be looked at: they lie scattered over a catalogue that no cache
    /// holds.
    func prefetch(_ rows: [Int32]) {
        Kernels.prefetch(rows, of: facts)
        Kernels.prefetch(rows, of: traits)
    }

    /// The row of an item that is in the table.
    public func row(of item: ItemID) -> Int32? { items.row(of: item) }
}

extension [String: Int32] {
    /// The number of a name, the next free one if it is new.
    fileprivate mutating func number(of name: String) -> Int32 {
        if let number = self[name] { return number }
        let number = Int32(count)
        self[name] = number
        return number
    }
}
