import Commerce
import Engine
import Hummingbird
import Ledger
import Mustache

/// What the ranker believed of an item as time went by: a part of the pages about exploring and about an item.
struct BeliefSection {
    let page: ConsolePage
    let shop: LiveShop

    private static let choices = 12

    /// With a field to ask for an item, and those that most is known of.
    ///
    /// - Parameter asked: nothing for the first of these.
    func search(_ asked: ItemID?) async throws -> String {
        let known = await shop.mostAnswered(count: Self.choices)
        let item = asked ?? known.first?.item
        let titles = await shop.titles(of: known.map(\.item) + [item].compactMap(\.self), in: page.language)
        let points: [ItemBelief]? = if let item { try await shop.beliefs(of: item) } else { [] }
        return Self.frame.render([
            "title": page.say("What is believed of an item", "对商品的估计"),
            "about": page.say(
                "The posterior that lists are ranked by: what an item is thought to earn beyond items like it each time that it is shown, learned on all surfaces together. An item that little is known of has a wide interval; that is what exploring narrows.",
                "列表排序所用的后验：商品每次展示时，预计比同类商品多带来的收益（所有位置共同学习）。所知越少，区间越宽；探索正是为了收窄它。"),
            "label": page.say("Identifier of an item", "商品标识"), "asked": asked?.rawValue ?? "",
            "go": page.say("Show", "查看"),
            "choices": known.map { entry in
                [
                    "link": "/console/exploration?item=\(ConsolePage.encoded(entry.item.rawValue))#beliefs",
                    "title": titles[entry.item] ?? entry.item.rawValue, "isHere": entry.item == item,
                ] as [String: Any]
            },
            "hasChoices": !known.isEmpty, "most": page.say("Answered most:", "反馈最多："),
            "item": item.map { titles[$0] ?? $0.rawValue } ?? "", "hasItem": points?.isEmpty == false,
            "link": item.map { ConsolePage.link("items", $0.rawValue) } ?? "",
            "body": try points.map(history)
                ?? Self.empty.render([
                    "text": page.say(
                        "There is no item of this name. Look it up under Items.", "没有这个商品。请到“商品”页查找。")
                ]),
        ])
    }

    /// The chart, and the same in a table.
    ///
    /// - Parameter points: the oldest first; the last is what is believed now.
    func history(_ points: [ItemBelief]) throws -> String {
        guard let now = points.last, now.answers > 0 else {
            return Self.empty.render([
                "text": page.say(
                    "No answer has said anything of it yet. Ask for lists, and post what shoppers do with them to /v1/events with the decision's id; within a minute of an answer this begins.",
                    "还没有任何反馈。请请求列表，并把顾客的反馈（附决策标识）提交到 /v1/events；收到反馈后一分钟内开始记录。")
            ])
        }
        let chart = ConsoleChart(
            labels: points.map { String(ConsoleFigures.moment($0.time).dropFirst(5).dropLast(3)) },
            series: [
                .init(name: page.say("believed", "估计"), values: points.map(\.mean)),
                .init(
                    name: page.say("90 % interval, upper end", "90 % 区间上限"), values: points.map(\.interval.upperBound),
                    isFilled: true),
                .init(name: page.say("lower end", "下限"), values: points.map(\.interval.lowerBound)),
            ])
        return Self.table.render([
            "chart": try chart.html(
                page.say(
                    "Reward beyond items like it, when shown: the posterior at moments at which it rested on a quarter more answers (UTC)",
                    "相对同类商品的额外收益：每当反馈增加四分之一时的后验（UTC）")),
            "summary": page.say("The same in figures", "数据表"),
            "head": [
                page.say("Time (UTC)", "时间（UTC）"), page.say("Answers, weighed", "反馈（加权）"),
                page.say("Believed", "估计"), page.say("Deviation", "标准差"), page.say("90 % interval", "90 % 区间"),
            ],
            "rows": points.reversed().map { point in
                [
                    "time": ConsoleFigures.moment(point.time),
                    "cells": [
                        ConsoleFigures.number(point.answers, decimals: 1),
                        ConsoleFigures.number(point.mean, decimals: 4),
                        ConsoleFigures.number(point.deviation, decimals: 4),
                        "\(ConsoleFigures.number(point.interval.lowerBound, decimals: 4)) … "
                            + ConsoleFigures.number(point.interval.upperBound, decimals: 4),
                    ],
                ] as [String: Any]
            },
        ])
    }

    private static let empty = ConsolePage.template("<p class=\"empty\">{{text}}</p>")

    private static let frame = ConsolePage.template(
        """
        <h2 id="beliefs">{{title}}</h2><p class="faint">{{about}}</p>
        <form class="search" method="get" action="/console/exploration#beliefs" role="search"><label for="item">{{label}}</label> <input id="item" name="item" type="search" value="{{asked}}"> <button>{{go}}</button></form>
        {{#hasChoices}}<p class="links"><span class="faint">{{most}}</span>{{#choices}} <a href="{{link}}"{{#isHere}} aria-current="true"{{/isHere}}>{{title}}</a>{{/choices}}</p>{{/hasChoices}}
        {{#hasItem}}<h3><a href="{{link}}">{{item}}</a></h3>{{/hasItem}}
        {{{body}}}
        """)

    private static let table = ConsolePage.template(
        """
        {{{chart}}}
        <details><summary>{{summary}}</summary><div class="scroll"><table class="figures"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{time}}</td>{{#cells}}<td class="number">{{.}}</td>{{/cells}}</tr>
        {{/rows}}</tbody></table></div></details>
        """)
}
