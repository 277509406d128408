import Commerce
import Engine
import Foundation
import Hummingbird
import Ledger
import Mustache

/// Who set what, and what the program did of its own accord.
struct ChangesPage {
    let page: ConsolePage
    let shop: LiveShop
    /// Those with a smaller number; nothing for the newest.
    let before: Int64?

    private static let limit = 100
    /// What is shown of what was set; all of it is in `/v1/changes`.
    private static let longest = 400

    func response() throws -> Response {
        let changes = try shop.changes(before: before, limit: Self.limit)
        let body = Self.template.render([
            "about": page.say(
                "Every change of what is set, for good. What holds is the newest of its subject.",
                "所有设置变更，永久保存；每个主题以最新一条为准。"),
            "isEmpty": changes.isEmpty,
            "empty": page.say(
                "Nothing has been set yet: everything is as it was delivered. Turn a dial under Exploration.",
                "尚无任何变更，一切为默认值。可在“探索”页调整旋钮。"),
            "head": [
                page.say("Time (UTC)", "时间（UTC）"), page.say("By", "操作者"), page.say("Subject", "主题"),
                page.say("What", "操作"), page.say("As it is since then", "变更后的内容"),
            ],
            "rows": changes.map { change in
                [
                    "time": ConsoleFigures.moment(change.time), "author": change.author, "subject": change.subject,
                    "action": change.action,
                    "content": String(change.content.prefix(Self.longest))
                        + (change.content.count > Self.longest ? "…" : ""),
                ]
            },
            "next": changes.count == Self.limit ? changes.last?.id.map { ["\($0)"] } ?? [] : [],
            "older": page.say("Older", "更早"),
        ])
        return try page.response(page.say("Changes", "变更"), body)
    }

    private static let template = ConsolePage.template(
        """
        <p class="faint">{{about}}</p>
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="scroll"><table><thead><tr>{{#head}}<th>{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{time}}</td><td>{{author}}</td><td>{{subject}}</td><td>{{action}}</td><td class="wrap"><code>{{content}}</code></td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        {{#next}}<p><a href="/console/changes?before={{.}}">{{older}}</a></p>{{/next}}
        """)
}
