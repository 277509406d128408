import Commerce
import Engine
import Hummingbird
import Mustache

/// The catalogue, searched, with how each item does.
struct ItemsPage {
    let page: ConsolePage
    let shop: LiveShop
    let search: String
    let isOnSale: Bool
    /// The item after which the page begins; nothing from the first.
    let after: ItemID?

    private static let count = 50
    private static let days = 14

    func response() async throws -> Response {
        let query = CatalogueQuery(text: search, isOnSale: isOnSale)
        guard let found = await shop.items(matching: query, after: after, limit: Self.count) else {
            throw ItemsAsk.noPlace
        }
        let showings = try shop.showings(days: Self.days)
        let body = Self.template.render([
            "label": page.say("Words of title, brand, category or identifier", "标题、品牌、类目或标识中的词"), "search": search,
            "go": page.say("Search", "查找"), "isOnSale": isOnSale, "onSale": page.say("only on sale", "仅在售"),
            "isEmpty": found.items.isEmpty,
            "empty": search.isEmpty && !isOnSale
                ? page.say(
                    "There are no items yet. Post them to /v1/items, or import a catalogue with equipoise import.",
                    "还没有商品。请向 /v1/items 提交，或用 equipoise import 导入目录。")
                : page.say("No item has all of this. Try fewer words.", "没有符合条件的商品。请减少关键词。"),
            "head": [
                page.say("Item", "商品"), page.say("Category", "类目"), page.say("Price", "价格"), page.say("Stock", "库存"),
                page.say("Shown, 14 days", "14 天展示"), page.say("Trials", "探索"), page.say("Reward when shown", "每次展示收益"),
            ],
            "rows": found.items.map { item in
                let figures = showings[item.id]
                return [
                    "link": ConsolePage.link("items", item.id.rawValue), "title": item.title(in: page.language),
                    "id": item.id.rawValue, "category": item.category.joined(separator: " / "),
                    "price": item.price.map { "\($0)" } ?? "–", "stock": item.stock.map(grouped) ?? "–",
                    "shown": grouped(figures?.shown ?? 0), "explored": grouped(figures?.explored ?? 0),
                    "reward": figures.map { ConsoleFigures.number($0.reward / Double($0.shown), decimals: 4) } ?? "–",
                ]
            },
            "hasMore": found.last != nil, "more": page.say("More", "更多"), "next": next(found.last),
            "note": page.say(
                "Shown counts lists whose answers are complete, about two hours after they were shown.",
                "展示次数只统计反馈窗口已结束的列表（约两小时后）。"),
        ])
        return try page.response(page.say("Items", "商品"), body)
    }

    private func next(_ last: ItemID?) -> String {
        guard let last else { return "" }
        return "?q=\(ConsolePage.encoded(search))&after=\(PageCursor.cursor(of: last.rawValue))"
            + (isOnSale ? "&onSale=true" : "")
    }

    private static let template = ConsolePage.template(
        """
        <form class="search" method="get" action="/console/items" role="search"><label for="q">{{label}}</label> <input id="q" name="q" type="search" value="{{search}}"> <label><input type="checkbox" name="onSale" value="true"{{#isOnSale}} checked{{/isOnSale}}> {{onSale}}</label> <button>{{go}}</button></form>
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td class="wrap"><a href="{{link}}">{{title}}</a><br><code class="faint">{{id}}</code></td><td class="name">{{category}}</td><td class="number">{{price}}</td><td class="number">{{stock}}</td><td class="number">{{shown}}</td><td class="number">{{explored}}</td><td class="number">{{reward}}</td></tr>
        {{/rows}}</tbody></table></div>{{#hasMore}}<p><a href="{{next}}">{{more}} →</a></p>{{/hasMore}}<p class="faint">{{note}}</p>{{/isEmpty}}
        """)
}
