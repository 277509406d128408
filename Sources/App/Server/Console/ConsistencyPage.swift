import Commerce
import Engine
import Foundation
import Hummingbird
import Mustache

/// How steady lists are, what more of it would cost, and the dials.
struct ConsistencyPage {
    let page: ConsolePage
    let shop: LiveShop

    func response() async throws -> Response {
        let frontier = try await shop.consistencyFrontier()
        let dials = await shop.dials.consistency
        let body = Self.template.render([
            "token": page.token, "dialTitle": page.say("The dials", "旋钮"), "turn": page.say("Turn", "应用"),
            "about": page.say(
                "The newest \(frontier.decisions) decisions that kept their candidates, decided again at each place of the dial without exploring. Reward is what the ranker expected of the lists.",
                "取最近 \(frontier.decisions) 个保留了候选的决策，在旋钮的每个位置重新排序（不探索）。收益为排序模型的期望值。"),
            "isEmpty": frontier.decisions == 0,
            "empty": page.say(
                "There are no decisions to learn from yet. Ask for lists at /v1/decisions, then see here what steadiness costs.",
                "还没有可用的决策。请先在 /v1/decisions 请求列表，再来查看一致性的代价。"),
            "dials": [
                ("familiarity", page.say("Familiar", "熟悉度"), "\(dials.familiarity)"),
                ("shared", page.say("Shared", "共享度"), "\(dials.shared)"),
                ("windowSeconds", page.say("Window, seconds", "窗口（秒）"), "\(Int(dials.windowSeconds))"),
            ].map { ["id": $0.0, "name": $0.1, "value": $0.2] },
            "frontiers": [
                try table(
                    page.say("Familiar: a shopper's lists stay what they were", "熟悉度：顾客的列表保持不变"),
                    page.say("Overlap of consecutive lists", "连续列表的重叠"), frontier.familiar, dials.familiarity),
                try table(
                    page.say("Shared: everybody's lists are the same", "共享度：所有顾客的列表相同"),
                    page.say("Agreement between shoppers", "顾客之间的一致"), frontier.shared, dials.shared),
            ],
        ])
        return try page.response(page.say("Consistency", "一致性"), body)
    }

    private func table(
        _ title: String, _ measure: String, _ points: [ConsistencyFrontier.Point], _ now: Double
    ) throws -> [String: Any] {
        let reward = page.say("Expected reward, of what it is at 0", "期望收益（相对旋钮为 0 时）")
        let chart = ConsoleChart(
            labels: points.map { "\($0.dial)" },
            series: [
                .init(name: measure, values: points.map(\.consistency)),
                .init(name: reward, values: points.map(\.reward)),
            ])
        let nearest = points.min { abs($0.dial - now) < abs($1.dial - now) }?.dial
        return [
            "title": title, "chart": try chart.html(title),
            "head": [page.say("Dial", "旋钮"), measure, reward],
            "rows": points.map { point in
                [
                    "dial": "\(point.dial)" + (point.dial == nearest ? page.say(" (nearest to now)", "（最接近当前）") : ""),
                    "consistency": point.consistency.map { ConsoleFigures.number($0) } ?? "–",
                    "reward": ConsoleFigures.percent(point.reward, of: 1, decimals: 2),
                ]
            },
        ]
    }

    private static let template = ConsolePage.template(
        """
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<p class="faint">{{about}}</p>
        {{#frontiers}}<h2>{{title}}</h2>{{{chart}}}
        <div class="scroll"><table class="figures"><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{dial}}</td><td class="number">{{consistency}}</td><td class="number">{{reward}}</td></tr>
        {{/rows}}</tbody></table></div>{{/frontiers}}{{/isEmpty}}
        <h2>{{dialTitle}}</h2>
        <form method="post" action="/console/consistency/dials" class="card"><input type="hidden" name="token" value="{{token}}">
        {{#dials}}<p><label for="{{id}}">{{name}}</label><input id="{{id}}" name="{{id}}" value="{{value}}"></p>
        {{/dials}}<button>{{turn}}</button></form>
        """)
}
