import Commerce
import Engine
import Hummingbird
import Ledger
import Mustache

/// Traffic, funnel, reward and health.
struct OverviewPage {
    let page: ConsolePage
    let shop: LiveShop

    private static let days = 14

    func response() async throws -> Response {
        let status = await shop.status()
        let days = try shop.figures(days: Self.days)
        var context: [String: Any] = [
            "cards": cards(status, days), "dayTitle": page.say("Day by day (UTC)", "每日情况（UTC）"),
            "head": [
                page.say("Day", "日期"), page.say("Events", "事件"), page.say("Views", "浏览"), page.say("Clicks", "点击"),
                page.say("Carts", "加购"), page.say("Purchases", "购买"), page.say("Decisions", "决策"),
                page.say("Reward of a list", "每个列表的收益"),
            ],
            "days": days.reversed().map(row), "hasDays": !days.isEmpty,
        ]
        context["charts"] = try charts(days)
        context["alertTitle"] = page.say("What you should know", "需要关注")
        context["alerts"] = try shop.alerts(limit: 5).map {
            ["time": ConsoleFigures.moment($0.time), "kind": name($0.kind), "message": $0.message]
        }
        context["hasAlerts"] = try !shop.alerts(limit: 1).isEmpty
        if let trouble = status.trouble { context["trouble"] = trouble }
        if let next = nextStep(status, days) { context["next"] = next }
        return try page.response(page.say("Overview", "概览"), Self.template.render(context))
    }

    private func cards(_ status: LiveStatus, _ days: [DayFigures]) -> [[String: String]] {
        func sum(_ figure: (DayFigures) -> Int) -> Int { days.reduce(0) { $0 + figure($1) } }
        let settled = sum(\.settled)
        let reward = days.reduce(0) { $0 + $1.reward }
        return [
            (page.say("items", "商品"), grouped(status.items)),
            (page.say("decisions, 14 days", "14 天决策数"), grouped(sum(\.decisions))),
            (
                page.say("reward of a list", "每个列表的收益"),
                settled > 0 ? ConsoleFigures.number(reward / Double(settled)) : "–"
            ),
            (
                page.say("positions that explored, since the start", "启动以来的探索位"),
                ConsoleFigures.percent(Double(status.counts.explored), of: Double(status.counts.positions))
            ),
            (page.say("answers awaited", "等待反馈的决策"), grouped(status.openDecisions)),
            (page.say("policy", "策略"), status.policy),
        ].map { ["name": $0.0, "value": $0.1] }
    }

    private func charts(_ days: [DayFigures]) throws -> String {
        let labels = days.map { String(ConsoleFigures.day($0.day).suffix(5)) }
        func line(_ name: String, _ figure: (DayFigures) -> Int) -> ConsoleChart.Series {
            .init(name: name, values: days.map { Double(figure($0)) })
        }
        let traffic = ConsoleChart(
            labels: labels,
            series: [
                line(page.say("views", "浏览")) { $0.events["view"] ?? 0 },
                line(page.say("clicks", "点击")) { $0.events["click"] ?? 0 },
                line(page.say("carts", "加购")) { $0.events["cart"] ?? 0 },
                line(page.say("purchases", "购买")) { $0.events["purchase"] ?? 0 },
                line(page.say("decisions", "决策")) { $0.decisions },
            ])
        let reward = ConsoleChart(
            labels: labels,
            series: [
                .init(
                    name: page.say("reward of a list", "每个列表的收益"),
                    values: days.map { $0.settled > 0 ? $0.reward / Double($0.settled) : nil })
            ])
        return try traffic.html(page.say("Traffic and funnel", "流量与漏斗"))
            + reward.html(page.say("Reward of a list", "每个列表的收益"))
    }

    private func name(_ kind: LiveAlert.Kind) -> String {
        switch kind {
        case .drift: page.say("shoppers have changed", "顾客行为变化")
        case .trainingFailed: page.say("a training failed", "训练失败")
        case .snapshotDamaged: page.say("a snapshot is damaged", "快照损坏")
        case .trialPassed: page.say("a challenger was promoted", "挑战者已采用")
        case .trialRolledBack: page.say("a challenger was taken back", "挑战者已回退")
        case .scheduleFailed: page.say("the schedule could not be followed", "计划任务失败")
        }
    }

    private func row(_ day: DayFigures) -> [String: Any] {
        let kinds = ["view", "click", "cart", "purchase"].map { grouped(day.events[$0] ?? 0) }
        return [
            "day": ConsoleFigures.day(day.day),
            "cells": [grouped(day.events.values.reduce(0, +))] + kinds + [
                grouped(day.decisions),
                day.settled > 0 ? ConsoleFigures.number(day.reward / Double(day.settled)) : "–",
            ],
        ]
    }

    /// What an operator should do next; nothing when all goes well.
    private func nextStep(_ status: LiveStatus, _ days: [DayFigures]) -> String? {
        if status.items == 0 {
            return page.say(
                "There are no items yet. Post them to /v1/items, or import a catalogue with equipoise import.",
                "还没有商品。请向 /v1/items 提交，或用 equipoise import 导入目录。")
        }
        if days.allSatisfy({ $0.events.isEmpty }) {
            return page.say(
                "Nothing has happened in the last 14 days. Post what shoppers do to /v1/events.",
                "最近 14 天没有任何事件。请把顾客行为提交到 /v1/events。")
        }
        if status.snapshot == nil {
            return page.say(
                "No models have been trained yet, so that candidates come from what sells alone. Train them under Models.",
                "尚未训练模型，候选只来自热销商品。请到“模型”页训练。")
        }
        if days.allSatisfy({ $0.decisions == 0 }) {
            return page.say(
                "Nothing was decided in the last 14 days. Ask for lists at /v1/decisions.",
                "最近 14 天没有决策。请在 /v1/decisions 请求列表。")
        }
        return nil
    }

    private static let template = ConsolePage.template(
        """
        {{#trouble}}<p class="empty bad" role="alert">{{trouble}}</p>{{/trouble}}
        {{#next}}<p class="empty">{{next}}</p>{{/next}}
        <div class="cards">{{#cards}}<div class="card"><b>{{value}}</b><span>{{name}}</span></div>{{/cards}}</div>
        {{#hasAlerts}}<h2>{{alertTitle}}</h2><ul>{{#alerts}}<li><span class="faint">{{time}}</span> <strong>{{kind}}</strong>: {{message}}</li>{{/alerts}}</ul>{{/hasAlerts}}
        {{#hasDays}}{{{charts}}}<h2>{{dayTitle}}</h2>
        <div class="scroll"><table class="figures"><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#days}}<tr><td>{{day}}</td>{{#cells}}<td class="number">{{.}}</td>{{/cells}}</tr>
        {{/days}}</tbody></table></div>{{/hasDays}}
        """)
}
