import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// A page of the example storefront. Its lists are not in it: the browser asks for them, as the tag of any shop does.
struct StorefrontPage {
    let language: Language
    let path: String
    let key: String?
    /// Where the pages begin.
    let root: String
    /// Its name, where the server has several; nothing for the page that lists them, too.
    let shop: String?
    let categories: CategoryTree

    /// What fills the frame.
    struct Content {
        var title: String
        var context: [String: Any] = [:]
        var status = HTTPResponse.Status.ok
    }

    /// The text in the language of the page.
    func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

    func response(_ content: Content) -> Response {
        let other: Language = language == .chinese ? .english : .chinese
        let context: [String: Any] = [
            "language": language == .chinese ? "zh-CN" : "en", "title": content.title, "path": path,
            "name": say("The example shop", "示例商店") + (shop.map { " · \($0)" } ?? ""), "home": root,
            "isShop": true, "shop": shop ?? "", "isOneOfSeveral": shop != nil,
            "others": say("The other shops", "其他商店"), "skip": say("Skip to content", "跳到正文"),
            "scriptVersion": StaticFile.storefrontScript.version, "styleVersion": StaticFile.storefrontStyle.version,
            "tagVersion": StaticFile.tag.version, "key": key ?? "", "hasKey": key != nil,
            "otherCode": other.rawValue, "other": other == .chinese ? "中文" : "English",
            "menu": categories.names(below: []).map { link([$0]) }, "cart": say("Cart", "购物车"),
            "console": say("Console", "控制台"), "forget": say("Become a new visitor", "换成新访客"),
            "note": say(
                "An example on simulated goods: nothing is sold. What you do here is learned from at once.",
                "模拟商品示例，不出售任何东西。您的每一步操作都会立即被学习。"),
        ]
        .merging(content.context) { $1 }
        return Response(
            status: content.status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .contentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                    + "img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
                .xContentTypeOptions: "nosniff",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: Self.frame.render(context))))
    }

    // MARK: Pages

    /// The shops of a server that has several.
    ///
    /// - Parameter shops: name, address, and how many items each has on sale.
    func index(_ shops: [(name: String, address: String, items: Int)]) -> Content {
        Content(
            title: say("Shops", "商店"),
            context: [
                "isShop": false, "lead": say("Each keeps its own visitors, lists and carts.", "各商店的访客、列表与购物车互不相通。"),
                "below": shops.map { ["address": $0.address, "name": $0.name, "count": $0.items] as [String: Any] },
            ])
    }

    func home() -> Content {
        let title = say("For you", "为您推荐")
        guard !categories.isEmpty else { return empty(title) }
        return Content(
            title: title,
            context: [
                "lead": say(
                    "Open a few things of one kind, come back, and see what the shop has learned.",
                    "打开几件同类商品，再回来看看：商店已经学会了什么。"),
                "list": list("home", count: 12),
            ])
    }

    func category(_ path: [String]) -> Content {
        guard categories.count(in: path) > 0, let last = path.last else { return missing() }
        return Content(
            title: name(last),
            context: [
                "crumbs": path.indices.dropLast().map { link(Array(path[...$0])) },
                "below": categories.names(below: path).map { link(path + [$0]) },
                "list": list(
                    "category", count: 24, ["category": path.joined(separator: "/"), "hasCategory": true]),
            ])
    }

    func item(_ item: Item?) -> Content {
        guard let item else { return missing() }
        let title = item.title(in: language)
        let isOnSale = item.stock.map { $0 > 0 } ?? true
        let parts: [String: Any] = [
            "id": item.id.rawValue, "title": title, "category": item.category.joined(separator: "/"),
            "brand": item.brand ?? "", "text": words(of: item),
            "price": item.price.map { String(format: "%.2f", $0.decimal) } ?? "",
            "currency": item.price?.currency.code ?? "", "isOnSale": isOnSale,
            "add": say("Add to cart", "加入购物车"), "added": say("In the cart", "已加入购物车"),
            "favourite": say("Remember", "收藏"), "soldOut": say("Sold out", "已售罄"),
        ]
        return Content(
            title: title,
            context: [
                "crumbs": item.category.indices.map { link(Array(item.category[...$0])) }, "item": parts,
                "list": list(
                    "product", count: 6, ["item": item.id.rawValue, "hasItem": true],
                    heading: say("Goes with this", "搭配推荐")),
            ])
    }

    func cart() -> Content {
        Content(
            title: say("Cart", "购物车"),
            context: [
                "basket": [
                    "nothing": say("Nothing is in the cart yet. Add something that you like.", "购物车还是空的，去挑一件喜欢的吧。"),
                    "thanks": say("Thank you. This order, too, was learned from.", "谢谢！这笔订单也已被学习。"),
                    "buy": say("Buy", "下单"), "back": say("Back to the shop", "返回商店"),
                ],
                "list": list("cart", count: 6, heading: say("You may also need", "您可能还需要")),
            ])
    }

    private func empty(_ title: String) -> Content {
        Content(
            title: title,
            context: [
                "empty": say(
                    "This shop has no items yet. Post some to /v1/items or import a catalogue, and load this page again:",
                    "商店里还没有商品。请向 /v1/items 提交，或导入目录，然后刷新本页："),
                "command": "equipoise import items.jsonl --preset jsonl --data FOLDER",
            ])
    }

    private func missing() -> Content {
        Content(
            title: say("Not here", "找不到"),
            context: ["empty": say("The shop has nothing of this name.", "商店里没有这个名称的内容。")],
            status: .notFound)
    }

    // MARK: Parts

    private func name(_ category: String) -> String { DemoWords.category(category, in: language) }

    private func link(_ category: [String]) -> [String: Any] {
        let address = "\(root)/categories/\(Self.encoded(category.joined(separator: "/")))"
        return [
            "address": address, "name": name(category.last ?? ""), "isHere": address == path,
            "count": categories.count(in: category),
        ]
    }

    private func list(
        _ surface: String, count: Int, _ more: [String: Any] = [:], heading: String? = nil
    ) -> [String: Any] {
        [
            "surface": surface, "count": count, "heading": heading ?? "", "hasHeading": heading != nil,
            "hasCategory": false, "hasItem": false, "why": say("Why this list?", "为什么是这些？"),
            "waiting": say("One moment …", "请稍候……"),
            "noScript": say("This page asks for its lists with JavaScript.", "本页需要 JavaScript 才能加载列表。"),
        ].merging(more) { $1 }
    }

    /// The simulated shop writes both languages into one text: English, then Chinese.
    private func words(of item: Item) -> String {
        guard let text = item.text else { return "" }
        func isChinese(_ character: Character) -> Bool {
            character.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
        }
        guard let start = text.firstIndex(where: isChinese) else { return text }
        let (english, chinese) = (text[..<start], text[start...])
        let chosen = language == .chinese || english.allSatisfy(\.isWhitespace) ? chinese : english
        return chosen.trimmingCharacters(in: .whitespaces)
    }

    /// As one part of a path.
    static func encoded(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? ""
    }

    private static let frame = ConsolePage.template(String(decoding: PackageResources.storefront_html, as: UTF8.self))
}
