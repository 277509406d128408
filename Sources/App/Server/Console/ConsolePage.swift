import Commerce
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// One page of the console: its words, and the frame that all pages share.
struct ConsolePage {
    let language: Language
    /// The path of the page, by which its entry in the menu is marked.
    let path: String
    /// The token that forms of this session carry.
    let token: String
    /// Whether somebody is logged in, who can log out.
    let hasSession: Bool
    /// Where one server serves several: the one that is looked at.
    let shop: String?

    /// The text in the language of the page.
    func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

    /// - Parameter body: HTML.
    func response(_ title: String, _ body: String, status: HTTPResponse.Status = .ok) throws -> Response {
        let other: Language = language == .chinese ? .english : .chinese
        let html = Self.frame.render([
            "language": language == .chinese ? "zh-CN" : "en", "title": title, "body": body,
            "scripts": body.contains("<figure class=\"chart\"") ? ChartLibrary.elements : "", "style": ConsoleStyle.css,
            "shop": shop ?? "", "hasShop": shop != nil, "skip": say("Skip to content", "跳到正文"), "token": token,
            "hasSession": hasSession,
            "logout": say("Log out", "退出"), "path": path, "otherCode": other.rawValue,
            "other": other == .chinese ? "中文" : "English",
            "menu": menu.map { ["path": $0.0, "name": $0.1, "isHere": $0.0 == here] as [String: Any] },
            "menuName": say("Menu", "菜单"), "here": menu.first { $0.0 == here }?.1 ?? "",
        ])
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .contentSecurityPolicy:
                    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; form-action 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'",
                .xContentTypeOptions: "nosniff",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The entry of the menu to which the page belongs: a page about one thing belongs to that of all.
    private var here: String {
        menu.map(\.0).filter { path == $0 || path.hasPrefix($0 + "/") }.max { $0.count < $1.count } ?? ""
    }

    private var menu: [(String, String)] {
        [
            ("/console", say("Overview", "概览")), ("/console/decisions", say("Decisions", "决策")),
            ("/console/exploration", say("Exploration", "探索")), ("/console/consistency", say("Consistency", "一致性")),
            ("/console/policies", say("Policies", "策略")), ("/console/evaluations", say("Evaluations", "评估")),
            ("/console/rules", say("Rules", "规则")), ("/console/models", say("Models", "模型")),
            ("/console/shoppers", say("Shoppers", "顾客")), ("/console/visitors", say("Visitors", "访客")), ("/console/items", say("Items", "商品")),
            ("/console/imports", say("Imports", "导入")), ("/console/tasks", say("Tasks", "任务")),
            ("/console/settings", say("Settings", "设置")), ("/console/changes", say("Changes", "变更")),
        ]
    }

    /// A template that is part of the program, so that it cannot be broken by who uses it.
    static func template(_ text: String) -> MustacheTemplate {
        do { return try MustacheTemplate(string: text) } catch {
            preconditionFailure("a template of the console is broken: \(error)")
        }
    }

    private static let frame = template(
        """
        <!DOCTYPE html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} · Equipoise</title>
        <style>{{{style}}}</style>
        {{{scripts}}}
        </head>
        <body>
        <a class="skip" href="#content">{{skip}}</a>
        <header>
          <strong>Equipoise{{#hasShop}} · {{shop}}{{/hasShop}}</strong>
          <nav class="wide">{{#menu}}<a href="{{path}}"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}</a>{{/menu}}</nav>
          <details class="narrow"><summary>{{menuName}}{{#here}}: {{here}}{{/here}}</summary><nav>{{#menu}}<a href="{{path}}"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}</a>{{/menu}}</nav></details>
          <span class="tools"><a href="{{path}}?lang={{otherCode}}">{{other}}</a>
          {{#hasSession}}<form method="post" action="/console/logout"><input type="hidden" name="token" value="{{token}}"><button>{{logout}}</button></form>{{/hasSession}}</span>
        </header>
        <main id="content"><h1>{{title}}</h1>
        {{{body}}}
        </main>
        </body>
        </html>
        """)
}

extension HTTPField.Name {
    static let contentSecurityPolicy = HTTPField.Name("Content-Security-Policy")!
    static let xContentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
}
