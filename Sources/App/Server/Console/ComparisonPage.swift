import Commerce
import Engine
import Hummingbird
import Ledger
import Mustache

/// Two snapshots side by side: what they were trained on and how, what each model measured, and the difference.
struct ComparisonPage {
    let page: ConsolePage
    let shop: LiveShop
    /// Versions; nothing for the two newest.
    let first: String?
    let second: String?

    func response() async throws -> Response {
        let versions = try await shop.snapshots().map(\.version)
        var context: [String: Any] = [
            "about": page.say("Which two", "选择两个快照"), "compare": page.say("Compare", "比较"),
            "back": page.say("All models", "全部模型"),
        ]
        guard versions.count > 1 else {
            context["text"] = page.say(
                "There are fewer than two snapshots to compare. Train again under Models; the last three are kept.",
                "可比较的快照不足两个。请到“模型”页再次训练；系统保留最近三个。")
            return try page.response(title, Self.empty.render(context))
        }
        let (left, right) = (first ?? versions[1], second ?? versions[0])
        context["selects"] = [
            choice("first", page.say("First", "第一个"), left, versions),
            choice("second", page.say("Second", "第二个"), right, versions),
        ]
        guard let one = try await shop.snapshot(left), let other = try await shop.snapshot(right) else {
            context["text"] = page.say(
                "One of the two is not there any more, or damaged. Choose others.", "其中一个快照已不存在或已损坏。请另选。")
            return try page.response(
                title, Self.choices.render(context) + Self.empty.render(context), status: .notFound)
        }
        context.merge(facts(one, other)) { $1 }
        context.merge(measures(one, other)) { $1 }
        return try page.response(title, Self.choices.render(context) + Self.template.render(context))
    }

    private var title: String { page.say("Two snapshots side by side", "快照对比") }

    private func choice(_ id: String, _ name: String, _ chosen: String, _ versions: [String]) -> [String: Any] {
        [
            "id": id, "name": name,
            "options": versions.map { ["version": $0, "isChosen": $0 == chosen] as [String: Any] },
        ]
    }

    // MARK: Parts

    private func facts(_ one: SnapshotDetail, _ other: SnapshotDetail) -> [String: Any] {
        let (a, b) = (one.manifest, other.manifest)
        func moment(_ time: Timestamp?) -> String { time.map(ConsoleFigures.moment) ?? "–" }
        func count(_ name: String, _ left: Int, _ right: Int) -> [String: Any] {
            let more = right - left
            let change = more == 0 ? "" : (more > 0 ? "+" : "−") + grouped(abs(more))
            return row(name, grouped(left), grouped(right), change)
        }
        func serves(_ detail: SnapshotDetail) -> String { detail.isServing ? page.say("serves", "使用中") : "–" }
        var rows = [
            row(page.say("trained (UTC)", "训练时间（UTC）"), moment(a.created), moment(b.created)),
            row(page.say("state", "状态"), serves(one), serves(other)),
            row(page.say("oldest event (UTC)", "最早事件（UTC）"), moment(a.trainedFrom), moment(b.trainedFrom)),
            row(page.say("newest event (UTC)", "最新事件（UTC）"), moment(a.trainedUntil), moment(b.trainedUntil)),
            count(page.say("events learned from", "学习的事件"), a.events, b.events),
            count(page.say("shoppers seen", "顾客"), a.shoppers, b.shoppers),
            count(page.say("items seen", "商品"), a.items, b.items),
            row(page.say("program", "程序版本"), a.application, b.application),
            row(
                page.say("models", "模型"), a.models.map(\.name).joined(separator: ", "),
                b.models.map(\.name).joined(separator: ", ")),
        ]
        let (left, right) = (settings(a), settings(b))
        for name in Set(left.keys).union(right.keys).sorted() {
            rows.append(row(name, left[name] ?? "–", right[name] ?? "–"))
        }
        return [
            "factsTitle": page.say("What they were trained on, and how", "训练数据与参数"),
            "factHead": ["", a.version, b.version, page.say("Change", "变化")], "facts": rows,
        ]
    }

    private func row(_ name: String, _ left: String, _ right: String, _ change: String = "") -> [String: Any] {
        ["name": name, "left": left, "right": right, "change": change, "differs": left != right]
    }

    /// `als: seed` and its value.
    private func settings(_ manifest: SnapshotManifest) -> [String: String] {
        var settings: [String: String] = [:]
        for model in manifest.models {
            for (name, value) in model.hyperparameters {
                settings["\(model.name): \(name)"] =
                    switch value {
                    case .number(let number):
                        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
                    case .text(let text): text
                    case .flag(let flag): "\(flag)"
                    }
            }
        }
        return settings
    }

    private func measures(_ one: SnapshotDetail, _ other: SnapshotDetail) -> [String: Any] {
        let models = Set(one.measures.keys).intersection(other.measures.keys).sorted()
        let single = [one, other].flatMap { detail in
            detail.measures.keys.filter { !models.contains($0) }.sorted().map { model in
                let best = Self.foremost.compactMap { name in
                    detail.measures[model]?[name].map { "\(name) \(words($0))" }
                }
                return ["version": detail.manifest.version, "model": model, "best": best.joined(separator: ", ")]
            }
        }
        let tables = models.map { model -> [String: Any] in
            let (left, right) = (one.measures[model] ?? [:], other.measures[model] ?? [:])
            let names = Self.foremost + Set(left.keys).union(right.keys).subtracting(Self.foremost).sorted()
            return [
                "model": model, "isEmpty": left.isEmpty && right.isEmpty,
                "rows": names.filter { left[$0] != nil || right[$0] != nil }.map { name -> [String: Any] in
                    let (a, b) = (left[name], right[name])
                    let difference = a.flatMap { a in b?.difference(from: a) }
                    return [
                        "name": name, "left": words(a), "right": words(b),
                        "difference": difference.map { words($0, isSigned: true) } ?? "–",
                        "isClear": difference?.interval.map { !$0.contains(0) } ?? false,
                    ]
                },
            ]
        }
        return [
            "measureTitle": page.say("What was measured before each was put to use", "投入使用前的评估结果"),
            "measureNote": page.say(
                "On choices of shoppers that were held out, with 95 % intervals. The interval of the difference takes the two for independent; they share shoppers, so it is rather too wide. The shop has changed in between: a difference is of both models and times. Bold: the interval leaves out 0.",
                "基于留出的顾客选择，附 95 % 区间。差值的区间按两次评估独立计算；由于顾客重叠，区间偏宽。期间店铺也在变化：差值同时反映模型与时间。加粗：区间不含 0。"),
            "measureHead": [
                page.say("Metric", "指标"), one.manifest.version, other.manifest.version, page.say("Difference", "差值"),
            ],
            "singleTitle": page.say("Models of only one of the two", "仅存在于其中一个快照的模型"), "hasSingle": !single.isEmpty,
            "single": single, "unmeasured": page.say("Nothing was measured of it.", "未评估。"), "tables": tables,
        ]
    }

    /// What is asked first.
    private static let foremost = ["ndcg@10", "hr@10", "mrr@10", "coverage@10"]

    /// `0.1234 [0.1200, 0.1300]`.
    private func words(_ measure: SnapshotDetail.Measure?, isSigned: Bool = false) -> String {
        guard let measure else { return "–" }
        func number(_ value: Double, _ isSigned: Bool = false) -> String {
            (value < 0 ? "−" : isSigned ? "+" : "") + ConsoleFigures.number(abs(value), decimals: 4)
        }
        guard let interval = measure.interval else { return number(measure.value, isSigned) }
        return number(measure.value, isSigned) + " [\(number(interval.lowerBound)), \(number(interval.upperBound))]"
    }

    private static let choices = ConsolePage.template(
        """
        <form class="search" method="get" action="/console/models/compare" aria-label="{{about}}">{{#selects}}<label for="{{id}}">{{name}}</label> <select id="{{id}}" name="{{id}}">{{#options}}<option value="{{version}}"{{#isChosen}} selected{{/isChosen}}>{{version}}</option>{{/options}}</select> {{/selects}}<button>{{compare}}</button> <a href="/console/models">{{back}}</a></form>
        """)

    private static let empty = ConsolePage.template("<p class=\"empty\">{{text}}</p>")

    private static let template = ConsolePage.template(
        """
        <h2>{{measureTitle}}</h2><p class="faint">{{measureNote}}</p>
        {{#tables}}<h3>{{model}}</h3>{{#isEmpty}}<p class="empty">{{unmeasured}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table class="figures"><thead><tr>{{#measureHead}}<th scope="col">{{.}}</th>{{/measureHead}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{name}}</td><td class="number">{{left}}</td><td class="number">{{right}}</td><td class="number">{{#isClear}}<strong>{{difference}}</strong>{{/isClear}}{{^isClear}}{{difference}}{{/isClear}}</td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}{{/tables}}
        {{#hasSingle}}<h3>{{singleTitle}}</h3><ul>{{#single}}<li><strong>{{model}}</strong> · {{version}} · {{best}}</li>{{/single}}</ul>{{/hasSingle}}
        <h2>{{factsTitle}}</h2>
        <div class="scroll"><table class="figures"><thead><tr>{{#factHead}}<th scope="col">{{.}}</th>{{/factHead}}</tr></thead><tbody>
        {{#facts}}<tr><th scope="row">{{name}}</th><td class="number">{{left}}</td><td class="number">{{#differs}}<strong>{{right}}</strong>{{/differs}}{{^differs}}{{right}}{{/differs}}</td><td class="number">{{change}}</td></tr>
        {{/facts}}</tbody></table></div>
        """)
}
