import Commerce
import Engine
import Hummingbird
import Ledger
import Mustache

/// One item: its description, its figures by day, what is believed of it, and what goes with it.
struct ItemPage {
    let page: ConsolePage
    let shop: LiveShop
    let id: ItemID

    private static let days = 30
    private static let neighbours = 10

    func response() async throws -> Response {
        guard let item = await shop.item(id), let figures = try await shop.figures(of: id, days: Self.days),
            let near = try await shop.neighbours(of: id, count: Self.neighbours)
        else {
            let text = page.say("There is no item of this name.", "没有这个商品。")
            return try page.response(
                page.say("Unknown item", "未知商品"), Self.missing.render(["text": text]), status: .notFound)
        }
        let titles = await shop.titles(of: near.neighbours.map(\.item) + [id], in: page.language)
        var context: [String: Any] = [
            "cards": cards(figures), "facts": facts(item), "description": item.text ?? "",
            "factsTitle": page.say("Description", "描述"),
            "beliefs": try BeliefSection(page: page, shop: shop).history(figures.belief.history),
        ]
        context.merge(table(figures)) { $1 }
        context.merge(neighbours(near, titles)) { $1 }
        return try page.response(item.title(in: page.language), Self.template.render(context))
    }

    private func cards(_ figures: ItemFigures) -> [[String: String]] {
        let (mean, deviation) = (figures.belief.mean, figures.belief.deviation)
        return [
            (page.say("shown, 30 days", "30 天展示"), grouped(figures.shown)),
            (
                page.say("of these as a trial", "其中探索"),
                ConsoleFigures.percent(Double(figures.explored), of: Double(figures.shown))
            ),
            (
                page.say("reward when shown", "每次展示收益"),
                figures.rewardWhenShown.map { ConsoleFigures.number($0, decimals: 4) } ?? "–"
            ),
            (
                page.say("believed to earn beside items like it, ± standard deviation", "相对同类商品的额外收益估计 ± 标准差"),
                "\(mean < 0 ? "−" : "+")\(ConsoleFigures.number(abs(mean), decimals: 4)) ± "
                    + ConsoleFigures.number(deviation, decimals: 4)
            ),
        ].map { ["name": $0.0, "value": $0.1] }
    }

    private func facts(_ item: Item) -> [[String: String]] {
        let (from, until) = (
            item.availableFrom.map(ConsoleFigures.moment), item.availableUntil.map(ConsoleFigures.moment)
        )
        var facts: [(String, String?)] = [
            (page.say("identifier", "标识"), item.id.rawValue),
            (page.say("category", "类目"), item.category.joined(separator: " / ")),
            (page.say("brand", "品牌"), item.brand), (page.say("price", "价格"), item.price.map { "\($0)" }),
            (page.say("stock", "库存"), item.stock.map(grouped)),
            (page.say("on sale from (UTC)", "上架（UTC）"), from), (page.say("on sale until (UTC)", "下架（UTC）"), until),
        ]
        facts += item.attributes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return facts.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : ["name": name, "value": $0] }
        }
    }

    private func table(_ figures: ItemFigures) -> [String: Any] {
        let kinds = ["impression", "view", "click", "cart", "purchase"]
        return [
            "dayTitle": page.say("Day by day (UTC)", "每日情况（UTC）"), "hasDays": !figures.days.isEmpty,
            "noDays": page.say(
                "Nothing has happened with it in 30 days, and no list that showed it is settled.",
                "30 天内没有相关事件，也没有已结算的展示。"),
            "head": [
                page.say("Day", "日期"), page.say("Impressions", "曝光"), page.say("Views", "浏览"),
                page.say("Clicks", "点击"), page.say("Carts", "加购"), page.say("Purchases", "购买"),
                page.say("Shown", "展示"), page.say("Trials", "探索"), page.say("Reward when shown", "每次展示收益"),
            ],
            "days": figures.days.reversed().map { day -> [String: Any] in
                var cells = kinds.map { grouped(day.events[$0] ?? 0) }
                cells += [grouped(day.shown), grouped(day.explored)]
                cells.append(
                    day.shown > 0 ? ConsoleFigures.number(day.reward / Double(day.shown), decimals: 4) : "–")
                return ["day": ConsoleFigures.day(day.day), "cells": cells]
            },
        ]
    }

    private func neighbours(_ near: ItemNeighbours, _ titles: [ItemID: String]) -> [String: Any] {
        [
            "nearTitle": page.say("What goes with it", "相似与搭配商品"), "hasNear": !near.neighbours.isEmpty,
            "noNear": near.snapshot == nil
                ? page.say("No models have been trained yet. Train them under Models.", "尚未训练模型。请到“模型”页训练。")
                : page.say(
                    "The models that serve do not know this item yet. Train them again under Models.",
                    "当前模型尚不认识该商品。请到“模型”页重新训练。"),
            "nearHead": [page.say("Item", "商品"), page.say("By", "来源"), page.say("Why", "理由")],
            "near": near.neighbours.map { neighbour in
                [
                    "link": ConsolePage.link("items", neighbour.item.rawValue),
                    "title": titles[neighbour.item] ?? neighbour.item.rawValue,
                    "by": neighbour.sources.map { "\($0.name) \($0.place)." }.joined(separator: page.say(", ", "、")),
                    "why": neighbour.sources.compactMap { source in
                        source.reasons.first?.phrase(for: neighbour.item, in: page.language) {
                            titles[$0] ?? $0.rawValue
                        }
                    }.prefix(2).joined(separator: page.say("; ", "；")),
                ]
            },
        ]
    }

    private static let missing = ConsolePage.template("<p class=\"empty\">{{text}}</p>")

    private static let template = ConsolePage.template(
        """
        <div class="cards">{{#cards}}<div class="card"><b>{{value}}</b><span>{{name}}</span></div>{{/cards}}</div>
        {{{beliefs}}}
        <h2>{{factsTitle}}</h2><div class="scroll"><table>{{#facts}}<tr><th scope="row">{{name}}</th><td class="wrap">{{value}}</td></tr>
        {{/facts}}</table></div><p>{{description}}</p>
        <h2>{{nearTitle}}</h2>
        {{#hasNear}}<div class="scroll"><table><thead><tr>{{#nearHead}}<th scope="col">{{.}}</th>{{/nearHead}}</tr></thead><tbody>
        {{#near}}<tr><td class="wrap"><a href="{{link}}">{{title}}</a></td><td>{{by}}</td><td class="wrap faint">{{why}}</td></tr>
        {{/near}}</tbody></table></div>{{/hasNear}}{{^hasNear}}<p class="empty">{{noNear}}</p>{{/hasNear}}
        <h2>{{dayTitle}}</h2>
        {{#hasDays}}<div class="scroll"><table class="figures"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#days}}<tr><td>{{day}}</td>{{#cells}}<td class="number">{{.}}</td>{{/cells}}</tr>
        {{/days}}</tbody></table></div>{{/hasDays}}{{^hasDays}}<p class="empty">{{noDays}}</p>{{/hasDays}}
        """)
}
