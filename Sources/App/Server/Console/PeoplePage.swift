import Commerce
import Engine
import Hummingbird
import Ledger
import Mustache

/// Where a shopper, or a visitor without a shopper's name, is looked up: by the beginning of the identifier, or among
/// those who were here last.
struct PeoplePage {
    enum Kind: String {
        case shoppers, visitors
    }

    let page: ConsolePage
    let shop: LiveShop
    let kind: Kind
    /// What was typed; nothing for those who were here last.
    let search: String
    /// Whether somebody has just been erased.
    let hasErased: Bool

    private static let count = 50

    func response() throws -> Response {
        let found = try people()
        let name = kind == .shoppers ? page.say("Shopper", "顾客") : page.say("Visitor", "访客")
        let body = Self.template.render([
            "kind": kind.rawValue, "hasErased": hasErased,
            "erased": page.say(
                "The shopper is erased. Models that were trained with the shopper are replaced as soon as a new training has ended: see Tasks.",
                "该顾客已被抹除。包含该顾客的模型会在新训练完成后被替换：见“任务”页。"),
            "label": page.say("Identifier, or its beginning", "标识或其开头"), "search": search,
            "go": page.say("Search", "查找"), "isEmpty": found.isEmpty, "empty": empty,
            "head": [name, search.isEmpty ? page.say("Last seen (UTC)", "最近出现（UTC）") : ""],
            "title": search.isEmpty ? page.say("Here last", "最近来过") : page.say("Found", "查找结果"), "rows": found,
        ])
        return try page.response(
            kind == .shoppers ? page.say("Shoppers", "顾客") : page.say("Visitors without a name", "匿名访客"), body)
    }

    private func people() throws -> [[String: String]] {
        let (ledger, most) = (shop.ledger, Self.count)
        return switch (kind, search.isEmpty) {
        case (.shoppers, true):
            try ledger.latestShoppers(limit: most).map { row($0.id.rawValue, ConsoleFigures.moment($0.time)) }
        case (.visitors, true):
            try ledger.latestVisitors(limit: most).map { row($0.id.rawValue, ConsoleFigures.moment($0.time)) }
        case (.shoppers, false):
            try ledger.shoppers(beginningWith: search, limit: most).map { row($0.rawValue, "") }
        case (.visitors, false):
            try ledger.visitors(beginningWith: search, limit: most).map { row($0.rawValue, "") }
        }
    }

    private func row(_ id: String, _ time: String) -> [String: String] {
        ["link": ConsolePage.link(kind.rawValue, id), "id": id, "time": time]
    }

    private var empty: String {
        guard search.isEmpty else {
            return page.say(
                "No identifier begins like this. Try fewer letters; capitals count.", "没有以此开头的标识。请少输入几个字符；区分大小写。")
        }
        return switch kind {
        case .shoppers:
            page.say(
                "Nobody has done anything yet. Post what shoppers do to /v1/events, with their identifiers.",
                "还没有任何顾客行为。请把带顾客标识的事件提交到 /v1/events。")
        case .visitors:
            page.say(
                "Nobody was here without a name lately. Put the tag into your pages, or post events with a visitor to /v1/events.",
                "最近没有匿名访客。请在页面中加入标签脚本，或把带 visitor 的事件提交到 /v1/events。")
        }
    }

    private static let template = ConsolePage.template(
        """
        {{#hasErased}}<p class="empty good" role="status">{{erased}}</p>{{/hasErased}}
        <form class="search" method="get" action="/console/{{kind}}" role="search"><label for="q">{{label}}</label> <input id="q" name="q" type="search" value="{{search}}"> <button>{{go}}</button></form>
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<h2>{{title}}</h2><div class="scroll"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td><a href="{{link}}">{{id}}</a></td><td>{{time}}</td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        """)
}
