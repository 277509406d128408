import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// An example storefront on the shop that is served: pages as a shop would have them, whose lists come from the engine and
/// whose visitors are told of by the tag. Nothing in it is known to the engine's other parts.
struct StorefrontRoutes: Sendable {
    let shop: LiveShop
    /// Whether the server asks for no keys.
    let isOpen: Bool
    /// What the pages' tag says that it is.
    let key: String?

    func add(to router: Router<ServerContext>) {
        router.get("storefront") { request, _ in try await page(request) { $0.home() } }
        router.get("storefront/cart") { request, _ in try await page(request) { $0.cart() } }
        router.get("storefront/categories/{path}") { request, context in
            let path = try context.name("path").split(separator: "/").map(String.init)
            return try await page(request) { $0.category(path) }
        }
        router.get("storefront/items/{id}") { request, context in
            let item = await shop.item(ItemID(try context.name("id")))
            return try await page(request) { $0.item(item) }
        }
        router.get("storefront/storefront.js") { request, _ in StaticFile.storefrontScript.answer(to: request) }
        router.get("storefront/storefront.css") { request, _ in StaticFile.storefrontStyle.answer(to: request) }
    }

    private func page(
        _ request: Request, _ body: (StorefrontPage) -> StorefrontPage.Content
    ) async throws -> Response {
        if isOpen { try OriginCheck(request).requireLocal() }
        let asked = request.uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
        let page = StorefrontPage(
            language: asked ?? language(of: request), path: request.uri.path, key: key,
            categories: CategoryTree(await shop.allItems, at: shop.time.now()))
        var response = page.response(body(page))
        if let asked {
            response.setCookie(
                Cookie(name: "language", value: asked.rawValue, path: "/storefront", httpOnly: true, sameSite: .lax))
        }
        return response
    }

    /// As chosen before, or by the browser.
    private func language(of request: Request) -> Language {
        if let language = (request.cookies["language"]?.value).flatMap(Language.init(rawValue:)) { return language }
        return request.headers[.acceptLanguage]?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }
}

/// Which categories a shop has, and how many items that can be bought are in each.
struct CategoryTree {
    /// By path, joined by "/"; of every level.
    private let counts: [String: Int]
    private let below: [String: Set<String>]

    /// O(items).
    init(_ items: [Item], at time: Timestamp) {
        var (counts, below): ([String: Int], [String: Set<String>]) = ([:], [:])
        for item in items where item.isAvailable(at: time) {
            var path = ""
            for name in item.category {
                let next = path.isEmpty ? name : "\(path)/\(name)"
                below[path, default: []].insert(name)
                counts[next, default: 0] += 1
                path = next
            }
        }
        (self.counts, self.below) = (counts, below)
    }

    var isEmpty: Bool { counts.isEmpty }
    func count(in path: [String]) -> Int { counts[path.joined(separator: "/")] ?? 0 }
    /// The names of the next level, sorted.
    func names(below path: [String]) -> [String] { (below[path.joined(separator: "/")] ?? []).sorted() }
}
