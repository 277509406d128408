import Commerce
import Engine
import Foundation
import Hummingbird
import Mustache

/// How the shop is served, who may ask it, and what is to be done when.
struct SettingsPage {
    let page: ConsolePage
    let shop: HostedShop

    func response() async throws -> Response {
        let (live, settings) = (shop.live, shop.live.settings)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let schedule = await live.schedule
        let keys = shop.keys.all
        let body = Self.template.render([
            "token": page.token,
            "settingsTitle": page.say("How it is served", "服务参数"),
            "settings": [
                (page.say("version", "版本"), Release.version),
                (page.say("an act answers a decision within", "反馈窗口"), minutes(settings.window)),
                (page.say("events may be late by", "允许迟到"), minutes(settings.lateness)),
                (page.say("people in memory", "内存中的顾客数"), grouped(settings.peopleInMemory)),
                (
                    page.say("decisions that keep their candidates, for replay and evaluation", "保存候选的决策比例（用于重放与评估）"),
                    ConsoleFigures.percent(settings.candidateShare, of: 1, decimals: 0)
                ),
            ].map { ["name": $0.0, "value": $0.1] },
            "keysTitle": page.say("Keys", "密钥"), "hasKeys": !keys.isEmpty,
            "noKeys": page.say(
                "There are no keys: only this machine is listened to, and may do everything. Make one with equipoise keys make NAME --role ROLE --data FOLDER.",
                "没有密钥：只接受本机访问且不受限制。可用 equipoise keys make NAME --role ROLE --data FOLDER 创建。"),
            "keyHead": [page.say("Name", "名称"), page.say("Role", "角色"), page.say("Made (UTC)", "创建（UTC）")],
            "keys": keys.map {
                ["name": $0.name, "role": $0.role.rawValue, "created": ConsoleFigures.moment($0.created)]
            },
            "scheduleTitle": page.say("What is to be done when", "计划任务"),
            "schedule": String(decoding: try encoder.encode(schedule), as: UTF8.self),
            "set": page.say("Set", "保存"),
            "origin": try live.changes(of: "schedule", limit: 1).isEmpty
                ? page.say(
                    "Nobody has set a schedule: this is the one of the file of settings (schedule.trainEveryHours, schedule.trainAfterDrift). One that is set here goes before it as a whole.",
                    "尚未设置计划：当前为配置文件中的计划（schedule.trainEveryHours、schedule.trainAfterDrift）。在此设置后将整体取代它。")
                : page.say(
                    "This was set for the shop, and goes before the file of settings as a whole.", "该计划是为本店设置的，整体优先于配置文件。"),
            "hint": page.say(
                #"such as {"training": {"everyHours": 24, "afterDrift": true}, "turns": [{"at": "2026-12-24T00:00:00Z", "policy": "greedy"}]}"#,
                #"例如 {"training": {"everyHours": 24, "afterDrift": true}, "turns": [{"at": "2026-12-24T00:00:00Z", "policy": "greedy"}]}"#
            ),
        ])
        return try page.response(page.say("Settings", "设置"), body)
    }

    private func minutes(_ duration: Duration) -> String {
        let minutes = Int((duration / .seconds(60)).rounded())
        return page.say("\(minutes) minutes", "\(minutes) 分钟")
    }

    private static let template = ConsolePage.template(
        """
        <h2>{{settingsTitle}}</h2>
        <div class="scroll"><table>{{#settings}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
        {{/settings}}</table></div>
        <h2>{{keysTitle}}</h2>
        {{^hasKeys}}<p class="empty">{{noKeys}}</p>{{/hasKeys}}
        {{#hasKeys}}<div class="scroll"><table><thead><tr>{{#keyHead}}<th>{{.}}</th>{{/keyHead}}</tr></thead><tbody>
        {{#keys}}<tr><td>{{name}}</td><td>{{role}}</td><td>{{created}}</td></tr>
        {{/keys}}</tbody></table></div>{{/hasKeys}}
        <h2>{{scheduleTitle}}</h2>
        <p class="faint">{{origin}}</p>
        <form method="post" action="/console/settings/schedule" class="card"><input type="hidden" name="token" value="{{token}}">
        <p><textarea name="schedule" rows="8" spellcheck="false" aria-label="{{scheduleTitle}}">{{schedule}}</textarea></p>
        <p><button>{{set}}</button> <span class="faint">{{hint}}</span></p></form>
        """)
}
