import Commerce
import Engine
import Foundation
import Hummingbird

/// The pages about what the shop knows: shoppers and items, what came in, what goes on.
struct ConsoleRecordRoutes: Sendable {
    let door: ConsoleDoor

    func add(to router: Router<ServerContext>) {
        func get(
            _ path: RouterPath,
            _ body: @escaping @Sendable (ConsoleDoor.Visit, QueryAsk, ServerContext) async throws -> Response
        ) {
            router.get(path) { request, context in
                try await door.guarded(request) { try await body($0, QueryAsk(request), context) }
            }
        }
        get("console/shoppers") { visit, ask, _ in
            try PeoplePage(
                page: visit.page, shop: visit.shop, kind: .shoppers, search: ask.text("q") ?? "",
                hasErased: ask.text("erased") != nil
            ).response()
        }
        get("console/visitors") { visit, ask, _ in
            try PeoplePage(
                page: visit.page, shop: visit.shop, kind: .visitors, search: ask.text("q") ?? "", hasErased: false
            ).response()
        }
        get("console/visitors/{id}") { visit, ask, context in
            try await PersonPage(
                page: visit.page, shop: visit.shop, person: .visitor(VisitorID(try context.name("id"))),
                mayErase: false, place: try ask.place("before")
            ).response()
        }
        get("console/shoppers/{id}") { visit, ask, context in
            try await PersonPage(
                page: visit.page, shop: visit.shop, person: .shopper(ShopperID(try context.name("id"))),
                mayErase: visit.asker.caller.role.includes(.admin), place: try ask.place("before")
            ).response()
        }
        router.post("console/shoppers/erase") { request, _ in
            let form = try await door.form(request, for: .admin)
            guard let id = form.fields["id"], form.fields["confirmation"] == id else {
                throw Problem(
                    .unprocessableContent, code: "console.confirmation", detail: "the identifier typed is another one",
                    remedy: "go back, and type the identifier as it stands in the title")
            }
            _ = try await form.shop.erase(ShopperID(id), by: form.author)
            return ConsoleDoor.redirect("/console/shoppers?erased")
        }
        get("console/items") { visit, ask, _ in
            try await ItemsPage(
                page: visit.page, shop: visit.shop, search: ask.text("q") ?? "", isOnSale: try ask.flag("onSale"),
                after: try ask.text("after").map { cursor in
                    guard let name = PageCursor.text(of: cursor) else { throw ItemsAsk.noPlace }
                    return ItemID(name)
                }
            ).response()
        }
        get("console/items/{id}") { visit, _, context in
            try await ItemPage(page: visit.page, shop: visit.shop, id: ItemID(try context.name("id"))).response()
        }
        get("console/imports") { visit, _, _ in try ImportsPage(page: visit.page, shop: visit.shop).response() }
        get("console/tasks") { visit, _, _ in try TasksPage(page: visit.page, shop: visit.shop).response() }
    }
}

extension ConsolePage {
    /// What a shopper did, in a word.
    func name(of kind: EventKind) -> String {
        guard language == .chinese else { return kind.rawValue }
        return switch kind {
        case .impression: "曝光"
        case .view: "浏览"
        case .click: "点击"
        case .favourite: "收藏"
        case .unfavourite: "取消收藏"
        case .cart: "加购"
        case .uncart: "移出购物车"
        case .checkout: "结算"
        case .purchase: "购买"
        case .cancellation: "取消订单"
        case .refund: "退货"
        case .rating: "评分"
        case .review: "评价"
        case .search: "搜索"
        case .message: "消息"
        case .share: "分享"
        case .dislike: "不喜欢"
        }
    }

    /// The path of a page about one thing, whatever its name is made of.
    static func link(_ folder: String, _ name: String) -> String { "/console/\(folder)/\(encoded(name))" }

    /// The page of the person whom a list was made for; nothing for nobody.
    static func link(to decision: Decision) -> String? {
        decision.shopper.map { link("shoppers", $0.rawValue) } ?? decision.visitor.map { link("visitors", $0.rawValue) }
    }

    /// As a part of a path or a query.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~")))
            ?? ""
    }
}
