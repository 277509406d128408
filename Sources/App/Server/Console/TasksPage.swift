import Commerce
import Engine
import Hummingbird
import Mustache

/// What goes on beside the requests, and went on since the start.
struct TasksPage {
    let page: ConsolePage
    let shop: LiveShop

    func response() throws -> Response {
        let now = shop.time.now()
        let body = Self.template.render([
            "isEmpty": shop.tasks.isEmpty,
            "empty": page.say(
                "Nothing went on since the start. Begin a training under Models.", "启动以来没有任务。可到“模型”页开始训练。"),
            "head": [
                "", page.say("What", "内容"), page.say("State", "状态"), page.say("Begun (UTC)", "开始（UTC）"),
                page.say("Took", "用时"), page.say("Progress", "进展"),
            ],
            "rows": shop.tasks.reversed().map { task -> [String: Any] in
                [
                    "id": "\(task.id)", "kind": Self.name(task.kind, page), "state": Self.name(task.state, page),
                    "isBad": task.state == .failed, "isGood": task.state == .done,
                    "time": ConsoleFigures.moment(task.started),
                    "took": Self.span((task.ended ?? now).since(task.started) / .seconds(1), page),
                    "text": task.error ?? task.result ?? task.step ?? "",
                ]
            },
            "note": page.say("The page shows how things stood when it was opened.", "本页显示打开时的状态。"),
            "renew": page.say("Look again", "刷新"),
        ])
        return try page.response(page.say("Tasks", "任务"), body)
    }

    private static func name(_ kind: String, _ page: ConsolePage) -> String {
        kind == "training" ? page.say("training", "训练") : kind
    }

    private static func name(_ state: TaskRecord.State, _ page: ConsolePage) -> String {
        switch state {
        case .running: page.say("running", "进行中")
        case .done: page.say("done", "完成")
        case .failed: page.say("failed", "失败")
        }
    }

    private static func span(_ seconds: Double, _ page: ConsolePage) -> String {
        seconds < 120
            ? page.say("\(Int(seconds)) s", "\(Int(seconds)) 秒")
            : page.say("\(Int(seconds / 60)) min", "\(Int(seconds / 60)) 分钟")
    }

    private static let template = ConsolePage.template(
        """
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td class="number">{{id}}</td><td>{{kind}}</td><td>{{#isBad}}<span class="bad">{{state}}</span>{{/isBad}}{{#isGood}}<span class="good">{{state}}</span>{{/isGood}}{{^isBad}}{{^isGood}}{{state}}{{/isGood}}{{/isBad}}</td><td>{{time}}</td><td class="number">{{took}}</td><td class="wrap">{{text}}</td></tr>
        {{/rows}}</tbody></table></div><p class="faint">{{note}} <a href="/console/tasks">{{renew}}</a></p>{{/isEmpty}}
        """)
}
