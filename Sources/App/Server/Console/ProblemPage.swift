import Commerce
import HTTPTypes
import Hummingbird
import Mustache

/// Why what a form asked for was not done, for the one who sent it.
struct ProblemPage {
    let page: ConsolePage
    let problem: Problem
    /// The page that the form stands on.
    let back: String

    func response(id: String) throws -> Response {
        let title = page.say("That was not done", "未能完成")
        let body = Self.template.render([
            "words": words ?? "", "detail": problem.detail ?? problem.title, "remedy": problem.remedy ?? "",
            "back": back,
            "backName": page.say("Back", "返回"), "request": page.say("Request ", "请求编号 ") + id,
        ])
        return try page.response(title, body, status: HTTPResponse.Status(code: problem.status))
    }

    /// In Chinese what a usual problem comes to; the detail below it names what was sent, and is English.
    private var words: String? {
        guard page.language == .chinese else { return nil }
        return Self.words[problem.type.replacing("urn:equipoise:problem:", with: "")]
    }

    private static let words = [
        "body.json": "内容不是所示格式的 JSON。", "console.form": "此表单不属于当前会话，或您无权提交。",
        "dials.range": "有一项数值超出允许范围。", "evaluation.targets": "请填写 1 到 20 个要评估的策略。",
        "form.number": "有一栏必须填数字。", "key.origin": "没有密钥的服务器只接受本机自己的页面。", "ledger.busy": "账本正忙，请稍后再试。",
        "ledger.full": "磁盘已满，没有保存任何内容。", "parameter": "括号中的数字超出允许范围。",
        "policies.first": "在当前策略之前没有其他策略。", "policies.known": "该策略正在使用，或已被提议。",
        "policies.state": "挑战者目前的状态不允许此操作。", "policies.terms": "试验条件中有一项超出允许范围。",
        "policies.trial": "已有一个策略正在试验。", "policies.unknown": "没有这个挑战者。",
        "policies.unproven": "日志不能证明该策略更好。", "policy.unknown": "没有这个策略。", "rule": "这条规则不成立。",
        "rules.contradict": "规则之间互相矛盾。", "rules.json": "内容不是规则的格式。", "rules.period": "规则的结束时间必须晚于开始时间。",
        "schedule.training": "训练间隔超出允许范围。", "schedule.turns": "计划中的调整太多。", "serving.closed": "服务器正在停止。",
        "serving.overloaded": "请求过多，请稍后再试。", "target.budget": "有预算的策略无法用日志评估。",
        "target.lists": "该策略不适用于列表。", "target.unknown": "没有这个要评估的策略。", "task.running": "同类任务正在进行。",
    ]

    private static let template = ConsolePage.template(
        """
        <div class="empty bad" role="alert">{{#words}}<p>{{words}}</p>{{/words}}<p>{{detail}}</p></div>{{#remedy}}<p>{{remedy}}</p>{{/remedy}}
        <p><a href="{{back}}">{{backName}}</a> <span class="faint">{{request}}</span></p>
        """)
}
