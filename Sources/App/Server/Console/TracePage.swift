import Commerce
import Engine
import Hummingbird
import Mustache

/// One decision whole: why these items, with what chance, what came of it, and whether it can be made again.
struct TracePage {
    let page: ConsolePage
    let shop: LiveShop
    let id: DecisionID

    func response() async throws -> Response {
        guard let trace = try shop.trace(of: id) else {
            let text = page.say("There is no decision of this name.", "没有这个决策。")
            return try page.response(
                page.say("Unknown decision", "未知决策"), Self.missing.render(["text": text]), status: .notFound)
        }
        let decision = trace.decision
        let named = decision.slate.flatMap { [$0.item] + $0.reasons.flatMap(\.evidence) }
        let titles = await shop.titles(of: named, in: page.language)
        let largest = decision.slate.map(\.score).max() ?? 0
        let body = Self.template.render([
            "facts": facts(trace),
            "head": [
                "", page.say("Item", "商品"), page.say("Expected reward", "期望收益"), page.say("Chance", "展示概率"),
                page.say("Source", "来源"), page.say("Why", "理由"), page.say("Earned", "实得"),
            ],
            "rows": decision.slate.enumerated().map { place, shown in
                [
                    "position": "\(shown.position)", "title": titles[shown.item] ?? shown.item.rawValue,
                    "id": shown.item.rawValue, "link": ConsolePage.link("items", shown.item.rawValue),
                    "score": ConsoleFigures.number(shown.score, decimals: 4),
                    "width": String(Int(90 * max(0, shown.score) / max(largest, 1e-12))),
                    "propensity": ConsoleFigures.number(shown.propensity, decimals: 4), "source": shown.source,
                    "why": why(shown, titles),
                    "earned": trace.outcome.map { ConsoleFigures.number($0.rewards[place], decimals: 2) } ?? "…",
                ]
            },
            "list": page.say("The list", "列表"), "rules": decision.rules.map { "\($0)" },
        ])
        return try page.response(page.say("Decision", "决策"), body)
    }

    private func facts(_ trace: DecisionTrace) -> [[String: String]] {
        let decision = trace.decision
        let person = page.say("shopper", "顾客")
        let replay: String =
            switch trace.isReplayed {
            case true?: page.say("made again bit for bit", "可逐位重现")
            case false?: page.say("differs: ", "不一致：") + trace.differences.joined(separator: "; ")
            case nil: page.say("not kept whole", "未完整保存")
            }
        let facts: [(String, String)] = [
            (page.say("decision", "决策"), decision.id.rawValue),
            (page.say("time (UTC)", "时间（UTC）"), ConsoleFigures.moment(decision.time)),
            (page.say("surface", "位置"), decision.surface.rawValue),
            (person, decision.shopper?.rawValue ?? decision.visitor?.rawValue ?? "–"),
            (page.say("candidates", "候选"), grouped(decision.candidates.count)),
            (
                page.say("given up by exploring", "探索放弃的收益"),
                ConsoleFigures.number(decision.exploration.spent, decimals: 5)
            ),
            (page.say("rate of exploring", "探索率"), ConsoleFigures.number(decision.exploration.rate)),
            (page.say("models", "模型快照"), decision.snapshotVersion ?? "–"),
            (
                page.say("outcome", "结果"),
                trace.outcome.map { ConsoleFigures.number($0.reward, decimals: 2) } ?? page.say("still open", "窗口未结束")
            ),
            (page.say("replay", "重放"), replay),
        ]
        return facts.map { name, value in
            var fact = ["name": name, "value": value]
            if name == person { fact["link"] = ConsolePage.link(to: decision) }
            return fact
        }
    }

    private func why(_ shown: ShownAction, _ titles: [ItemID: String]) -> String {
        let told = shown.reasons.prefix(2).map { reason in
            reason.phrase(for: shown.item, in: page.language) { titles[$0] ?? $0.rawValue }
        }
        return ([choice(shown)] + told).joined(separator: page.say("; ", "；"))
    }

    private func choice(_ shown: ShownAction) -> String {
        if shown.isPinned { return page.say("pinned by a rule", "按规则置顶") }
        if shown.isExploration {
            return page.say("tried: little is known of it, and it may be among the best", "尝试：所知尚少，可能属于最佳")
        }
        return page.say("the best of what is left, by expected reward", "剩余候选中期望收益最高")
    }

    private static let missing = ConsolePage.template("<p class=\"empty\">{{text}}</p>")

    private static let template = ConsolePage.template(
        """
        <div class="scroll"><table>{{#facts}}<tr><th scope="row">{{name}}</th><td class="wrap"><code>{{#link}}<a href="{{link}}">{{value}}</a>{{/link}}{{^link}}{{value}}{{/link}}</code></td></tr>
        {{/facts}}</table></div>
        <h2>{{list}}</h2>
        <div class="scroll"><table><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td class="number">{{position}}</td><td class="wrap"><a href="{{link}}">{{title}}</a><br><code class="faint">{{id}}</code></td><td>{{score}}<br><span class="bar" style="width: {{width}}px"></span></td><td class="number">{{propensity}}</td><td>{{source}}</td><td class="wrap">{{why}}</td><td class="number">{{earned}}</td></tr>
        {{/rows}}</tbody></table></div>
        {{#rules}}<p><code>{{.}}</code></p>{{/rules}}
        """)
}
