public import Commerce

/// A property that rules group items by.
public enum ItemProperty: String, Sendable, Hashable, CaseIterable {
    /// The broadest category of an item.
    case department
    /// The narrowest category of an item.
    case category
    case brand
    case seller

    /// The number of an item's value; -1 where it has none.
    func number(of facts: ItemFacts) -> Int32 {
        switch self {
        case .department: facts.categories.x
        case .category: facts.narrowestCategory
        case .brand: facts.brand
        case .seller: facts.seller
        }
    }
}

/// Which items a rule is about: those that fit everything it names. Naming nothing means every item.
public struct ItemSelector: Sendable, Hashable {
    public let items: [ItemID]
    /// A path such as `Home/Kitchen`, which takes in all that lies below it.
    public let category: String?
    public let brand: String?
    public let seller: String?

    public init(items: [ItemID] = [], category: String? = nil, brand: String? = nil, seller: String? = nil) {
        self.items = items
        self.category = category
        self.brand = brand
        self.seller = seller
    }

    var isEverything: Bool { items.isEmpty && category == nil && brand == nil && seller == nil }
}

extension ItemTable {
    /// How many items a rule is about: those that its selector fits, or the one that it pins. O(items).
    public func count(of rule: Rule) -> Int {
        if case .pin(let item, _) = rule.action { return row(of: item) == nil ? 0 : 1 }
        let selector = ResolvedSelector(rule.selector, in: self)
        return facts.indices.count { selector.matches(Int32($0), facts[$0]) }
    }
}

/// A selector in the numbers of one ``ItemTable``.
struct ResolvedSelector: Sendable {
    private let rows: RowSet?
    private let categories: RowSet?
    private let brand: Int32?
    private let seller: Int32?

    /// A name that the table does not know fits no item. O(categories + items named).
    init(_ selector: ItemSelector, in table: ItemTable) {
        rows = selector.items.isEmpty ? nil : RowSet(selector.items.compactMap(table.row))
        categories = selector.category.map { path in
            RowSet(table.categoryNumbers.filter { $0.key == path || $0.key.hasPrefix(path + "/") }.map(\.value))
        }
        // -2 is nobody's number.
        brand = selector.brand.map { table.brandNumbers[$0] ?? -2 }
        seller = selector.seller.map { table.sellerNumbers[$0] ?? -2 }
    }

    func matches(_ row: Int32, _ facts: ItemFacts) -> Bool {
        if let rows, !rows.contains(row) { return false }
        if let categories {
            let category = facts.narrowestCategory
            if category < 0 || !categories.contains(category) { return false }
        }
        if let brand, facts.brand != brand { return false }
        if let seller, facts.seller != seller { return false }
        return true
    }
}
