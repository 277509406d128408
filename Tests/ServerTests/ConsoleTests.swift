import Commerce
import Foundation
import FoundationNetworking
import Testing

@testable import Engine
@testable import Server

@Suite("The console", .serialized)
struct ConsoleTests {
    private static let pages = [
        "/console", "/console/decisions", "/console/exploration", "/console/models", "/console/models/compare",
        "/console/visitors",
    ]

    /// Follows no redirections and keeps no cookies, so that a test sees what the server says.
    private final class Client: NSObject, URLSessionTaskDelegate, Sendable {
        func urlSession(
            _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
            newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) { completionHandler(nil) }
    }

    private static func send(
        _ served: ServedShop, _ method: String, _ path: String, form: [String: String]? = nil,
        headers: [String: String] = [:]
    ) async throws -> (status: Int, text: String, headers: [String: String]) {
        let settings = URLSessionConfiguration.ephemeral
        settings.httpCookieStorage = nil
        let session = URLSession(configuration: settings, delegate: Client(), delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(served.port)\(path)")))
        request.httpMethod = method
        request.httpBody = form.map { Data($0.map { "\($0.key)=\($0.value)" }.joined(separator: "&").utf8) }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await session.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        return (
            http.statusCode, String(decoding: data, as: UTF8.self),
            Dictionary(
                http.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") },
                uniquingKeysWith: { first, _ in first })
        )
    }

    private static func token(_ page: String) throws -> String {
        let rest = try #require(page.range(of: "name=\"token\" value=\"")).upperBound
        return String(page[rest...].prefix { $0 != "\"" })
    }

    @Test("every page says in both languages what to do in an empty shop, and shows what is there in another")
    func pages() async throws {
        try await ServedShop.with { served in
            for path in Self.pages {
                let english = try await Self.send(served, "GET", path)
                #expect(english.status == 200 && english.text.contains("class=\"empty\""), "\(path)")
                #expect(english.text.contains("<html lang=\"en\">"))
                let chinese = try await Self.send(served, "GET", path + "?lang=zh")
                #expect(chinese.status == 200 && chinese.text.contains("<html lang=\"zh-CN\">"))
                #expect(chinese.text.contains("概览") && !chinese.text.contains("Overview"))
                #expect(chinese.headers["set-cookie"]?.contains("language=zh") == true)
            }
            _ = try await served.send(
                "POST", "/v1/items",
                #"[{"id":"a","title":"<b>Sly & co</b>","stock":2},{"id":"b","title":"杯","stock":2}]"#)
            let decision = try await served.send("POST", "/v1/decisions", #"{"surface":"home","shopper":"ada"}"#)
            let id = try #require(decision.json["id"] as? String)
            let list = try await Self.send(served, "GET", "/console/decisions")
            #expect(list.text.contains(id) && list.text.contains("杯"))
            // What a shop wrote is text, never markup.
            #expect(list.text.contains("&lt;b&gt;Sly &amp; co") && !list.text.contains("<b>Sly"))
            let trace = try await Self.send(served, "GET", "/console/decisions/\(id)?lang=zh")
            #expect(trace.status == 200 && trace.text.contains("可逐位重现"))
            #expect(try await Self.send(served, "GET", "/console/decisions/none").status == 404)
            let policy = try #require(list.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        }
    }

    @Test("a visitor without a name has a page, two snapshots stand side by side, and an item's posterior is told of")
    func visitorsAndModels() async throws {
        try await ServedShop.with { served in
            let items = (0..<20).map { #"{"id":"i\#($0)","title":"Thing \#($0)","category":"All/Leaf","stock":5}"# }
            _ = try await served.send("POST", "/v1/items", items.joined(separator: "\n"))
            let now = Date().ISO8601Format(.iso8601(timeZone: .gmt))
            let events = (0..<60).map {
                #"{"kind":"click","time":"\#(now)","visitor":"v \#($0 % 12)","item":"i\#($0 % 7)","id":"\#($0)"}"#
            }
            _ = try await served.send("POST", "/v1/events", events.joined(separator: "\n"))
            let decision = try await served.send("POST", "/v1/decisions", #"{"surface":"home","visitor":"v 3"}"#)
            let id = try #require(decision.json["id"] as? String)
            let visitors = try await Self.send(served, "GET", "/console/visitors")
            #expect(visitors.text.contains("/console/visitors/v%203"))
            let found = try await Self.send(served, "GET", "/console/visitors?q=v%201")
            #expect(found.text.contains("v%2011") && !found.text.contains("v%203"))
            let page = try await Self.send(served, "GET", "/console/visitors/v%203")
            #expect(page.status == 200 && page.text.contains("Visitor v 3") && page.text.contains(id))
            #expect(page.text.contains("Thing 3") && page.text.contains("Erasing goes by shopper"))
            #expect(try await Self.send(served, "GET", "/console/visitors/none").status == 404)
            // A visitor who is known to be a shopper says so.
            let named = #"{"kind":"view","time":"\#(now)","visitor":"v 3","shopper":"ada","item":"i1","id":"n"}"#
            _ = try await served.send("POST", "/v1/events", named)
            let known = try await Self.send(served, "GET", "/console/visitors/v%203")
            #expect(known.text.contains("/console/shoppers/ada"))

            for _ in 0..<2 {
                try await served.shop.train(by: "test")
                while served.shop.tasks.contains(where: { $0.state == .running }) {
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let versions = try await served.shop.snapshots().map(\.version)
            try #require(versions.count == 2, "\(served.shop.tasks)")
            let models = try await Self.send(served, "GET", "/console/models")
            let link = "/console/models/compare?first=\(versions[1])&amp;second=\(versions[0])"
            #expect(models.text.contains(link))
            let both = try await Self.send(served, "GET", "/console/models/compare")
            #expect(both.status == 200 && versions.allSatisfy { both.text.contains($0) })
            #expect(both.text.contains("ndcg@10") && both.text.contains("shoppers seen"))
            let gone = try await Self.send(served, "GET", "/console/models/compare?first=1&second=2")
            #expect(gone.status == 404 && gone.text.contains("not there any more"))

            let unknown = try await Self.send(served, "GET", "/console/exploration?item=none")
            #expect(unknown.text.contains("There is no item of this name"))
            let unanswered = try await Self.send(served, "GET", "/console/exploration?item=i3")
            #expect(unanswered.text.contains("No answer has said anything of it yet"))
        }
    }

    @Test("a form of another page is refused, one of ours begins a training")
    func forms() async throws {
        try await ServedShop.with { served in
            let page = try await Self.send(served, "GET", "/console/models")
            let token = try Self.token(page.text)
            let wrong = try await Self.send(served, "POST", "/console/models/train", form: ["token": "x"])
            #expect(wrong.status == 403)
            for origin in ["http://evil.example", "null"] {
                let foreign = try await Self.send(
                    served, "POST", "/console/models/train", form: ["token": token], headers: ["Origin": origin])
                #expect(foreign.status == 403)
                let posted = try await Self.send(
                    served, "POST", "/v1/items", form: ["id": "x"], headers: ["Origin": origin])
                #expect(posted.status == 403)
            }
            #expect(served.shop.tasks.isEmpty)
            let own = try await Self.send(
                served, "POST", "/console/models/train", form: ["token": token],
                headers: ["Origin": "http://127.0.0.1:\(served.port)"])
            #expect(own.status == 303)
            #expect(served.shop.tasks.count == 1)
        }
    }

    @Test("what a form could not do is told in the language of the page, with what was sent")
    func problems() async throws {
        try await ServedShop.with { served in
            for (language, words) in [("zh-CN", "没有这个策略。"), ("en", nil)] as [(String, String?)] {
                let headers = ["Accept-Language": language, "Origin": "http://127.0.0.1:\(served.port)"]
                let page = try await Self.send(served, "GET", "/console/policies", headers: headers)
                let form = ["token": try Self.token(page.text), "policy": "guess"]
                let answer = try await Self.send(
                    served, "POST", "/console/policies/propose", form: form, headers: headers)
                #expect(answer.status == 422 && answer.text.contains("there is no policy"), "\(answer.text)")
                #expect(answer.text.contains("没有") == (words != nil))
                if let words { #expect(answer.text.contains(words)) }
            }
        }
    }

    @Test("where there are keys, one of role operate opens the console for a session, which can be ended")
    func login() async throws {
        try await ServedShop.withKeys { served, keys in
            for path in Self.pages {
                let closed = try await Self.send(served, "GET", path)
                #expect(closed.status == 303 && closed.headers["location"] == "/console/login")
            }
            #expect(try await Self.send(served, "GET", "/console/login").status == 200)
            for key in ["wrong", try #require(keys[.ingest])] {
                let refused = try await Self.send(served, "POST", "/console/login", form: ["key": key])
                #expect(refused.status == 401 && refused.headers["set-cookie"] == nil)
            }
            let entered = try await Self.send(
                served, "POST", "/console/login", form: ["key": try #require(keys[.operate])])
            #expect(entered.status == 303)
            let cookie = try #require(entered.headers["set-cookie"])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            let session = ["Cookie": String(cookie.prefix { $0 != ";" })]
            let page = try await Self.send(served, "GET", "/console/models", headers: session)
            #expect(page.status == 200)
            // An operator sees, and an admin changes.
            let train = try await Self.send(
                served, "POST", "/console/models/train", form: ["token": try Self.token(page.text)],
                headers: session)
            #expect(train.status == 403)
            let left = try await Self.send(
                served, "POST", "/console/logout", form: ["token": try Self.token(page.text)], headers: session)
            #expect(left.status == 303)
            #expect(try await Self.send(served, "GET", "/console", headers: session).status == 303)
        }
    }
}
