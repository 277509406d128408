/// What a column can mean. The names are what `--map` accepts.
enum Field: Int, Sendable, CaseIterable {
    case kind, time, shopper, visitor, item, id, session, order, decision, surface, position
    case quantity, price, currency, value, text
    case title, titleEnglish, titleChinese
    case category, category2, category3, category4, category5
    case brand, stock, status, availableFrom, availableUntil

    /// Its name in `--map`, in messages and in ``SourceLayout/fields``.
    var name: String {
        switch self {
        case .kind: "kind"
        case .time: "time"
        case .shopper: "shopper"
        case .visitor: "visitor"
        case .item: "item"
        case .id: "id"
        case .session: "session"
        case .order: "order"
        case .decision: "decision"
        case .surface: "surface"
        case .position: "position"
        case .quantity: "quantity"
        case .price: "price"
        case .currency: "currency"
        case .value: "value"
        case .text: "text"
        case .title: "title"
        case .titleEnglish: "title_en"
        case .titleChinese: "title_zh"
        case .category: "category"
        case .category2: "category2"
        case .category3: "category3"
        case .category4: "category4"
        case .category5: "category5"
        case .brand: "brand"
        case .stock: "stock"
        case .status: "status"
        case .availableFrom: "available_from"
        case .availableUntil: "available_until"
        }
    }

    init?(name: String) {
        guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }

    /// The levels of a category path that comes in several columns.
    static let categoryLevels: [Field] = [.category, .category2, .category3, .category4, .category5]
}

/// A name without what people write differently: case, blanks, hyphens, underscores and dots.
///
/// `Add to Cart`, `add_to_cart` and `addToCart` become one word. Characters beyond ASCII stay.
func normalised(_ name: some StringProtocol) -> String {
    name.lowercased().filter { !" -_.".contains($0) }
}
