import Commerce
import Engine
import Foundation
import Hummingbird
import Mustache

/// The policy that decides, the one on trial, and those that would replace it.
struct PoliciesPage {
    let page: ConsolePage
    let shop: LiveShop

    func response() async throws -> Response {
        let programme = await shop.programme
        let dials = await shop.dials
        let body = Self.template.render([
            "token": page.token, "champion": dials.policy.name,
            "championTitle": page.say("decides", "当前策略"), "back": page.say("Go back one policy", "退回上一策略"),
            "backHint": page.say(
                "Ends a trial that is under way; else the policy before decides again.", "结束进行中的试验；否则恢复上一个策略。"),
            "trial": programme.onTrial.map(trial).map { [$0] } ?? [],
            "proposeTitle": page.say("Propose a challenger", "提出挑战者"), "propose": page.say("Propose", "提出"),
            "policyLabel": page.say("Policy", "策略"),
            "proposeHint": page.say(
                "such as greedy, epsilon-greedy(0.05), softmax(0.05), ucb(1), thompson. It is judged from the shop's own log, and goes on trial only where the log says that it earns more.",
                "例如 greedy、epsilon-greedy(0.05)、softmax(0.05)、ucb(1)、thompson。系统用店铺自己的日志评判，只有证明收益更高才能进入试验。"),
            "title": page.say("Challengers", "挑战者"), "isEmpty": programme.challengers.isEmpty,
            "empty": page.say(
                "Nobody has challenged the policy that decides. Propose one above: the log of decisions already says what it would have earned.",
                "还没有挑战者。请在上方提出一个：决策日志已能说明它本会带来多少收益。"),
            "head": [
                page.say("Policy", "策略"), page.say("State", "状态"), page.say("Gain by the log", "日志评估的增益"), "",
                page.say("Proposed", "提出"), "",
            ],
            "rows": rows(programme), "termsTitle": page.say("How challengers are tried", "试验方式"),
            "terms": terms(programme.terms), "set": page.say("Set", "保存"),
        ])
        return try page.response(page.say("Policies", "策略"), body)
    }

    private func trial(_ challenger: Challenger) -> [String: Any] {
        let look = challenger.trial?.look
        func arm(_ name: String, _ arm: Trial.Look.Arm?) -> [String: String] {
            [
                "name": name, "people": arm.map { grouped($0.people) } ?? "…",
                "decisions": arm.map { grouped($0.decisions) } ?? "…",
                "reward": arm?.reward.map { ConsoleFigures.number($0, decimals: 4) } ?? "–",
            ]
        }
        var difference = page.say("not enough people yet", "人数尚不足")
        if let look, let value = look.difference, let lower = look.lower, let upper = look.upper {
            difference = IntervalBar.words(value, lower, upper)
        }
        return [
            "title": page.say("On trial: ", "试验中：") + challenger.policy,
            "share": page.say("share of people", "流量份额") + " "
                + ConsoleFigures.percent(challenger.trial?.share ?? 0, of: 1, decimals: 0),
            "since": challenger.trial.map { page.say("since ", "自 ") + ConsoleFigures.moment($0.stageBegan) } ?? "",
            "armHead": [
                "", page.say("People", "人数"), page.say("Decisions", "决策"), page.say("Reward of a list", "每个列表的收益"),
            ],
            "arms": [
                arm(page.say("champion", "当前策略"), look?.champion), arm(challenger.policy, look?.challenger),
            ],
            "difference": page.say("Difference, at all looks together: ", "差异（任意时刻均有效）：") + difference,
        ]
    }

    private func rows(_ programme: PolicyProgramme) -> [[String: Any]] {
        let judgements = programme.challengers.compactMap(\.judgement)
        let range = IntervalBar.range(of: judgements.flatMap { [$0.lower ?? 0, $0.upper ?? 0] })
        return programme.challengers.reversed().map { challenger in
            var row: [String: Any] = [
                "policy": challenger.policy, "number": "\(challenger.number)", "token": page.token,
                "state": state(challenger.state), "isGood": [.proven, .promoted].contains(challenger.state),
                "isBad": challenger.state == .rolledBack, "reason": challenger.reason ?? "",
                "proposed": ConsoleFigures.moment(challenger.proposed), "author": challenger.author, "gain": "–",
                "bar": "",
            ]
            if let judged = challenger.judgement, let gain = judged.gain, let lower = judged.lower,
                let upper = judged.upper
            {
                row["gain"] = IntervalBar.words(gain, lower, upper)
                row["bar"] = IntervalBar(value: gain, lower: lower, upper: upper, range: range).html
            }
            let canChange = [.proposed, .proven, .unproven].contains(challenger.state)
            var acts: [(String, String)] = []
            if challenger.state == .proven, programme.onTrial == nil { acts.append(("trial", page.say("Try", "试验"))) }
            if canChange {
                acts += [("judge", page.say("Judge again", "重新评判")), ("withdraw", page.say("Withdraw", "撤回"))]
            }
            row["acts"] = acts.map {
                ["act": $0.0, "name": $0.1, "number": "\(challenger.number)", "token": page.token]
            }
            return row
        }
    }

    private func state(_ state: Challenger.State) -> String {
        switch state {
        case .proposed: page.say("proposed", "已提出")
        case .proven: page.say("proven", "已证明")
        case .unproven: page.say("unproven", "未证明")
        case .onTrial: page.say("on trial", "试验中")
        case .promoted: page.say("promoted", "已采用")
        case .rolledBack: page.say("rolled back", "已回退")
        case .withdrawn: page.say("withdrawn", "已撤回")
        }
    }

    private func terms(_ terms: TrialTerms) -> [[String: String]] {
        [
            ("shares", page.say("Shares of people", "流量份额"), terms.shares.map { "\($0)" }.joined(separator: ", ")),
            ("stageHours", page.say("Hours at each share", "每一份额的小时数"), "\(terms.stageHours)"),
            ("stageDecisions", page.say("Settled decisions at each share", "每一份额的已结算决策数"), "\(terms.stageDecisions)"),
            ("margin", page.say("May be lost on the way", "途中允许的损失"), "\(terms.margin)"),
            ("confidence", page.say("Confidence", "置信度"), "\(terms.confidence)"),
            ("judgedDays", page.say("Days of the log", "日志天数"), "\(terms.judgedDays)"),
        ].map { ["id": $0.0, "name": $0.1, "value": $0.2] }
    }

    private static let template = ConsolePage.template(
        """
        <div class="cards"><div class="card"><b>{{champion}}</b><span>{{championTitle}}</span></div></div>
        <form method="post" action="/console/policies/rollback"><input type="hidden" name="token" value="{{token}}"><p><button>{{back}}</button> <span class="faint">{{backHint}}</span></p></form>
        {{#trial}}<h2>{{title}}</h2><p>{{share}} <span class="faint">{{since}}</span></p>
        <div class="scroll"><table class="figures"><thead><tr>{{#armHead}}<th>{{.}}</th>{{/armHead}}</tr></thead><tbody>
        {{#arms}}<tr><td>{{name}}</td><td class="number">{{people}}</td><td class="number">{{decisions}}</td><td class="number">{{reward}}</td></tr>
        {{/arms}}</tbody></table></div><p>{{difference}}</p>{{/trial}}
        <h2>{{proposeTitle}}</h2>
        <form method="post" action="/console/policies/propose" class="card"><input type="hidden" name="token" value="{{token}}">
        <p><label for="policy">{{policyLabel}}</label><input id="policy" name="policy" required aria-describedby="policy-hint"> <button>{{propose}}</button></p>
        <p class="faint" id="policy-hint">{{proposeHint}}</p></form>
        <h2>{{title}}</h2>
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{policy}}<br><span class="faint">{{reason}}</span></td><td>{{#isGood}}<span class="good">{{state}}</span>{{/isGood}}{{#isBad}}<span class="bad">{{state}}</span>{{/isBad}}{{^isGood}}{{^isBad}}{{state}}{{/isBad}}{{/isGood}}</td><td>{{gain}}</td><td>{{{bar}}}</td><td>{{proposed}}<br><span class="faint">{{author}}</span></td><td>{{#acts}}<form class="inline" method="post" action="/console/policies/{{act}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="number" value="{{number}}"><button>{{name}}</button></form> {{/acts}}</td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        <h2>{{termsTitle}}</h2>
        <form method="post" action="/console/policies/terms" class="card"><input type="hidden" name="token" value="{{token}}">
        {{#terms}}<p><label for="{{id}}">{{name}}</label><input id="{{id}}" name="{{id}}" value="{{value}}" required></p>
        {{/terms}}<button>{{set}}</button></form>
        """)
}
