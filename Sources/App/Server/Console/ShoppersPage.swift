import Commerce
import Engine
import Hummingbird
import Ledger
import Mustache

/// Where a shopper is looked up: by the beginning of the identifier, or among those who were here last.
struct ShoppersPage {
    let page: ConsolePage
    let shop: LiveShop
    /// What was typed; nothing for those who were here last.
    let search: String
    /// Whether somebody has just been erased.
    let hasErased: Bool

    private static let count = 50

    func response() throws -> Response {
        let found: [[String: String]] =
            search.isEmpty
            ? try shop.ledger.latestShoppers(limit: Self.count).map { row($0.id, ConsoleFigures.moment($0.time)) }
            : try shop.ledger.shoppers(beginningWith: search, limit: Self.count).map { row($0, "") }
        let body = Self.template.render([
            "hasErased": hasErased,
            "erased": page.say(
                "The shopper is erased. Models that were trained with the shopper are replaced as soon as a new training has ended: see Tasks.",
                "该顾客已被抹除。包含该顾客的模型会在新训练完成后被替换：见“任务”页。"),
            "label": page.say("Identifier, or its beginning", "标识或其开头"), "search": search,
            "go": page.say("Search", "查找"), "isEmpty": found.isEmpty, "empty": empty,
            "head": [page.say("Shopper", "顾客"), search.isEmpty ? page.say("Last seen (UTC)", "最近出现（UTC）") : ""],
            "title": search.isEmpty ? page.say("Here last", "最近来过") : page.say("Found", "查找结果"), "rows": found,
        ])
        return try page.response(page.say("Shoppers", "顾客"), body)
    }

    private func row(_ id: ShopperID, _ time: String) -> [String: String] {
        ["link": ConsolePage.link("shoppers", id.rawValue), "id": id.rawValue, "time": time]
    }

    private var empty: String {
        search.isEmpty
            ? page.say(
                "Nobody has done anything yet. Post what shoppers do to /v1/events, with their identifiers.",
                "还没有任何顾客行为。请把带顾客标识的事件提交到 /v1/events。")
            : page.say(
                "No shopper's identifier begins like this. Try fewer letters; capitals count.",
                "没有以此开头的顾客标识。请少输入几个字符；区分大小写。")
    }

    private static let template = ConsolePage.template(
        """
        {{#hasErased}}<p class="empty good" role="status">{{erased}}</p>{{/hasErased}}
        <form class="search" method="get" action="/console/shoppers" role="search"><label for="q">{{label}}</label> <input id="q" name="q" type="search" value="{{search}}"> <button>{{go}}</button></form>
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<h2>{{title}}</h2><div class="scroll"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td><a href="{{link}}">{{id}}</a></td><td>{{time}}</td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        """)
}
