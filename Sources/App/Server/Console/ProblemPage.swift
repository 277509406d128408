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
            "detail": problem.detail ?? problem.title, "remedy": problem.remedy ?? "", "back": back,
            "backName": page.say("Back", "返回"), "request": page.say("Request ", "请求编号 ") + id,
        ])
        return try page.response(title, body, status: HTTPResponse.Status(code: problem.status))
    }

    private static let template = ConsolePage.template(
        """
        <p class="empty bad" role="alert">{{detail}}</p>{{#remedy}}<p>{{remedy}}</p>{{/remedy}}
        <p><a href="{{back}}">{{backName}}</a> <span class="faint">{{request}}</span></p>
        """)
}
