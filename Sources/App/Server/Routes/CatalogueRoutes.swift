import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// `GET /v1/items`, and what there is to know of one: `/v1/items/{id}`, `…/similar`, `…/figures`.
struct CatalogueRoutes {
    func add(to router: RouterGroup<ServerContext>) {
        router.get("items") { request, context in
            let shop = try context.shop(for: .operate)
            let ask = try ItemsAsk(request)
            guard let page = await shop.items(matching: ask.query, after: ask.after, limit: ask.limit) else {
                throw ItemsAsk.noPlace
            }
            return try answer(ItemsAnswer(page), ifOtherThanHeldBy: request)
        }
        router.get("items/{id}") { request, context in
            let shop = try context.shop(for: .operate)
            let id = ItemID(try context.name("id"))
            guard let item = await shop.item(id) else { throw Self.unknown(id) }
            return try answer(item, ifOtherThanHeldBy: request)
        }
        router.get("items/{id}/similar") { request, context in
            let shop = try context.shop(for: .operate)
            let id = ItemID(try context.name("id"))
            let count = try QueryAsk(request).whole("count", in: 1...DecisionAsk.mostItems, orElse: 10)
            guard let neighbours = try await shop.neighbours(of: id, count: count) else { throw Self.unknown(id) }
            return try answer(neighbours)
        }
        router.get("items/{id}/figures") { request, context in
            let shop = try context.shop(for: .operate)
            let id = ItemID(try context.name("id"))
            let days = try QueryAsk(request).whole("days", in: Self.days, orElse: Self.usualDays)
            guard let figures = try await shop.figures(of: id, days: days) else { throw Self.unknown(id) }
            return try answer(figures)
        }
    }

    static let days = 1...366
    static let usualDays = 30

    private static func unknown(_ id: ItemID) -> Problem {
        Problem(.notFound, code: "item.unknown", detail: "there is no item '\(id)'")
    }
}

extension ServerContext {
    /// A name in the path, such as that of an item, without its percent encoding.
    ///
    /// - Throws: ``Problem`` 400 for what is not UTF-8.
    func name(_ parameter: String) throws -> String {
        guard let name = try parameters.require(parameter).removingPercentEncoding else {
            throw Problem(.badRequest, code: "path.encoding", detail: "'\(parameter)' in the path is not UTF-8")
        }
        return name
    }
}

/// Which part of the catalogue is asked for.
struct ItemsAsk {
    var limit: Int
    var after: ItemID?
    var query: CatalogueQuery

    static let limits = 1...1000
    static let usualLimit = 100

    /// - Throws: ``Problem`` 400 for a limit or a flag that is none, 404 for a cursor that this server did not give.
    init(_ request: Request) throws {
        let ask = QueryAsk(request)
        limit = try ask.whole("limit", in: Self.limits, orElse: Self.usualLimit, code: "items.limit")
        after = try ask.text("cursor").map { cursor in
            guard let name = PageCursor.text(of: cursor) else { throw Self.noPlace }
            return ItemID(name)
        }
        query = CatalogueQuery(text: ask.text("text") ?? "", isOnSale: try ask.flag("onSale"))
        if let category = ask.text("category") {
            query.conditions.append(ItemCondition(.category, .oneOf([category])))
        }
        if let brand = ask.text("brand") { query.conditions.append(ItemCondition(.brand, .oneOf([brand]))) }
    }

    static var noPlace: Problem {
        Problem(
            .notFound, code: "items.cursor", detail: "the catalogue has no such place",
            remedy: "take 'next' from the page before, or begin again without 'cursor'")
    }
}

/// A page of the catalogue.
struct ItemsAnswer: Encodable {
    var items: [Item]
    /// The cursor of the next page; nothing on the last.
    var next: String?

    init(_ page: CataloguePage) {
        items = page.items
        next = page.last.map { PageCursor.cursor(of: $0.rawValue) }
    }
}
