import Commerce
import Engine
import Hummingbird
import Mustache

/// The newest decisions.
struct DecisionsPage {
    let page: ConsolePage
    let shop: LiveShop

    private static let count = 50

    func response() async throws -> Response {
        let decisions = try shop.latestDecisions(count: Self.count)
        let titles = await shop.titles(of: Set(decisions.flatMap { $0.slate.prefix(3).map(\.item) }), in: page.language)
        let body = Self.template.render([
            "isEmpty": decisions.isEmpty,
            "empty": page.say(
                "Nothing has been decided yet. Ask for a list: POST /v1/decisions {\"surface\":\"home\",\"shopper\":\"…\"}",
                "还没有决策。请求一个列表：POST /v1/decisions {\"surface\":\"home\",\"shopper\":\"…\"}"),
            "head": [
                page.say("Time (UTC)", "时间（UTC）"), page.say("Surface", "位置"), page.say("Shopper", "顾客"),
                page.say("First items", "前几件商品"), page.say("Explored", "探索位"), page.say("Policy", "策略"),
            ],
            "rows": decisions.map { decision -> [String: Any] in
                [
                    "id": decision.id.rawValue, "time": ConsoleFigures.moment(decision.time),
                    "surface": decision.surface.rawValue,
                    "shopper": decision.shopper?.rawValue ?? decision.visitor?.rawValue ?? "–",
                    "items": decision.slate.prefix(3).map { titles[$0.item] ?? $0.item.rawValue }
                        .joined(separator: page.say(", ", "、")),
                    "explored": "\(decision.slate.count(where: \.isExploration))/\(decision.slate.count)",
                    "hasLink": decision.shopper != nil || decision.visitor != nil,
                    "link": ConsolePage.link(to: decision) ?? "",
                    "policy": String(decision.policyVersion.prefix { $0 != "(" }),
                ]
            },
        ])
        return try page.response(page.say("Decisions", "决策"), body)
    }

    private static let template = ConsolePage.template(
        """
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td><a href="/console/decisions/{{id}}">{{time}}</a></td><td>{{surface}}</td><td>{{#hasLink}}<a href="{{link}}">{{shopper}}</a>{{/hasLink}}{{^hasLink}}{{shopper}}{{/hasLink}}</td><td class="wrap">{{items}}</td><td class="number">{{explored}}</td><td>{{policy}}</td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        """)
}
