import Commerce
import Foundation
import Hummingbird
import Ledger
import Testing

@testable import Engine
@testable import Server

@Suite("The OpenAPI document", .serialized)
struct OpenAPITests {
    private typealias Operation = (method: String, path: String, json: [String: Any])

    private static func operations(_ document: [String: Any]) -> [Operation] {
        let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
        return paths.flatMap { path, methods in methods.map { ($0.key.uppercased(), path, $0.value) } }
    }

    /// Whether programs use it; the others are pages for people.
    private static func isOfTheAPI(_ path: String) -> Bool {
        path != "/" && !path.hasPrefix("/console") && !path.hasPrefix("/storefront")
    }

    @Test("every route is in the document, and everything in the document is a route")
    func routes() async throws {
        try await ServedShop.with { served in
            let server = try ShopServer(
                shops: [HostedShop(name: "shop", live: served.shop, keys: served.keys)], address: .init())
            let routes = server.router().routes.map { "\($0.method) \($0.path)" }.filter {
                Self.isOfTheAPI(String($0.drop { $0 != "/" }))
            }
            let document = try await served.send("GET", "/v1/openapi.json")
            let told = Self.operations(document.json).map { "\($0.method) \($0.path)" }
            #expect(routes.count > 12)
            #expect(routes.sorted() == told.sorted())
            let ids = Self.operations(document.json).compactMap { $0.json["operationId"] as? String }
            #expect(ids.count == told.count && Set(ids).count == ids.count)
        }
    }

    @Test("every reference of the document leads somewhere, and every schema is used")
    func references() async throws {
        try await ServedShop.with { served in
            let document = try await served.send("GET", "/v1/openapi.json")
            let checker = SchemaChecker(document: document.json)
            let found = document.text.matches(of: /"\$ref":"([^"]+)"/).map { String($0.1) }
            for reference in Set(found) { #expect(!checker.resolved(reference).isEmpty, "\(reference)") }
            let schemas = (document.json["components"] as? [String: [String: Any]])?["schemas"] ?? [:]
            #expect(schemas.count > 15)
            for name in schemas.keys { #expect(found.contains("#/components/schemas/\(name)"), "\(name)") }
        }
    }

    /// A request whose answer is compared with the document.
    private struct Call {
        var method = "GET"
        /// With the parts in braces as the document has them.
        var path: String
        /// What stands for the parts in braces.
        var name = ""
        var query = ""
        var body: String?
        var headers: [String: String] = [:]
        var status = 200
    }

    private static let items = #"""
        [{"id":"mug","title":"Mug","title_zh":"杯","category":"Home/Kitchen","price":12.5,"currency":"EUR","stock":3,
          "colour":"red","available_from":"2020-01-01T00:00:00Z"},
         {"id":"pan","title":"Pan","brand":"B"}, {"title":"nameless"}]
        """#

    private static let rules = #"""
        {"rules":[{"name":"hero","pin":{"item":"pan","position":1},"surface":"home","until":"2099-01-01T00:00:00Z"},
         {"name":"own","adjust":{"factor":1.1,"add":-0.5},"where":{"brand":"B"}}]}
        """#

    private static let schedule = #"""
        {"turns":[{"at":"2099-01-01T00:00:00Z","policy":"greedy"}],"training":{"everyHours":24,"afterDrift":true}}
        """#

    private static func calls(decision: String, snapshot: String, evaluation: String, tag: String) -> [Call] {
        let time = Date(timeIntervalSinceNow: -1).ISO8601Format()
        let event =
            #"{"kind":"click","time":"\#(time)","shopper":"ada","item":"mug","id":"e","decision":"\#(decision)"}"#
        let told =
            #"{"visitor":"0123456789abcdef","events":[{"id":"1","kind":"click","ago":1,"item":"mug"},{"id":"2","kind":"no"}]}"#
        let ask = #"{"surface":"home","shopper":"ada","filter":{"price":{"min":1}},"context":{"device":"phone"}}"#
        return [
            Call(path: "/livez"), Call(path: "/readyz"), Call(path: "/metrics"), Call(path: "/v1/openapi.json"),
            Call(path: "/v1/status"),
            Call(method: "POST", path: "/v1/items", body: items),
            Call(method: "POST", path: "/v1/items", query: "?preset=x", body: items, status: 400),
            Call(method: "POST", path: "/v1/items", query: "?currency=eur", body: items, status: 400),
            Call(method: "POST", path: "/v1/items", body: "17", status: 400),
            Call(method: "POST", path: "/v1/items", status: 400),
            Call(method: "POST", path: "/v1/items", body: "x", headers: ["Content-Type": "text/plain"], status: 415),
            Call(method: "POST", path: "/v1/events", body: "[\(event),\(event),{}]"),
            Call(
                method: "POST", path: "/v1/events", body: event + "\n" + event,
                headers: ["Content-Type": "Application/X-NDJSON; charset=utf-8"]),
            Call(method: "POST", path: "/v1/events", body: String(repeating: " ", count: 9 << 20), status: 413),
            Call(path: "/v1/items"), Call(path: "/v1/items", query: "?limit=1"),
            Call(path: "/v1/items", query: "?limit=0", status: 400),
            Call(path: "/v1/items", query: "?limit=ten", status: 400),
            Call(path: "/v1/items", query: "?cursor=!", status: 404),
            Call(path: "/v1/items/{id}", name: "mug"), Call(path: "/v1/items/{id}", name: "none", status: 404),
            Call(path: "/v1/items/{id}", name: "%FF", status: 400),
            Call(path: "/v1/items/{id}", name: "mug", headers: ["If-None-Match": tag], status: 304),
            Call(method: "POST", path: "/v1/decisions", body: ask),
            Call(method: "POST", path: "/v1/decisions", body: #"{"surface":"home","filter":{"brand":"none"}}"#),
            Call(method: "POST", path: "/v1/decisions", body: "{}", status: 422),
            Call(method: "POST", path: "/v1/decisions", body: #"{"surface":"home","item":"none"}"#, status: 404),
            Call(
                method: "POST", path: "/v1/shoppers",
                body: #"[{"id":"ada","country":"NL","attributes":{"level":3}},{"id":7},{}]"#),
            Call(path: "/v1/shoppers/{id}", name: "ada"), Call(path: "/v1/shoppers/{id}", name: "none", status: 404),
            Call(path: "/v1/shoppers/{id}/events", name: "u3", query: "?limit=1&kind=click,view"),
            Call(path: "/v1/shoppers/{id}/events", name: "none", status: 404),
            Call(path: "/v1/shoppers/{id}/decisions", name: "ada"),
            Call(path: "/v1/shoppers/{id}/lists", name: "u3", query: "?count=2"),
            Call(path: "/v1/shoppers/{id}/lists", name: "u3", query: "?count=0", status: 400),
            Call(path: "/v1/events"), Call(path: "/v1/events", query: "?kind=x", status: 400),
            Call(path: "/v1/decisions"), Call(path: "/v1/decisions", query: "?cursor=x", status: 404),
            Call(path: "/v1/items", query: "?text=mug&onSale=true&brand=none"),
            Call(path: "/v1/items/{id}/similar", name: "mug"),
            Call(path: "/v1/items/{id}/similar", name: "none", status: 404),
            Call(path: "/v1/items/{id}/figures", name: "mug"),
            Call(path: "/v1/items/{id}/figures", name: "mug", query: "?days=0", status: 400),
            Call(path: "/v1/decisions/{id}/outcome", name: decision),
            Call(path: "/v1/decisions/{id}/outcome", name: "none", status: 404),
            Call(method: "POST", path: "/v1/outcomes", body: #"{"decision":"\#(decision)","reward":0.5}"#),
            Call(
                method: "POST", path: "/v1/outcomes", body: #"{"decision":"\#(decision)","rewards":{"x":1}}"#,
                status: 422),
            Call(method: "POST", path: "/v1/outcomes", body: #"{"decision":"x","reward":1}"#, status: 404),
            Call(path: "/v1/exports/{table}", name: "events"),
            Call(path: "/v1/exports/{table}", name: "x", status: 404),
            Call(path: "/v1/decisions/{id}", name: decision), Call(path: "/v1/decisions/{id}", name: "x", status: 404),
            Call(path: "/v1/tag/equipoise.js"),
            Call(method: "POST", path: "/v1/tag/events", body: told),
            Call(method: "POST", path: "/v1/tag/events", body: #"{"visitor":"short","events":[]}"#, status: 422),
            Call(method: "POST", path: "/v1/tag/decisions", body: #"{"visitor":"0123456789abcdef","surface":"home"}"#),
            Call(
                method: "POST", path: "/v1/tag/decisions", body: #"{"visitor":"0123456789abcdef","surface":"home"}"#,
                headers: ["Content-Type": "text/plain", "Origin": "https://evil.example"], status: 403),
            Call(path: "/v1/dials"),
            Call(method: "PUT", path: "/v1/dials", body: #"{"policy":"budgeted(0.01)","familiarity":0.1}"#),
            Call(method: "PUT", path: "/v1/dials", body: #"{"policy":"guess"}"#, status: 422),
            Call(method: "PUT", path: "/v1/dials", body: #"{"shared":2}"#, status: 422),
            Call(path: "/v1/rules"), Call(method: "PUT", path: "/v1/rules", body: rules),
            Call(method: "PUT", path: "/v1/rules", body: #"{"rules":[{"name":"a","atMost":1}]}"#, status: 422),
            Call(method: "PUT", path: "/v1/rules/{name}", name: "hero", body: #"{"exclude":true}"#, status: 422),
            Call(method: "PUT", path: "/v1/rules/{name}", name: "variety", body: #"{"atMost":2,"each":"brand"}"#),
            Call(path: "/v1/rules/{name}", name: "hero"), Call(path: "/v1/rules/{name}", name: "none", status: 404),
            Call(method: "DELETE", path: "/v1/rules/{name}", name: "hero"),
            Call(method: "DELETE", path: "/v1/rules/{name}", name: "hero", status: 404),
            Call(path: "/v1/policies"),
            Call(method: "PUT", path: "/v1/policies/terms", body: #"{"shares":[0.1,0.5],"automatic":false}"#),
            Call(method: "PUT", path: "/v1/policies/terms", body: #"{"shares":[0.5,1]}"#, status: 422),
            Call(method: "POST", path: "/v1/policies/challengers", body: #"{"policy":"greedy"}"#, status: 202),
            Call(method: "POST", path: "/v1/policies/challengers", body: #"{"policy":"greedy"}"#, status: 409),
            Call(method: "POST", path: "/v1/policies/challengers", body: #"{"policy":"guess"}"#, status: 422),
            Call(path: "/v1/policies/challengers/{number}", name: "2"),
            Call(path: "/v1/policies/challengers/{number}", name: "9", status: 404),
            Call(path: "/v1/policies/challengers/{number}", name: "x", status: 400),
            Call(method: "POST", path: "/v1/policies/challengers/{number}/judge", name: "2", status: 202),
            Call(method: "POST", path: "/v1/policies/challengers/{number}/trial", name: "2", status: 409),
            Call(method: "POST", path: "/v1/policies/challengers/{number}/withdraw", name: "2"),
            Call(method: "POST", path: "/v1/policies/challengers/{number}/withdraw", name: "2", status: 409),
            Call(method: "POST", path: "/v1/policies/challengers/{number}/trial", name: "1"),
            Call(method: "POST", path: "/v1/policies/rollback"),
            Call(path: "/v1/schedule"),
            Call(method: "PUT", path: "/v1/schedule", body: schedule),
            Call(method: "PUT", path: "/v1/schedule", body: #"{"training":{"everyHours":0}}"#, status: 422),
            Call(path: "/v1/alerts"), Call(path: "/v1/alerts", query: "?limit=0", status: 400),
            Call(path: "/v1/changes", query: "?limit=2"), Call(path: "/v1/changes", query: "?before=x", status: 400),
            Call(method: "POST", path: "/v1/evaluations", body: #"{"targets":["logging"]}"#, status: 202),
            Call(method: "POST", path: "/v1/evaluations", body: #"{"targets":["best-arm"]}"#, status: 422),
            Call(method: "POST", path: "/v1/evaluations", body: #"{"targets":["README.md"]}"#, status: 422),
            Call(path: "/v1/evaluations"), Call(path: "/v1/evaluations/{number}", name: evaluation),
            Call(path: "/v1/evaluations/{number}", name: "99", status: 404),
            Call(method: "POST", path: "/v1/tasks/training", body: #"{"models":["popularity"]}"#, status: 202),
            Call(path: "/v1/tasks"), Call(path: "/v1/tasks/{id}", name: "1"),
            Call(path: "/v1/tasks/{id}", name: "x", status: 400), Call(path: "/v1/tasks/{id}", name: "99", status: 404),
            Call(path: "/v1/snapshots"), Call(method: "POST", path: "/v1/snapshots/{version}/promote", name: snapshot),
            Call(method: "POST", path: "/v1/snapshots/{version}/promote", name: "none", status: 404),
            Call(method: "DELETE", path: "/v1/shoppers/{id}", name: "u1"),
        ]
    }

    @Test("what is answered is what the document says, and nothing more: status, media type, headers, every member")
    func answers() async throws {
        try await ServedShop.with { served in
            _ = try await served.send("POST", "/v1/items", Self.items)
            let clicks = (0..<120).filter { $0 % 7 > 2 }.map { number in
                let time = Date(timeIntervalSinceNow: Double(-9000 + 60 * number)).ISO8601Format()
                return
                    #"{"kind":"click","time":"\#(time)","shopper":"u\#(number % 40)","item":"\#(number < 60 ? "mug" : "pan")"}"#
            }
            _ = try await served.send("POST", "/v1/events", clicks.joined(separator: "\n"))
            let task = try await served.shop.train(models: ["popularity"], by: "test")
            while served.shop.tasks.contains(where: { $0.id == task.id && $0.state == .running }) {
                try await Task.sleep(for: .milliseconds(10))
            }
            let snapshot = try #require(try await served.shop.snapshots().first?.version)
            let decision = try await served.send("POST", "/v1/decisions", #"{"surface":"home","shopper":"ada"}"#)
            let evaluation = try #require(try served.shop.addEvaluation())
            try await served.shop.addProvenChallenger()
            let tag = try await served.send("GET", "/v1/items/mug").headers["etag"]
            let calls = Self.calls(
                decision: try #require(decision.json["id"] as? String), snapshot: snapshot, evaluation: "\(evaluation)",
                tag: try #require(tag))
            let document = try await served.send("GET", "/v1/openapi.json").json
            var unmet = Set(Self.operations(document).map { "\($0.method) \($0.path)" })
            for call in calls {
                try await Self.check(call, of: served, document)
                if call.status < 300 { unmet.remove("\(call.method) \(call.path)") }
            }
            #expect(unmet.isEmpty, "no call of \(unmet)")
        }
    }

    private static func check(_ call: Call, of served: ServedShop, _ document: [String: Any]) async throws {
        let checker = SchemaChecker(document: document)
        let path = call.path.replacing(/\{.*?\}/, with: call.name) + call.query
        // One task of a kind at a time.
        while call.status == 202, served.shop.tasks.contains(where: { $0.state == .running }) {
            try await Task.sleep(for: .milliseconds(5))
        }
        let answer = try await served.send(call.method, path, call.body, headers: call.headers)
        let name: Comment = "\(call.method) \(path): \(answer.status) \(answer.text.prefix(300))"
        #expect(answer.status == call.status, name)
        let operation = try #require(
            operations(document).first { $0.method == call.method && $0.path == call.path }?.json, name)
        let responses = operation["responses"] as? [String: [String: Any]]
        let response = try #require(responses?["\(answer.status)"], name)
        for (header, reference) in response["headers"] as? [String: [String: String]] ?? [:] {
            #expect(answer.headers[header.lowercased()]?.isEmpty == false, "\(name): \(header)")
            #expect(checker.resolved(reference["$ref"] ?? "")["required"] as? Bool == true)
        }
        guard let content = response["content"] as? [String: [String: Any]] else {
            #expect(answer.text.isEmpty, name)
            return
        }
        let media = try #require(answer.headers["content-type"], name)
        let schema = try #require(content[media]?["schema"] as? [String: Any], "\(name): \(media)")
        let isJSON = media.hasSuffix("json") && !media.hasSuffix("x-ndjson")
        let value: Any = isJSON ? try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) : answer.text
        // Of the document itself no more is told than that it is one.
        guard call.path != "/v1/openapi.json" else { return }
        #expect(checker.faults(value, schema).isEmpty, "\(name): \(checker.faults(value, schema))")
    }

    @Test("a method that a path has not is 405 with those that it has; a path that there is not is 404")
    func methods() async throws {
        try await ServedShop.with { served in
            for (method, path, allowed) in [
                ("DELETE", "/livez", "GET, HEAD"), ("PUT", "/v1/events", "GET, HEAD, POST"),
                ("PUT", "/v1/items", "GET, HEAD, POST"),
                ("PATCH", "/v1/items/mug", "GET, HEAD"), ("OPTIONS", "/v1/decisions", "GET, HEAD, POST"),
                ("POST", "/v1/decisions/x", "GET, HEAD"), ("DELETE", "/v1/snapshots/x/promote", "POST"),
                ("GET", "/v1/tasks/training", "POST"), ("POST", "/v1/tasks/1", "GET, HEAD"),
            ] {
                let answer = try await served.send(method, path)
                #expect(answer.status == 405, "\(method) \(path): \(answer.text)")
                #expect(answer.headers["allow"] == allowed)
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(answer.headers["x-request-id"] == answer.json["request"] as? String)
            }
            for path in ["/v1", "/v2/items", "/v1/items/mug/x"] {
                let answer = try await served.send("PUT", path)
                #expect(answer.status == 404 && answer.headers["allow"] == nil, "\(path)")
            }
        }
    }

    @Test(
        "bodies that are JSON and no rows are told so row by row, in every layout",
        arguments: PostedRows.presets, ["[[]]", "[false,{}]", #"["a,b",1.5,null]"#])
    func oddRows(_ preset: String, _ body: String) async throws {
        try await ServedShop.with { served in
            let answer = try await served.send("POST", "/v1/events?preset=\(preset)", body)
            #expect(answer.status == 200, "\(answer.text)")
            let rows = answer.json["rows"] as? [[String: Any]] ?? []
            let sent = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [Any]
            #expect(rows.count == sent?.count)
            #expect(rows.compactMap { $0["row"] as? Int } == Array(rows.indices))
            #expect(rows.first?["code"] as? String == "json.not-object", "\(answer.text)")
        }
    }
}

extension LiveShop {
    /// - Returns: its number.
    fileprivate nonisolated func addEvaluation() throws -> Int64? {
        let report = #"{"decisions":0,"estimates":[],"refusals":[]}"#
        try record(
            .evaluation, "judged", by: "test",
            LiveEvaluation.Content(ask: EvaluationAsk(targets: ["logging"]), report: report))
        return try evaluations().first?.number
    }

    /// As if the log spoke for it.
    fileprivate func addProvenChallenger() async throws {
        let (challenger, task) = try propose(PolicyChoice("uniform"), by: "test")
        while board.record(task.id).state == .running { try await Task.sleep(for: .milliseconds(5)) }
        try change(challenger.number, "judged", by: "test") {
            $0.state = .proven
            $0.judgement = Judgement(time: time.now(), confidence: 0.95, surfaces: [], gain: 1, lower: 0.5, upper: 1.5)
        }
    }
}
