public import Commerce

/// How shoppers move through the pages, and how long each page's list is.
public struct Navigation: Sendable, Hashable {
    /// Length of the list on the home feed, on category pages and in search results.
    public var listLength = 10
    /// Length of the list of further items on a product page.
    public var productListLength = 6
    /// Length of the list beside the cart.
    public var cartListLength = 4
    /// Share of visits that end after the first page.
    public var bounce = 0.35
    /// Chance of opening another page after the second and later ones.
    public var goOn = 0.55
    /// Chance of reaching the further items of a clicked item's page.
    public var productList = 0.25
    /// Chance of opening the cart after adding to it.
    public var cartPage = 0.5
    /// A visit never has more pages.
    public var mostPages = 15

    /// The default habits.
    public init() {}

    /// Chance that a shopper who opens the page looks at the list's first position at all.
    public func attention(on surface: Surface) -> Double {
        switch surface {
        case .search: 1
        case .home, .category: 0.95
        case .product: 0.7
        case .cart: 0.55
        default: 0.8
        }
    }

    func validate() throws {
        for (length, name) in [
            (listLength, "listLength"), (productListLength, "productListLength"), (cartListLength, "cartListLength"),
            (mostPages, "mostPages"),
        ] {
            try require(length, "Navigation.\(name)", "in 1...500") { (1...500).contains($0) }
        }
        for (share, name) in [
            (bounce, "bounce"), (goOn, "goOn"), (productList, "productList"), (cartPage, "cartPage"),
        ] {
            try require(share, "Navigation.\(name)", "in [0, 1]") { $0 >= 0 && $0 <= 1 }
        }
    }
}

extension Surface {
    /// The page of one category.
    public static let category = Surface(rawValue: "category")
}
