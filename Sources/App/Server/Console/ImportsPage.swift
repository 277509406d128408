import Commerce
import Engine
import Hummingbird
import Ledger
import Mustache

/// Where the shop's data came from: files and posts with their counts, and what was refused.
struct ImportsPage {
    let page: ConsolePage
    let shop: LiveShop

    private static let count = 100

    func response() throws -> Response {
        let imports = try shop.ledger.imports().suffix(Self.count).reversed()
        let refusals = shop.refusals
        let body = Self.template.render([
            "isEmpty": imports.allSatisfy { $0.counts.rows == 0 } && refusals.isEmpty,
            "empty": page.say(
                "Nothing has come in yet. Post to /v1/items and /v1/events, or import files: equipoise import FILE --preset csv --data FOLDER",
                "还没有数据。请向 /v1/items 和 /v1/events 提交，或导入文件：equipoise import FILE --preset csv --data FOLDER"),
            "head": [
                "", page.say("Source", "来源"), page.say("Begun (UTC)", "开始（UTC）"), page.say("Rows", "行数"),
                page.say("New events", "新事件"), page.say("Known", "已有"), page.say("Contradicted", "矛盾"),
                page.say("Items", "商品"), page.say("Shoppers", "顾客"), page.say("Refused", "拒绝"),
                page.say("State", "状态"),
            ],
            "rows": imports.map(row), "refusedTitle": page.say("Refused lately in posts", "近期提交中被拒绝的行"),
            "hasRefused": !refusals.isEmpty,
            "noRefused": page.say("No posted row was refused since the start.", "启动以来没有被拒绝的行。"),
            "refusedHead": [
                page.say("Time (UTC)", "时间（UTC）"), page.say("Of", "类型"), page.say("What is wrong", "问题"),
                page.say("What to do", "处理方法"),
            ],
            "refused": refusals.reversed().map { refusal in
                [
                    "time": ConsoleFigures.moment(refusal.time), "table": refusal.table,
                    "message": refusal.refusal.message, "code": refusal.refusal.code,
                    "remedy": refusal.refusal.remedy,
                ]
            },
        ])
        return try page.response(page.say("Imports", "导入"), body)
    }

    private func row(_ record: ImportRecord) -> [String: Any] {
        let counts = record.counts
        let issues = record.issues.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        return [
            "id": "\(record.id.rawValue)",
            "name": record.source.settings.preset == "posts" ? page.say("posts", "接口提交") : record.source.name,
            "time": ConsoleFigures.moment(record.started), "issues": issues.map { "\($0.key) × \(grouped($0.value))" },
            "cells": [
                counts.rows, counts.added, counts.known, counts.contradicted, counts.itemsChanged,
                counts.shoppersChanged, counts.rejected,
            ].map(grouped),
            "state": record.finished == nil ? page.say("under way", "进行中") : page.say("finished", "完成"),
        ]
    }

    private static let template = ConsolePage.template(
        """
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td class="number">{{id}}</td><td class="name">{{name}}{{#issues}}<br><code class="faint">{{.}}</code>{{/issues}}</td><td>{{time}}</td>{{#cells}}<td class="number">{{.}}</td>{{/cells}}<td>{{state}}</td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        <h2>{{refusedTitle}}</h2>
        {{#hasRefused}}<div class="scroll"><table><thead><tr>{{#refusedHead}}<th scope="col">{{.}}</th>{{/refusedHead}}</tr></thead><tbody>
        {{#refused}}<tr><td>{{time}}</td><td>{{table}}</td><td class="wrap">{{message}}<br><code class="faint">{{code}}</code></td><td class="wrap">{{remedy}}</td></tr>
        {{/refused}}</tbody></table></div>{{/hasRefused}}{{^hasRefused}}<p class="empty">{{noRefused}}</p>{{/hasRefused}}
        """)
}
