import Commerce
import Engine
import Explore
import Foundation
import Hummingbird
import Mustache

/// The shop's wishes: what each does, and to how many items; a form for one, and the file for all.
struct RulesPage {
    let page: ConsolePage
    let shop: LiveShop

    func response() async throws -> Response {
        let rules = await shop.rules
        let now = shop.time.now()
        var rows: [[String: Any]] = []
        for rule in rules.rules {
            rows.append([
                "name": rule.name, "does": does(rule), "to": to(rule),
                "items": grouped(await shop.reach(of: rule)), "when": when(rule, at: now), "token": page.token,
                "drop": page.say("Drop", "删除"),
            ])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let body = Self.template.render([
            "token": page.token, "isEmpty": rules.rules.isEmpty,
            "empty": page.say(
                "There are no rules: what was learned decides alone. Add one below, such as an item that must stand first.",
                "没有规则，完全由学到的结果决定。请在下方添加，例如把某件商品固定在首位。"),
            "head": [
                page.say("Rule", "规则"), page.say("Does", "作用"), page.say("To", "对象"), page.say("Items now", "当前商品数"),
                page.say("When", "时间"), "",
            ],
            "rows": rows, "addTitle": page.say("Add a rule", "添加规则"), "add": page.say("Add", "添加"),
            "fields": fields, "actionLabel": page.say("Does", "作用"), "actions": actions,
            "fileTitle": page.say("All rules as a file", "全部规则（JSON）"),
            "file": String(decoding: try encoder.encode(rules), as: UTF8.self),
            "set": page.say("Go by these", "保存全部"),
            "fileHint": page.say(
                "All of them hold from the next decision on, or where one is wrong none.", "从下一次决策起全部生效；若有错误则全部不生效。"),
        ])
        return try page.response(page.say("Rules", "规则"), body)
    }

    private var actions: [[String: String]] {
        [
            ("pin", page.say("pin an item at position N", "将商品固定在第 N 位")),
            ("boost", page.say("reward times N (below 1 buries)", "收益乘以 N（小于 1 为降权）")),
            ("exclude", page.say("never show", "不展示")),
            ("atMost", page.say("at most N in a list", "每个列表最多 N 个")),
            ("atMostEachBrand", page.say("at most N of each brand", "每个品牌最多 N 个")),
            ("atLeast", page.say("at least N in a list", "每个列表至少 N 个")),
        ].map { ["value": $0.0, "name": $0.1] }
    }

    private var fields: [[String: Any]] {
        [
            ("name", page.say("Name", "名称"), "", true), ("amount", "N", "", false),
            ("items", page.say("Items, by commas", "商品（逗号分隔）"), "", false),
            ("category", page.say("Category", "类目"), "Home/Kitchen", false),
            ("brand", page.say("Brand", "品牌"), "", false),
            ("surface", page.say("Surface; empty is all", "位置；留空为全部"), "home", false),
            ("from", page.say("From", "开始"), "2026-03-01T00:00:00Z", false),
            ("until", page.say("Until", "结束"), "2026-04-01T00:00:00Z", false),
        ].map { ["id": $0.0, "name": $0.1, "example": $0.2, "isRequired": $0.3] }
    }

    private func does(_ rule: Rule) -> String {
        switch rule.action {
        case .pin(_, let position): page.say("stands at position \(position)", "固定在第 \(position) 位")
        case .adjust(let factor, let amount):
            page.say("reward × \(factor)", "收益 × \(factor)") + (amount == 0 ? "" : String(format: " %+g", amount))
        case .exclude: page.say("is never shown", "不展示")
        case .atMost(let count, nil): page.say("at most \(count) in a list", "每个列表最多 \(count) 个")
        case .atMost(let count, let each?):
            page.say("at most \(count) of each \(each.rawValue)", "每个\(name(each))最多 \(count) 个")
        case .atLeast(let count): page.say("at least \(count) in a list", "每个列表至少 \(count) 个")
        }
    }

    private func name(_ property: ItemProperty) -> String {
        switch property {
        case .department: "部门"
        case .category: "类目"
        case .brand: "品牌"
        case .seller: "商家"
        }
    }

    private func to(_ rule: Rule) -> String {
        if case .pin(let item, _) = rule.action { return item.rawValue }
        let selector = rule.selector
        let parts = [
            selector.items.isEmpty ? nil : selector.items.map(\.rawValue).joined(separator: ", "), selector.category,
            selector.brand, selector.seller,
        ].compactMap(\.self)
        return parts.isEmpty ? page.say("everything", "全部商品") : parts.joined(separator: " · ")
    }

    private func when(_ rule: Rule, at now: Timestamp) -> String {
        let surface = rule.surface?.rawValue ?? page.say("everywhere", "所有位置")
        if let from = rule.from, now < from {
            return surface + page.say(", from ", "，始于 ") + ConsoleFigures.moment(from)
        }
        guard let until = rule.until else { return surface }
        let word = now < until ? page.say(", until ", "，截至 ") : page.say(", ended ", "，已结束于 ")
        return surface + word + ConsoleFigures.moment(until)
    }

    private static let template = ConsolePage.template(
        """
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{name}}</td><td>{{does}}</td><td class="wrap">{{to}}</td><td class="number">{{items}}</td><td>{{when}}</td><td><form class="inline" method="post" action="/console/rules/drop"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="name" value="{{name}}"><button>{{drop}}</button></form></td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        <h2>{{addTitle}}</h2>
        <form method="post" action="/console/rules/add" class="card"><input type="hidden" name="token" value="{{token}}">
        <p><label for="action">{{actionLabel}}</label><select id="action" name="action">{{#actions}}<option value="{{value}}">{{name}}</option>{{/actions}}</select></p>
        {{#fields}}<p><label for="rule-{{id}}">{{name}}</label><input id="rule-{{id}}" name="{{id}}" placeholder="{{example}}"{{#isRequired}} required{{/isRequired}}></p>
        {{/fields}}<button>{{add}}</button></form>
        <h2>{{fileTitle}}</h2>
        <form method="post" action="/console/rules/file" class="card"><input type="hidden" name="token" value="{{token}}">
        <p><textarea name="file" rows="12" spellcheck="false" aria-label="{{fileTitle}}">{{file}}</textarea></p>
        <p><button>{{set}}</button> <span class="faint">{{fileHint}}</span></p></form>
        """)
}

/// The fields of the form for one rule, as an entry of a rule file.
struct RuleForm {
    let fields: [String: String]

    /// - Throws: ``Problem`` 422 for a rule that is none.
    func rule() throws -> Rule {
        func given(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }
        func number() throws -> Double {
            guard let number = given("amount").flatMap(Double.init) else {
                throw Problem(.unprocessableContent, code: "rules.json", detail: "N must be a number")
            }
            return number
        }
        func whole() throws -> Int {
            guard let whole = Int(exactly: try number()) else {
                throw Problem(.unprocessableContent, code: "rules.json", detail: "N must be a whole number")
            }
            return whole
        }
        let items = (given("items") ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        var entry: [String: Any] = [:]
        var selection: [String: Any] = [:]
        if !items.isEmpty { selection["items"] = items }
        selection["category"] = given("category")
        selection["brand"] = given("brand")
        switch given("action") {
        case "pin":
            guard items.count == 1 else {
                throw Problem(.unprocessableContent, code: "rules.json", detail: "a pin needs one item")
            }
            entry["pin"] = ["item": items[0], "position": try whole()] as [String: Any]
            selection = [:]
        case "boost": entry["adjust"] = ["factor": try number()]
        case "exclude": entry["exclude"] = true
        case "atMost": entry["atMost"] = try whole()
        case "atMostEachBrand": (entry["atMost"], entry["each"]) = (try whole(), "brand")
        default: entry["atLeast"] = try whole()
        }
        if !selection.isEmpty { entry["where"] = selection }
        for name in ["surface", "from", "until"] { entry[name] = given(name) }
        return try RuleRoutes.rule(JSONSerialization.data(withJSONObject: entry), named: given("name") ?? "")
    }
}
