import Commerce

/// What an item must be to be shown: a condition on one of its fields.
///
/// Fields are `id`, `category` (any level of the path, or the path joined by "/"), `brand`, `price`, `stock`, and
/// `attributes.NAME`.
public struct ItemCondition: Sendable, Hashable {
    public enum Test: Sendable, Hashable {
        /// Is one of these.
        case oneOf([String])
        /// Is none of these.
        case noneOf([String])
        /// Lies within; either end may be open. An item without the number does not.
        case within(low: Double?, high: Double?)
    }

    public enum Field: Sendable, Hashable {
        case id, category, brand, price, stock
        case attribute(String)

        /// Nothing for a name that is none.
        public init?(_ name: String) {
            switch name {
            case "id": self = .id
            case "category": self = .category
            case "brand": self = .brand
            case "price": self = .price
            case "stock": self = .stock
            default:
                // By bytes: to a String, a dot with a mark on it is no dot.
                guard name.utf8.starts(with: Self.attributePrefix.utf8),
                    name.utf8.count > Self.attributePrefix.utf8.count
                else { return nil }
                self = .attribute(String(decoding: name.utf8.dropFirst(Self.attributePrefix.utf8.count), as: UTF8.self))
            }
        }

        private static let attributePrefix = "attributes."
    }

    public var field: Field
    public var test: Test

    public init(_ field: Field, _ test: Test) {
        self.field = field
        self.test = test
    }

    func holds(for item: Item) -> Bool {
        switch test {
        case .oneOf(let values): texts(of: item).contains(where: values.contains)
        case .noneOf(let values): !texts(of: item).contains(where: values.contains)
        case .within(let low, let high):
            number(of: item).map { $0 >= low ?? -.infinity && $0 <= high ?? .infinity } ?? false
        }
    }

    private func texts(of item: Item) -> [String] {
        switch field {
        case .id: [item.id.rawValue]
        case .category: item.category + (item.category.count > 1 ? [item.category.joined(separator: "/")] : [])
        case .brand: item.brand.map { [$0] } ?? []
        case .price: item.price.map { ["\($0.decimal)"] } ?? []
        case .stock: item.stock.map { ["\($0)"] } ?? []
        case .attribute(let name): item.attributes[name].map { [$0] } ?? []
        }
    }

    private func number(of item: Item) -> Double? {
        switch field {
        case .price: item.price.map(\.decimal)
        case .stock: item.stock.map(Double.init)
        case .id, .category, .brand: nil
        case .attribute(let name): item.attributes[name].flatMap(Double.init)
        }
    }
}
