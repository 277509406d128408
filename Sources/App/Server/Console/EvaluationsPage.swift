import Commerce
import Engine
import Foundation
import Hummingbird
import Mustache

/// Questions to the log: what other policies would have earned, and how sure that is.
struct EvaluationsPage {
    let page: ConsolePage
    let shop: LiveShop

    func response() async throws -> Response {
        let found = try shop.evaluations(limit: 20)
        let running = shop.tasks.last { $0.kind == "evaluation" }
        var state: [String] = []
        if let running, running.state == .running {
            state = [page.say("The log is being asked: ", "正在评估：") + (running.step ?? "")]
        }
        var errors: [String] = []
        if let error = running?.error { errors = [error] }
        let surfaces = await shop.status().surfaces.map(\.surface)
        let body = Self.template.render([
            "token": page.token, "askTitle": page.say("Ask the log", "询问日志"), "ask": page.say("Ask", "评估"),
            "running": state, "errors": errors,
            "fields": [
                [
                    "id": "targets", "name": page.say("Policies, by commas", "策略（逗号分隔）"),
                    "value": "greedy, epsilon-greedy(0.1), uniform",
                ],
                ["id": "surface", "name": page.say("Surface", "位置"), "value": surfaces.first ?? "home"],
                [
                    "id": "loggedBy", "name": page.say("Decided by; empty where one policy did", "由何策略产生；只有一个时留空"),
                    "value": "",
                ],
            ],
            "about": page.say(
                "Every decision was logged with the chance of what it showed, so the log says what another policy would have earned, and how sure that is.",
                "每个决策都记录了展示概率，因此日志可以说明换一个策略本会带来多少收益，以及把握有多大。"),
            "isEmpty": found.isEmpty,
            "empty": page.say(
                "Nothing has been asked yet. Decisions can be judged once their windows have closed, about two hours after they were made.",
                "尚无评估。决策在窗口结束（约两小时）后即可评估。"),
            "answers": try found.map(answer),
        ])
        return try page.response(page.say("Evaluations", "评估"), body)
    }

    private func answer(_ evaluation: LiveEvaluation) throws -> [String: Any] {
        let report = try JSONDecoder().decode(JSONValue.self, from: Data(evaluation.report.utf8))
        let estimates = report["estimates"]?.elements ?? []
        let gains = estimates.flatMap { ($0["gain"]?["interval"]?.elements ?? []).compactMap(\.number) }
        let range = IntervalBar.range(of: gains)
        let facts = [
            grouped(Int(report["decisions"]?.number ?? 0)) + page.say(" decisions", " 个决策"),
            report["surface"]?.text, report["logger"]?.text, evaluation.author,
        ].compactMap(\.self)
        return [
            "title": "\(evaluation.number) · " + ConsoleFigures.moment(evaluation.time),
            "facts": facts.joined(separator: " · "),
            "head": [
                page.say("Policy", "策略"), page.say("Estimator", "估计量"), page.say("Reward of a list", "每个列表的收益"),
                page.say("More than was earned", "相对实际收益的增量"), "", page.say("Effective size", "有效样本"),
                page.say("Verdict", "判断"),
            ],
            "rows": estimates.map { row($0, range) },
            "refusals": (report["refusals"]?.elements ?? []).map {
                "\($0["target"]?.text ?? "") · \($0["estimator"]?.text ?? ""): \($0["message"]?.text ?? "")"
            },
        ]
    }

    private func row(_ estimate: JSONValue, _ range: ClosedRange<Double>) -> [String: Any] {
        func interval(_ json: JSONValue?) -> (value: Double, low: Double, high: Double)? {
            let bounds = (json?["interval"]?.elements ?? []).compactMap(\.number)
            guard let value = json?["value"]?.number, bounds.count == 2 else { return nil }
            return (value, bounds[0], bounds[1])
        }
        let gain = interval(estimate["gain"])
        let warnings = (estimate["warnings"]?.elements ?? []).compactMap { warning -> String? in
            let key = page.language == .chinese ? "zh" : "en"
            return warning["message"]?[key]?.text ?? warning["message"]?.text ?? warning.text
        }
        return [
            "target": estimate["target"]?.text ?? "", "estimator": estimate["estimator"]?.text ?? "",
            "value": interval(estimate).map { String(format: "%.4f [%.4f, %.4f]", $0.value, $0.low, $0.high) } ?? "–",
            "gain": gain.map { IntervalBar.words($0.value, $0.low, $0.high) } ?? "–",
            "bar": gain.map { IntervalBar(value: $0.value, lower: $0.low, upper: $0.high, range: range).html } ?? "",
            "size": estimate["ess"]?.number.map { grouped(Int($0)) } ?? "–",
            "verdict": verdict(gain, answer: estimate["verdict"]?["answer"]?.text), "warnings": warnings,
        ]
    }

    private func verdict(_ gain: (value: Double, low: Double, high: Double)?, answer: String?) -> String {
        if answer == "cannot-answer" { return page.say("the log cannot answer", "日志无法回答") }
        guard let gain else { return page.say("what was earned", "实际所得") }
        if gain.low > 0 { return page.say("earns more", "收益更高") }
        if gain.high < 0 { return page.say("earns less", "收益更低") }
        return page.say("cannot tell", "无法判断")
    }

    private static let template = ConsolePage.template(
        """
        <p class="faint">{{about}}</p>
        <form method="post" action="/console/evaluations/ask" class="card"><input type="hidden" name="token" value="{{token}}">
        {{#fields}}<p><label for="{{id}}">{{name}}</label><input id="{{id}}" name="{{id}}" value="{{value}}"></p>
        {{/fields}}<button>{{ask}}</button></form>
        {{#running}}<p class="empty" role="status">{{.}}</p>{{/running}}
        {{#errors}}<p class="empty bad" role="alert">{{.}}</p>{{/errors}}
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{#answers}}<h2>{{title}}</h2><p class="faint">{{facts}}</p>
        <div class="scroll"><table><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{target}}</td><td>{{estimator}}</td><td class="number">{{value}}</td><td class="number">{{gain}}</td><td>{{{bar}}}</td><td class="number">{{size}}</td><td class="wrap">{{verdict}}{{#warnings}}<br><span class="faint">{{.}}</span>{{/warnings}}</td></tr>
        {{/rows}}</tbody></table></div>{{#refusals}}<p class="faint">{{.}}</p>{{/refusals}}
        {{/answers}}
        """)
}
