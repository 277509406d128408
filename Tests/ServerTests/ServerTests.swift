import Commerce
import Foundation
import Ledger
import Testing

@testable import Engine
@testable import Server

@Suite("The HTTP API", .serialized)
struct ServerTests {
    private static let items = """
        [{"id":"mug","title":"Mug","category":"Home/Kitchen","price":12.5,"currency":"EUR","stock":3},
         {"id":"pan","title":"平底锅","category":"Home/Kitchen","brand":"B","price":30,"currency":"EUR"},
         {"id":"pot","title":"Pot","category":"Home/Garden","stock":2}]
        """

    private static func now(_ seconds: Double = 0) -> String {
        Date(timeIntervalSinceNow: seconds).ISO8601Format(.iso8601(timeZone: .gmt))
    }

    private static func shown(_ answer: ServedShop.Answer) -> [String] {
        ((answer.json["items"] as? [[String: Any]]) ?? []).compactMap { $0["item"] as? String }
    }

    @Test("items, events and decisions: every row is answered for itself, and an event counts at once")
    func loop() async throws {
        try await ServedShop.with { served in
            #expect(try await served.send("GET", "/livez").status == 200)
            #expect(try await served.send("GET", "/readyz").status == 200)
            let items = try await served.send("POST", "/v1/items", Self.items)
            #expect(items.status == 200)
            #expect(items.json["counts"] as? [String: Int] == ["changed": 3])
            let ask = #"{"surface":"home","shopper":"ada","session":"s","count":5,"context":{"device":"phone"}}"#
            let first = try await served.send("POST", "/v1/decisions", ask)
            #expect(Set(Self.shown(first)) == ["mug", "pan", "pot"])
            let id = try #require(first.json["id"] as? String)
            let buy =
                #"{"kind":"purchase","time":"\#(Self.now())","shopper":"ada","item":"pot","id":"e1","decision":"\#(id)"}"#
            let rows = [
                buy, buy, #"{"kind":"dance","time":"\#(Self.now())","shopper":"ada","item":"pot"}"#, "nonsense",
                #"{"kind":"click","time":"\#(Self.now(3600))","shopper":"ada","item":"pot"}"#,
            ]
            let events = try await served.send("POST", "/v1/events", rows.joined(separator: "\n"))
            #expect(events.json["counts"] as? [String: Int] == ["added": 1, "known": 1, "rejected": 3])
            let refused = try #require(events.json["rows"] as? [[String: Any]])
            #expect(refused.compactMap { $0["row"] as? Int } == [1, 2, 3, 4])
            #expect(
                refused.compactMap { $0["code"] as? String } == ["kind.unknown", "json.malformed", "event.future"])
            // What was bought is gone from the next list.
            let second = try await served.send("POST", "/v1/decisions", ask)
            #expect(Set(Self.shown(second)) == ["mug", "pan"])
            let trace = try await served.send("GET", "/v1/decisions/\(id)")
            #expect(trace.json["isReplayed"] as? Bool == true)
            let filtered = try await served.send(
                "POST", "/v1/decisions",
                #"{"surface":"home","visitor":"v","filter":{"brand":"B","price":{"min":10,"max":40}}}"#)
            #expect(Self.shown(filtered) == ["pan"])
            let nothing = try await served.send(
                "POST", "/v1/decisions", #"{"surface":"home","visitor":"v","filter":{"brand":"none"}}"#)
            #expect(nothing.status == 200 && Self.shown(nothing).isEmpty && nothing.json["reason"] != nil)
        }
    }

    @Test(
        "layouts of others are taken as they are",
        arguments: [
            (
                "segment",
                #"{"type":"track","event":"Product Added","userId":"u","messageId":"m","timestamp":"TIME","properties":{"product_id":"mug"}}"#
            ),
            (
                "ga4",
                #"{"event_date":"20260301","event_timestamp":"1772359200000000","event_name":"add_to_cart","user_id":"u","user_pseudo_id":"p","items":[{"item_id":"mug"}]}"#
            ),
            (
                "airec",
                #"{"trace_id":"t","item_id":"mug","item_type":"item","bhv_type":"click","bhv_time":"1772359200","user_id":"u","bhv_value":"1","scene_id":"home"}"#
            ),
        ])
    func layouts(_ preset: String, _ row: String) async throws {
        try await ServedShop.with { served in
            let body = row.replacingOccurrences(of: "TIME", with: Self.now())
            let answer = try await served.send("POST", "/v1/events?preset=\(preset)", body)
            #expect(answer.json["counts"] as? [String: Int] == ["added": 1], "\(answer.text)")
            #expect(try served.shop.ledger.summary().events == 1)
        }
    }

    @Test(
        "what is wrong with a request is told as RFC 9457 has it, with its number",
        arguments: [
            ("POST", "/v1/decisions", "{", 400, "body.json"),
            ("POST", "/v1/decisions", #"{"surface":1}"#, 422, "body.type"),
            ("POST", "/v1/decisions", "{}", 422, "body.member"), ("POST", "/v1/decisions", "[]", 422, "body.type"),
            ("POST", "/v1/decisions", #"{"surface":"home","count":1.5}"#, 422, "body.value"),
            ("POST", "/v1/decisions", #"{"surface":"home","count":1e30}"#, 422, "body.value"),
            ("POST", "/v1/decisions", #"{"surface":"home","context":{"x":1e999}}"#, 422, "body.value"),
            ("POST", "/v1/decisions", #"{"surface":"home","filter":{"price":{"mim":1}}}"#, 422, "body.value"),
            ("POST", "/v1/decisions", #"{"surface":"home","filter":{"price":{"min":null}}}"#, 422, "body.type"),
            ("POST", "/v1/decisions", #"{"surface":"\ud800"}"#, 400, "body.json"),
            ("POST", "/v1/decisions", #"{"surface":"home","count":0}"#, 422, "decision.count"),
            ("POST", "/v1/decisions", #"{"surface":"home","item":"x"}"#, 404, "decision.anchor"),
            ("POST", "/v1/decisions", #"{"surface":"home","category":"x"}"#, 404, "decision.category"),
            ("POST", "/v1/decisions", #"{"surface":"home","filter":{"size":"x"}}"#, 422, "decision.filter"),
            ("POST", "/v1/decisions", #"{"surface":"home","filter":{"brand":{}}}"#, 422, "body.value"),
            ("POST", "/v1/events?preset=x", "{}", 400, "rows.preset"), ("POST", "/v1/events", "[{", 400, "rows.json"),
            ("POST", "/v1/events", "", 400, "body.missing"),
            ("GET", "/v1/decisions/none", nil, 404, "decision.unknown"),
            ("GET", "/v1/none", nil, 404, nil),
        ] as [(String, String, String?, Int, String?)])
    func problems(_ method: String, _ path: String, _ body: String?, _ status: Int, _ code: String?) async throws {
        try await ServedShop.with { served in
            let answer = try await served.send(method, path, body)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.json["type"] as? String == code.map { "urn:equipoise:problem:\($0)" } ?? "about:blank")
            #expect(answer.json["request"] as? String == answer.headers["x-request-id"])
        }
    }

    @Test("bodies beyond the limit are refused, and deep ones do no harm")
    func hostileBodies() async throws {
        try await ServedShop.with { served in
            let large = try await served.send("POST", "/v1/events", String(repeating: "x", count: 10 << 20))
            #expect(large.status == 413)
            let deep = String(repeating: "[", count: 100_000)
            #expect(try await served.send("POST", "/v1/events", deep).status == 400)
            let row = #"{"kind":"click","attributes":"# + String(repeating: "[", count: 10_000) + "}"
            let answer = try await served.send("POST", "/v1/events", row)
            #expect(answer.status == 200 && answer.json["counts"] as? [String: Int] == ["rejected": 1])
            #expect(try await served.send("POST", "/v1/decisions", deep).status == 413)
            #expect(try await served.send("POST", "/v1/decisions", String(deep.prefix(60_000))).status == 400)
            #expect(try await served.send("GET", "/livez").status == 200)
        }
    }

    @Test("an answer that tells the whole second of its list counts as an answer, and once")
    func coarseTimes() async throws {
        try await ServedShop.with { served in
            _ = try await served.send("POST", "/v1/items", Self.items)
            let list = try await served.send("POST", "/v1/decisions", #"{"surface":"home","shopper":"ada"}"#)
            let id = try #require(list.json["id"] as? String)
            let decided = try #require(try served.shop.ledger.decision(DecisionID(id))).time
            let second = Timestamp(milliseconds: decided.milliseconds / 1000 * 1000)
            let click =
                #"{"kind":"click","time":"\#(second)","shopper":"ada","item":"mug","id":"c1","decision":"\#(id)"}"#
            for status in ["added", "known"] {
                let answer = try await served.send("POST", "/v1/events", click)
                #expect(answer.json["counts"] as? [String: Int] == [status: 1], "\(answer.text)")
            }
            let stored = try served.shop.ledger.events(matching: EventQuery(kinds: [.click]))
            #expect(stored.map(\.time) == [decided])
        }
    }

    @Test("keys open what their role may do, and nothing else")
    func keys() async throws {
        try await ServedShop.withKeys { served, keys in
            #expect(try await served.send("GET", "/livez").status == 200)
            for (method, path, body, allowed) in [
                ("POST", "/v1/items", Self.items, [Role.ingest, .operate, .admin]),
                ("POST", "/v1/decisions", #"{"surface":"home"}"#, [.decide, .operate, .admin]),
                ("GET", "/v1/status", nil, [.operate, .admin]), ("GET", "/metrics", nil, [.operate, .admin]),
            ] as [(String, String, String?, [Role])] {
                #expect(try await served.send(method, path, body).status == 401)
                #expect(try await served.send(method, path, body, key: "eqp_wrong").status == 401)
                for role in Role.allCases {
                    let status = try await served.send(method, path, body, key: keys[role]).status
                    #expect(status == (allowed.contains(role) ? 200 : 403), "\(role) \(path)")
                }
            }
            let file = try String(contentsOf: served.shop.folder.url.appending(path: "keys.json"), encoding: .utf8)
            for key in keys.values { #expect(!file.contains(key)) }
        }
    }

    @Test("a training runs beside the requests, its snapshot proposes when it is done, and an older one can come back")
    func training() async throws {
        try await ServedShop.with { served in
            _ = try await served.send("POST", "/v1/items", Self.items)
            var rows: [String] = []
            for shopper in 0..<40 {
                for (place, item) in ["mug", "pan", "pot"].enumerated() where (shopper + place) % 3 > 0 {
                    let time = Self.now(Double(place - 1000 * shopper))
                    rows.append(#"{"kind":"click","time":"\#(time)","shopper":"u\#(shopper)","item":"\#(item)"}"#)
                }
            }
            #expect(try await served.send("POST", "/v1/events", rows.joined(separator: "\n")).status == 200)
            func train(_ model: String) async throws -> String {
                let begun = try await served.send("POST", "/v1/tasks/training", #"{"models":["\#(model)"]}"#)
                #expect(begun.status == 202, "\(begun.text)")
                let id = try #require(begun.json["id"] as? Int)
                for _ in 0..<400 {
                    let task = try await served.send("GET", "/v1/tasks/\(id)").json
                    if task["state"] as? String != "running" {
                        #expect(task["state"] as? String == "done", "\(task)")
                        return try #require(task["result"] as? String)
                    }
                    #expect(try await served.send("GET", "/livez").status == 200)
                    try await Task.sleep(for: .milliseconds(25))
                }
                throw CancellationError()
            }
            func serving() async throws -> String? {
                try await served.send("POST", "/v1/decisions", #"{"surface":"home","shopper":"u1"}"#)
                    .json["snapshot"] as? String
            }
            let first = try await train("popularity")
            #expect(try await serving() == first)
            let second = try await train("markov")
            #expect(second != first)
            #expect(try await serving() == second)
            let promoted = try await served.send("POST", "/v1/snapshots/\(first)/promote")
            #expect(promoted.status == 200, "\(promoted.text)")
            #expect(try await serving() == first)
            #expect(try await served.send("POST", "/v1/snapshots/none/promote").status == 404)
            #expect(try await served.send("POST", "/v1/tasks/training", #"{"models":["none"]}"#).status == 202)
            for _ in 0..<400 {
                let tasks = try await served.send("GET", "/v1/tasks").json["tasks"] as? [[String: Any]]
                if let last = tasks?.last, last["state"] as? String == "failed" {
                    #expect((last["error"] as? String)?.contains("none") == true)
                    return
                }
                try await Task.sleep(for: .milliseconds(25))
            }
            Issue.record("a training of a model that does not exist did not fail")
        }
    }

    @Test("the dials are turned while the shop is served, and stay where they were left")
    func dials() async throws {
        try await ServedShop.with { served in
            _ = try await served.send("POST", "/v1/items", Self.items)
            func policy() async throws -> String? {
                try await served.send("POST", "/v1/decisions", #"{"surface":"home","shopper":"u1"}"#).json["policy"]
                    as? String
            }
            #expect(try await policy() == "budgeted(0.02)")
            let turned = try await served.send(
                "PUT", "/v1/dials", #"{"policy":"epsilon-greedy(0.5)","familiarity":0.3,"windowSeconds":600}"#)
            #expect(turned.status == 200, "\(turned.text)")
            #expect(try await policy() == "epsilon-greedy(0.5)")
            let now = try await served.send("GET", "/v1/dials").json
            #expect(now["familiarity"] as? Double == 0.3 && now["shared"] as? Double == 0)
            for bad in [
                #"{"policy":"best"}"#, #"{"policy":"epsilon-greedy(2)"}"#, #"{"shared":1.5}"#, #"{"windowSeconds":-1}"#,
                #"{"familiarity":"much"}"#,
            ] {
                #expect(try await served.send("PUT", "/v1/dials", bad).status == 422, "\(bad)")
            }
            #expect(try await policy() == "epsilon-greedy(0.5)")
            #expect(
                try served.shop.ledger.setting(LiveDials.self, of: .dials)?.policy.name == "epsilon-greedy(0.5)")
            let change = try #require(try served.shop.changes(of: "dials").first)
            #expect(change.author == "this machine" && change.action == "turned")
            #expect(try await served.send("PUT", "/v1/dials", #"{"policy":"budgeted(0.05)"}"#).status == 200)
            #expect(try await policy() == "budgeted(0.05)")
            let status = try await served.send("GET", "/v1/status").json
            let surfaces = try #require(status["surfaces"] as? [[String: Any]])
            let account = try #require(surfaces.first?["account"] as? [String: Any])
            // Both times with a budget.
            #expect(account["decisions"] as? Int == 2)
        }
    }

    @Test("a server that others can reach is not opened without keys")
    func openServer() async throws {
        try await ServedShop.with { served in
            let error = #expect(throws: ServerError.self) {
                try ShopServer(
                    shops: [HostedShop(name: "shop", live: served.shop, keys: served.keys)],
                    address: .init(host: "0.0.0.0"))
            }
            #expect(error?.code == "serve.open")
        }
    }
}
