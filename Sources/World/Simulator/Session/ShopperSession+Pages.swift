import Commerce
import Linear

/// A page that a shopper can open.
enum Page: Sendable {
    case home
    case category(leaf: Int)
    case search(SearchQuery)
    case product(item: Int32)
    case cart(item: Int32)

    var surface: Surface {
        switch self {
        case .home: .home
        case .category: .category
        case .search: .search
        case .product: .product
        case .cart: .cart
        }
    }
}

extension ShopperSession {
    /// The entry page; then what clicks and carts led to; then, as long as the shopper goes on, further pages.
    mutating func choosePage() -> Page? {
        if pages == 0 { return entryPage() }
        if !queue.isEmpty { return queue.removeFirst() }
        let navigation = shop.configuration.navigation
        let goesOn = pages == 1 ? 1 - navigation.bounce : navigation.goOn
        guard random.unit() < (visit.isBuying ? goesOn + (1 - goesOn) * 0.3 : goesOn) else { return nil }
        return furtherPage()
    }

    private mutating func entryPage() -> Page {
        let point = random.unit()
        switch visit.intent {
        case .wander: return point < 0.75 ? .home : category(near: nil)
        case .interest(let leaf):
            if point < 0.4 { return .home }
            return point < 0.7 ? category(near: leaf) : search(inLeaf: leaf)
        case .replenish(let item, _): return point < 0.7 ? search(for: item, exactly: true) : .home
        }
    }

    private mutating func furtherPage() -> Page {
        let point = random.unit()
        guard let leaf = visit.intent.leaf else { return point < 0.5 ? .home : category(near: nil) }
        if point < 0.5 { return category(near: leaf) }
        return point < 0.7 ? search(inLeaf: leaf) : .home
    }

    /// The category the shopper has in mind, or one that catches the eye.
    private mutating func category(near leaf: Int32?) -> Page {
        if let leaf { return .category(leaf: Int(leaf)) }
        return .category(leaf: Int.random(in: 0..<shop.catalogue.leafCount, using: &random))
    }

    /// A search for what the shopper imagines: the closest to taste of a few items of the category.
    private mutating func search(inLeaf leaf: Int32) -> Page {
        let items = shop.catalogue.itemsByLeaf[Int(leaf)]
        var (best, bestMatch) = (items[0], -1.0)
        for _ in 0..<3 {
            let item = items[Int.random(in: 0..<items.count, using: &random)]
            let match = shop.match(of: shop.catalogue.truths[Int(item)], with: shopper.interests)
            if match > bestMatch { (best, bestMatch) = (item, match) }
        }
        return search(for: best, exactly: false)
    }

    private mutating func search(for item: Int32, exactly: Bool) -> Page {
        .search(shop.query(for: item, exactly: exactly, in: profile.language, using: &random))
    }

    /// Pages that a response leads to: the list on a clicked item's page, the list beside the cart.
    mutating func queuePages(after responses: [ItemResponse]) {
        let navigation = shop.configuration.navigation
        for response in responses where random.unit() < navigation.productList {
            queue.append(.product(item: response.item))
        }
        if let carted = responses.last(where: { $0.carted > 0 }), random.unit() < navigation.cartPage {
            queue.append(.cart(item: carted.item))
        }
    }

    func request(for page: Page) -> PageRequest {
        let navigation = shop.configuration.navigation
        var (leaf, query, anchor): (Int?, SearchQuery?, Int32?) = (nil, nil, nil)
        var count = navigation.listLength
        switch page {
        case .home: break
        case .category(let row): leaf = row
        case .search(let words): query = words
        case .product(let item): (anchor, count) = (item, navigation.productListLength)
        case .cart(let item): (anchor, count) = (item, navigation.cartListLength)
        }
        return PageRequest(
            time: now, day: shop.day(of: now), surface: page.surface, count: count,
            shopper: isIdentified ? shopper.row : nil, visitor: visitor, leaf: leaf, query: query, anchor: anchor,
            alreadyShown: shown, session: Names.session(shopper.row, ordinal),
            decision: Names.decision(shopper.row, at: now.milliseconds))
    }
}
