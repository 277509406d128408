import Hummingbird
import Mustache

/// Where a key opens the console.
struct LoginPage {
    let page: ConsolePage
    var hasFailed = false

    func response() throws -> Response {
        let body = Self.template.render([
            "failed": hasFailed
                ? page.say("This key is unknown, or has not the role operate.", "密钥无效，或没有 operate 权限。") : "",
            "key": page.say("Key", "密钥"), "enter": page.say("Log in", "登录"),
            "hint": page.say(
                "Keys are made on the server: equipoise keys make NAME --role admin --data FOLDER",
                "在服务器上创建密钥：equipoise keys make NAME --role admin --data FOLDER"),
        ])
        return try page.response(
            page.say("Log in", "登录"), body, status: hasFailed ? .unauthorized : .ok)
    }

    private static let template = ConsolePage.template(
        """
        <form method="post" action="/console/login" class="card">
          {{#failed}}<p class="bad" role="alert">{{failed}}</p>{{/failed}}
          <p><label>{{key}} <input type="password" name="key" autocomplete="current-password" required autofocus></label>
          <button>{{enter}}</button></p>
          <p class="faint">{{hint}}</p>
        </form>
        """)
}
