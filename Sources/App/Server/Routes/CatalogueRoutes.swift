import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// `GET /v1/items`, `GET /v1/items/{id}`.
struct CatalogueRoutes {
    func add(to router: RouterGroup<ServerContext>) {
        router.get("items") { request, context in
            let shop = try context.shop(for: .operate)
            let ask = try ItemsAsk(request)
            guard let page = await shop.items(after: ask.after, limit: ask.limit) else { throw ItemsAsk.noPlace }
            return try answer(ItemsAnswer(page), ifOtherThanHeldBy: request)
        }
        router.get("items/{id}") { request, context in
            let shop = try context.shop(for: .operate)
            let id = ItemID(try context.name("id"))
            guard let item = await shop.item(id) else {
                throw Problem(.notFound, code: "item.unknown", detail: "there is no item '\(id)'")
            }
            return try answer(item, ifOtherThanHeldBy: request)
        }
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
struct ItemsAsk: Hashable {
    var limit: Int
    var after: ItemID?

    static let limits = 1...1000
    static let usualLimit = 100

    /// - Throws: ``Problem`` 400 for a limit that is none, 404 for a cursor that this server did not give.
    init(_ request: Request) throws {
        let parameters = request.uri.queryParameters
        let text = parameters["limit"].map(String.init)
        guard let limit = text.map({ Int($0) }) ?? Self.usualLimit, Self.limits.contains(limit) else {
            throw Problem(
                .badRequest, code: "items.limit",
                detail: "'limit' must be in \(Self.limits.lowerBound) ... \(Self.limits.upperBound)")
        }
        self.limit = limit
        after = try parameters["cursor"].map { try Self.item(at: String($0)) }
    }

    static var noPlace: Problem {
        Problem(
            .notFound, code: "items.cursor", detail: "the catalogue has no such place",
            remedy: "take 'next' from the page before, or begin again without 'cursor'")
    }

    /// The name of the last item of a page, in the alphabet of URLs (RFC 4648, 5) without padding.
    static func cursor(after item: ItemID) -> String {
        Data(item.rawValue.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static func item(at cursor: String) throws -> ItemID {
        let padding = String(repeating: "=", count: (4 - cursor.utf8.count % 4) % 4)
        let text = cursor.replacing("-", with: "+").replacing("_", with: "/") + padding
        guard let bytes = Data(base64Encoded: text), let name = String(validating: bytes, as: UTF8.self) else {
            throw noPlace
        }
        return ItemID(name)
    }
}

/// A page of the catalogue.
struct ItemsAnswer: Encodable {
    var items: [Item]
    /// The cursor of the next page; nothing on the last.
    var next: String?

    init(_ page: CataloguePage) {
        items = page.items
        next = page.last.map(ItemsAsk.cursor(after:))
    }
}
