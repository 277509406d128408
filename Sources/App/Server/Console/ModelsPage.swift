import Commerce
import Engine
import Hummingbird
import Mustache

/// Snapshots with their figures, the one that serves, and trainings.
struct ModelsPage {
    let page: ConsolePage
    let shop: LiveShop

    func response() async throws -> Response {
        let snapshots = try await shop.snapshots()
        let body = Self.template.render([
            "token": page.token, "train": page.say("Train now", "立即训练"),
            "isEmpty": snapshots.isEmpty,
            "empty": page.say(
                "Nothing has been trained yet. Training learns from all events in the ledger, beside the requests.",
                "尚未训练。训练会在不影响请求的情况下学习账本中的所有事件。"),
            "head": [
                page.say("Snapshot", "快照"), page.say("Model", "模型"), "NDCG@10", "HR@10", page.say("Events", "事件"),
                page.say("Items", "商品"), "", "",
            ],
            "chart": try chart(snapshots),
            "rows": snapshots.enumerated().flatMap { place, snapshot in
                rows(snapshot, before: place + 1 < snapshots.count ? snapshots[place + 1].version : nil)
            },
            "tasksTitle": page.say("Trainings since the start", "启动以来的训练"),
            "taskHead": [
                page.say("Begun (UTC)", "开始（UTC）"), page.say("State", "状态"), page.say("What", "内容"),
            ],
            "tasks": shop.tasks.reversed().map(row), "hasTasks": !shop.tasks.isEmpty,
        ])
        return try page.response(page.say("Models", "模型"), body)
    }

    /// How the models of each snapshot did on what they had not seen, the oldest snapshot first.
    private func chart(_ snapshots: [SnapshotSummary]) throws -> String {
        let oldest = Array(snapshots.reversed())
        let names = Set(oldest.flatMap(\.metrics.keys)).sorted()
        let chart = ConsoleChart(
            labels: oldest.map { String(ConsoleFigures.moment($0.created).dropFirst(5).dropLast(3)) },
            series: names.map { name in
                .init(name: name, values: oldest.map { $0.metrics[name]?["ndcg@10"] })
            })
        return try chart.html(page.say("NDCG@10 by snapshot", "各快照的 NDCG@10"))
    }

    /// - Parameter older: the snapshot before it, with which it can be compared.
    private func rows(_ snapshot: SnapshotSummary, before older: String?) -> [[String: Any]] {
        let link = older.map {
            "/console/models/compare?first=\(ConsolePage.encoded($0))&second=\(ConsolePage.encoded(snapshot.version))"
        }
        return snapshot.metrics.sorted { $0.key < $1.key }.enumerated().map { place, model in
            func metric(_ name: String) -> String {
                model.value[name].map { ConsoleFigures.number($0, decimals: 4) } ?? "–"
            }
            var row: [String: Any] = [
                "model": model.key, "ndcg": metric("ndcg@10"), "hr": metric("hr@10"), "token": page.token,
            ]
            // What is not there has no part in the page; an empty text would have.
            guard place == 0 else { return row }
            row["version"] = snapshot.version
            row["events"] = grouped(snapshot.events)
            row["items"] = grouped(snapshot.items)
            row[snapshot.isServing ? "serves" : "promote"] =
                snapshot.isServing ? page.say("serves", "使用中") : page.say("Use this one", "改用此快照")
            row["compare"] = link
            row["compareText"] = page.say("Compare with the one before", "与上一个比较")
            return row
        }
    }

    private func row(_ task: TaskRecord) -> [String: Any] {
        let state =
            switch task.state {
            case .running: page.say("running", "进行中")
            case .done: page.say("done", "完成")
            case .failed: page.say("failed", "失败")
            }
        return [
            "time": ConsoleFigures.moment(task.started), "state": state, "isBad": task.state == .failed,
            "text": task.error ?? task.result ?? task.step ?? "",
        ]
    }

    private static let template = ConsolePage.template(
        """
        <form method="post" action="/console/models/train"><input type="hidden" name="token" value="{{token}}"><button>{{train}}</button></form>
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{{chart}}}
        {{^isEmpty}}<div class="scroll"><table><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{version}}</td><td>{{model}}</td><td class="number">{{ndcg}}</td><td class="number">{{hr}}</td><td class="number">{{events}}</td><td class="number">{{items}}</td><td>{{#serves}}<span class="good">{{serves}}</span>{{/serves}}{{#promote}}<form method="post" action="/console/models/promote"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="version" value="{{version}}"><button>{{promote}}</button></form>{{/promote}}</td><td>{{#compare}}<a href="{{compare}}">{{compareText}}</a>{{/compare}}</td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        {{#hasTasks}}<h2>{{tasksTitle}}</h2>
        <div class="scroll"><table><thead><tr>{{#taskHead}}<th>{{.}}</th>{{/taskHead}}</tr></thead><tbody>
        {{#tasks}}<tr><td>{{time}}</td><td>{{#isBad}}<span class="bad">{{state}}</span>{{/isBad}}{{^isBad}}{{state}}{{/isBad}}</td><td class="wrap">{{text}}</td></tr>
        {{/tasks}}</tbody></table></div>{{/hasTasks}}
        """)
}
