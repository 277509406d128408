import Commerce
import Engine
import Explore
import Hummingbird
import Mustache

/// What exploring was allowed, what it spent and what it brought, surface by surface.
struct ExplorationPage {
    let page: ConsolePage
    let shop: LiveShop
    /// Whose posterior is looked at; nothing for the one that most is known of.
    let item: ItemID?

    func response() async throws -> Response {
        let status = await shop.status()
        let dials = await shop.dials
        let body = Self.template.render([
            "token": page.token, "dialTitle": page.say("The dials", "旋钮"), "turn": page.say("Turn", "应用"),
            "dials": [
                dial(
                    "policy", page.say("Policy", "策略"), dials.policy.name,
                    page.say(
                        "such as budgeted(0.02): give up at most 2 % of expected reward; greedy explores nothing",
                        "例如 budgeted(0.02)：最多放弃 2 % 的期望收益；greedy 不探索")),
                dial(
                    "familiarity", page.say("Familiar", "熟悉度"), "\(dials.consistency.familiarity)",
                    page.say(
                        "0 to 1: how much a shopper's list stays what it was", "0 到 1：顾客的列表有多大程度保持不变")),
                dial(
                    "shared", page.say("Shared", "共享度"), "\(dials.consistency.shared)",
                    page.say(
                        "0 to 1: how much everybody's list is the same", "0 到 1：所有顾客的列表有多大程度相同")),
                dial(
                    "windowSeconds", page.say("Window, seconds", "窗口（秒）"),
                    "\(Int(dials.consistency.window / .seconds(1)))",
                    page.say(
                        "how long a refresh repeats its list", "多久之内刷新仍显示同一列表")),
            ],
            "policy": page.say("Policy: ", "策略：") + status.policy,
            "about": page.say(
                "The budget gives up at most its share of expected reward, and only where a try can still change the list. Since the server started.",
                "预算只在尝试可能改变列表的地方探索，放弃的期望收益不超过设定比例。自服务启动起统计。"),
            "isEmpty": status.surfaces.isEmpty,
            "empty": page.say(
                "No surface has decided with a budget yet. Serve with --policy \"budgeted(0.02)\" and ask for lists.",
                "还没有使用预算的决策。请以 --policy \"budgeted(0.02)\" 启动并请求列表。"),
            "head": [
                page.say("Surface", "位置"), page.say("Decisions", "决策"), page.say("that explored", "其中探索"),
                page.say("Expected reward", "期望收益"), page.say("Allowed", "允许放弃"), page.say("Spent", "已放弃"),
                page.say("Share", "比例"), page.say("Trials answered", "已有反馈的尝试"), page.say("Earned by trials", "尝试的净收益"),
            ],
            "rows": status.surfaces.map(row), "chart": try chart(await shop.samples),
            "beliefs": try await BeliefSection(page: page, shop: shop).search(item),
        ])
        return try page.response(page.say("Exploration", "探索"), body)
    }

    private func dial(_ id: String, _ name: String, _ value: String, _ hint: String) -> [String: String] {
        ["id": id, "name": name, "value": value, "hint": hint]
    }

    /// The last day, in steps of at most a fortieth of it.
    private func chart(_ samples: [LiveSample]) throws -> String {
        let step = max(1, samples.count / 40)
        let kept = samples.enumerated().filter { $0.offset % step == 0 || $0.offset == samples.count - 1 }
            .map(\.element)
        let chart = ConsoleChart(
            labels: kept.map { String(ConsoleFigures.moment($0.time).suffix(8).prefix(5)) },
            series: [
                .init(name: page.say("given up", "已放弃"), values: kept.map(\.spent)),
                .init(name: page.say("earned by trials", "尝试的净收益"), values: kept.map(\.earned)),
                .init(
                    name: page.say("share of positions that explored, %", "探索位占比 %"),
                    values: kept.map { $0.positions > 0 ? 100 * Double($0.explored) / Double($0.positions) : nil },
                    axis: .right),
            ])
        return try chart.html(page.say("Spent against earned since the start (UTC)", "启动以来的付出与所得（UTC）"))
    }

    private func row(_ entry: LiveStatus.Surface) -> [String: Any] {
        let account = entry.account
        return [
            "surface": entry.surface,
            "cells": [
                grouped(account.decisions), grouped(account.explored),
                ConsoleFigures.number(account.greedyReward, decimals: 2),
                ConsoleFigures.number(account.allowance, decimals: 2),
                ConsoleFigures.number(account.charged, decimals: 2),
                ConsoleFigures.percent(account.charged, of: account.greedyReward, decimals: 2),
                grouped(account.answers), ConsoleFigures.number(account.earned, decimals: 2),
            ],
        ]
    }

    private static let template = ConsolePage.template(
        """
        <p><strong>{{policy}}</strong> <span class="faint">{{about}}</span></p>
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table class="figures"><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{surface}}</td>{{#cells}}<td class="number">{{.}}</td>{{/cells}}</tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        {{{chart}}}
        {{{beliefs}}}
        <h2>{{dialTitle}}</h2>
        <form method="post" action="/console/exploration/dials" class="card"><input type="hidden" name="token" value="{{token}}">
        {{#dials}}<p><label for="{{id}}">{{name}}</label> <input id="{{id}}" name="{{id}}" value="{{value}}" aria-describedby="{{id}}-hint"> <span class="faint" id="{{id}}-hint">{{hint}}</span></p>
        {{/dials}}<button>{{turn}}</button></form>
        """)
}
