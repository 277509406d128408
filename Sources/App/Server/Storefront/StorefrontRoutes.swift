import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// An example storefront on what is served: pages as a shop would have them, whose lists come from the engine and
/// whose visitors are told of by the tag. Nothing in it is known to the engine's other parts.
///
/// One shop has it at `/storefront`. Where a server has several, each has its own at `/storefront/shops/NAME`, with a key
/// that opens this shop alone, and `/storefront` lists them.
struct StorefrontRoutes: Sendable {
    /// Each shop, with what the tag of its pages says that it is.
    let doors: [(shop: HostedShop, key: String?)]
    /// Whether the server asks for no keys.
    let isOpen: Bool

    func add(to router: Router<ServerContext>) {
        if doors.count == 1, let door = doors.first {
            let visit = Visit(shop: door.shop.live, key: door.key, root: "/storefront", name: nil)
            addPages(at: "storefront", to: router) { _ in visit }
        } else {
            router.get("storefront") { request, _ in try await index(request) }
            addPages(at: "storefront/shops/{shop}", to: router) { context in
                let name = try context.name("shop")
                guard let door = doors.first(where: { $0.shop.name == name }) else {
                    throw Problem(.notFound, code: "storefront.shop", detail: "there is no shop of this name")
                }
                return Visit(shop: door.shop.live, key: door.key, root: Self.root(of: name), name: name)
            }
        }
        router.get("storefront/storefront.js") { request, _ in StaticFile.storefrontScript.answer(to: request) }
        router.get("storefront/storefront.css") { request, _ in StaticFile.storefrontStyle.answer(to: request) }
    }

    /// Somebody in one of the shops.
    private struct Visit: Sendable {
        let shop: LiveShop
        let key: String?
        let root: String
        /// Of the shop, where there are several.
        let name: String?
    }

    private static func root(of name: String) -> String { "/storefront/shops/\(StorefrontPage.encoded(name))" }

    private func addPages(
        at path: RouterPath, to router: Router<ServerContext>,
        _ visit: @escaping @Sendable (ServerContext) throws -> Visit
    ) {
        router.get(path) { request, context in try await page(request, visit(context)) { $0.home() } }
        router.get("\(path)/cart") { request, context in try await page(request, visit(context)) { $0.cart() } }
        router.get("\(path)/categories/{path}") { request, context in
            let path = try context.name("path").split(separator: "/").map(String.init)
            return try await page(request, visit(context)) { $0.category(path) }
        }
        router.get("\(path)/items/{id}") { request, context in
            let visit = try visit(context)
            let item = await visit.shop.item(ItemID(try context.name("id")))
            return try await page(request, visit) { $0.item(item) }
        }
    }

    /// The shops of a server that has several.
    private func index(_ request: Request) async throws -> Response {
        var shops: [(name: String, address: String, items: Int)] = []
        for door in doors {
            let now = door.shop.live.time.now()
            let items = await door.shop.live.allItems.count { $0.isAvailable(at: now) }
            shops.append((door.shop.name, Self.root(of: door.shop.name), items))
        }
        let page = StorefrontPage(
            language: chosen(request) ?? language(of: request), path: request.uri.path, key: nil, root: "/storefront",
            shop: nil, categories: CategoryTree([], at: Timestamp(milliseconds: 0)))
        return remembering(request, page.response(page.index(shops)))
    }

    private func page(
        _ request: Request, _ visit: Visit, _ body: (StorefrontPage) -> StorefrontPage.Content
    ) async throws -> Response {
        if isOpen { try OriginCheck(request).requireLocal() }
        let page = StorefrontPage(
            language: chosen(request) ?? language(of: request), path: request.uri.path, key: visit.key,
            root: visit.root, shop: visit.name,
            categories: CategoryTree(await visit.shop.allItems, at: visit.shop.time.now()))
        return remembering(request, page.response(body(page)))
    }

    private func chosen(_ request: Request) -> Language? {
        request.uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
    }

    /// In the language that was chosen, from now on.
    private func remembering(_ request: Request, _ response: Response) -> Response {
        var response = response
        if let asked = chosen(request) {
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
