import Commerce
import Foundation
import Ledger
import Testing

@testable import Engine
@testable import Server

@Suite("What pages in browsers may ask", .serialized)
struct TagTests {
    private static let items = """
        [{"id":"mug","title_en":"Mug","title_zh":"杯","category":"Home/Kitchen","price":12.5,"currency":"EUR","stock":3,
          "image":"https://shop.example/mug.jpg","purchasing_price":"2"},
         {"id":"pan","title":"Pan","stock":2}]
        """
    private static let visitor = "0123456789abcdef0123"
    private static let plain = ["Content-Type": "text/plain;charset=UTF-8"]

    private static func events(_ rows: String..., visitor: String = visitor, key: String? = nil) -> String {
        let key = key.map { #""key":"\#($0)","# } ?? ""
        return #"{\#(key)"visitor":"\#(visitor)","session":"s","events":[\#(rows.joined(separator: ","))]}"#
    }

    private static func ask(_ more: String = "", visitor: String = visitor) -> String {
        #"{"visitor":"\#(visitor)","surface":"home","count":5\#(more.isEmpty ? "" : "," + more)}"#
    }

    private static func withShop(_ body: (ServedShop) async throws -> Void) async throws {
        try await ServedShop.with { served in
            _ = try await served.send("POST", "/v1/items", items)
            try await body(served)
        }
    }

    @Test("a list has what a page needs to draw it, and nothing that a shop keeps to itself")
    func list() async throws {
        try await Self.withShop { served in
            let answer = try await served.send("POST", "/v1/tag/decisions", Self.ask(#""language":"zh""#))
            #expect(answer.status == 200, "\(answer.text)")
            let places = try #require(answer.json["items"] as? [[String: Any]])
            #expect(Set(places.compactMap { $0["item"] as? String }) == ["mug", "pan"])
            let mug = try #require(places.first { $0["item"] as? String == "mug" })
            #expect(mug["title"] as? String == "杯" && mug["price"] as? Double == 12.5)
            #expect(mug["image"] as? String == "https://shop.example/mug.jpg")
            #expect(!answer.text.contains("purchasing") && !answer.text.contains("score"))
            let id = DecisionID(try #require(answer.json["id"] as? String))
            let decision = try #require(try served.shop.ledger.decision(id))
            #expect(decision.visitor?.rawValue == Self.visitor && decision.shopper == nil)
        }
    }

    @Test("an act is stored once, at the time that it happened by the server's clock, and priced by the catalogue")
    func acts() async throws {
        try await Self.withShop { served in
            func act(_ ago: Int) -> String {
                #"{"id":"a","kind":"purchase","ago":\#(ago),"item":"mug","quantity":2,"order":"o","decision":"d","position":1,"price":0.01,"shopper":"ada"}"#
            }
            let before = Date.now
            let first = try await served.send("POST", "/v1/tag/events", Self.events(act(60_000)))
            #expect(first.json["counts"] as? [String: Int] == ["added": 1], "\(first.text)")
            // Sent again later, it is as long ago as it is.
            let again = try await served.send("POST", "/v1/tag/events", Self.events(act(61_500)))
            #expect(again.json["counts"] as? [String: Int] == ["known": 1], "\(again.text)")
            let events = try served.shop.ledger.events(matching: EventQuery(kinds: [.purchase]))
            #expect(events.count == 1)
            let event = try #require(events.first)
            #expect(event.visitor?.rawValue == Self.visitor && event.shopper == nil)
            #expect(event.price?.minorUnits == 1250 && event.quantity == 2 && event.decision == "d")
            let late = before.timeIntervalSince1970 - Double(event.time.milliseconds) / 1000
            #expect((50...60.1).contains(late))
            // Another visitor's act of the same name is another, and so is an event of the backend.
            let other = Self.events(act(5), visitor: "another-visitor-1")
            #expect(try await served.send("POST", "/v1/tag/events", other).text.contains(#""added":1"#))
            let time = Date(timeIntervalSinceNow: -1).ISO8601Format()
            let backend = #"{"id":"a","kind":"purchase","time":"\#(time)","shopper":"ada","item":"mug"}"#
            #expect(try await served.send("POST", "/v1/events", backend).text.contains(#""added":1"#))
        }
    }

    @Test(
        "what a page may not tell is refused, and keeps nothing else out",
        arguments: [
            (#"{"id":"x","kind":"return","ago":1,"item":"mug"}"#, "tag.kind"),
            (#"{"id":"x","kind":"rating","ago":1,"item":"mug"}"#, "tag.kind"),
            (#"{"id":"x","kind":"dance","ago":1,"item":"mug"}"#, "tag.kind"),
            (#"{"id":"x","kind":"click","ago":1,"item":"none"}"#, "tag.item"),
            (#"{"id":"x","kind":"click","ago":1}"#, "tag.item"),
            (#"{"id":"x","kind":"click","ago":-1,"item":"mug"}"#, "tag.ago"),
            (#"{"id":"x","kind":"click","ago":86400001,"item":"mug"}"#, "tag.ago"),
            (#"{"id":"","kind":"click","ago":1,"item":"mug"}"#, "tag.id"),
            (#"{"id":"x","kind":"click","ago":1,"item":"mug","position":0}"#, "tag.position"),
            (#"{"id":"x","kind":"cart","ago":1,"item":"mug","quantity":1e300}"#, "tag.quantity"),
            (#"{"id":"x","kind":"search","ago":1,"text":"  "}"#, "tag.text"),
            (#"{"id":"x","kind":"click","item":"mug"}"#, "tag.event"), ("7", "tag.event"), ("null", "tag.event"),
        ])
    func refusals(_ row: String, _ code: String) async throws {
        try await Self.withShop { served in
            let good = #"{"id":"y","kind":"search","ago":1,"text":"mug"}"#
            let answer = try await served.send("POST", "/v1/tag/events", Self.events(row, good))
            #expect(answer.json["counts"] as? [String: Int] == ["added": 1, "rejected": 1], "\(answer.text)")
            let rows = try #require(answer.json["rows"] as? [[String: Any]])
            #expect(rows.count == 1 && rows[0]["row"] as? Int == 0 && rows[0]["code"] as? String == code)
        }
    }

    @Test(
        "who asks is a visitor whom nobody can guess, and asks for nothing that would tell more than is shown",
        arguments: [
            (ask(visitor: "42"), 422, "tag.visitor"), (ask(visitor: "a name with blanks"), 422, "tag.visitor"),
            (ask(visitor: String(repeating: "x", count: 65)), 422, "tag.visitor"),
            (#"{"surface":"home"}"#, 422, "body.member"),
            (ask(#""shopper":"ada""#), 422, "tag.member"),
            (ask(#""filter":{"attributes.purchasing_price":{"max":3}}"#), 422, "tag.member"),
            (ask(#""context":{"x":1}"#), 422, "tag.member"), (ask(#""session":"""#), 422, "tag.session"),
            (ask(#""item":"none""#), 404, "decision.anchor"), ("{", 400, "body.json"),
            (String(repeating: " ", count: 1 << 15), 413, "body.large"),
        ])
    func asks(_ body: String, _ status: Int, _ code: String) async throws {
        try await Self.withShop { served in
            let answer = try await served.send("POST", "/v1/tag/decisions", body)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.json["type"] as? String == "urn:equipoise:problem:\(code)")
        }
    }

    @Test("bodies and batches beyond the limits are refused")
    func limits() async throws {
        try await Self.withShop { served in
            let act = #"{"id":"x","kind":"click","ago":1,"item":"mug"}"#
            let many = Self.events([String](repeating: act, count: 101).joined(separator: ","))
            let answer = try await served.send("POST", "/v1/tag/events", many)
            #expect(answer.status == 413 && answer.text.contains("rows.many"))
            let large = Self.events(#"{"id":"\#(String(repeating: "x", count: 1 << 16))"}"#)
            #expect(try await served.send("POST", "/v1/tag/events", large).status == 413)
        }
    }

    @Test("plain text is taken from pages whose origin is known, and from nobody else")
    func origins() async throws {
        try await Self.withShop { served in
            func send(_ headers: [String: String]) async throws -> ServedShop.Answer {
                try await served.send("POST", "/v1/tag/decisions", Self.ask(), headers: headers)
            }
            let own = "http://127.0.0.1:\(served.port)"
            let answer = try await send(Self.plain.merging(["Origin": own]) { $1 })
            #expect(answer.status == 200 && answer.headers["access-control-allow-origin"] == own)
            #expect(answer.headers["vary"] == "Origin")
            // Without an origin it is no page, and says what it sends.
            #expect(try await send(Self.plain).status == 403)
            #expect(try await send([:]).status == 200)
            for foreign in ["https://evil.example", "null", "https://127.0.0.1:\(served.port)"] {
                let answer = try await send(Self.plain.merging(["Origin": foreign]) { $1 })
                #expect(answer.status == 403 && answer.headers["access-control-allow-origin"] == nil, "\(foreign)")
            }
            // Elsewhere plain text is refused, wherever it comes from.
            let items = try await served.send(
                "POST", "/v1/items", Self.items, headers: Self.plain.merging(["Origin": own]) { $1 })
            #expect(items.status == 415)
        }
    }

    @Test("a page's key may be public: it opens nothing else, and no other key is taken from a page")
    func keys() async throws {
        try await ServedShop.withKeys { served, keys in
            _ = try await served.send("POST", "/v1/items", Self.items, key: keys[.admin])
            func tell(_ key: String?) async throws -> ServedShop.Answer {
                let act = #"{"id":"\#(UUID())","kind":"click","ago":1,"item":"mug"}"#
                return try await served.send("POST", "/v1/tag/events", Self.events(act, key: key))
            }
            #expect(try await tell(nil).status == 401)
            #expect(try await tell("eqp_wrong").status == 401)
            for (role, key) in keys {
                let answer = try await tell(key)
                #expect(answer.status == (role == .storefront ? 200 : 403), "\(role)")
                #expect(role == .storefront || answer.text.contains("tag.secret"))
                let own = try await served.send(
                    "POST", "/v1/tag/decisions", Self.ask(visitor: "\(role)-\(Self.visitor)"), key: key)
                #expect(own.status == ([.storefront, .operate, .admin].contains(role) ? 200 : 403), "\(role)")
            }
            for (method, path, body) in [
                ("POST", "/v1/items", "[]"), ("POST", "/v1/events", "[]"),
                ("POST", "/v1/decisions", #"{"surface":"home"}"#), ("GET", "/v1/status", nil),
                ("GET", "/metrics", nil),
            ] as [(String, String, String?)] {
                #expect(try await served.send(method, path, body, key: keys[.storefront]).status == 403, "\(path)")
            }
        }
    }

    @Test("the tag is small, is kept by browsers, and may be loaded by any page")
    func script() async throws {
        try await ServedShop.with { served in
            let script = try await served.send("GET", "/v1/tag/equipoise.js")
            #expect(script.status == 200 && script.headers["content-type"] == "text/javascript; charset=utf-8")
            #expect(script.text.utf8.count < 10 << 10)
            #expect(script.headers["access-control-allow-origin"] == "*")
            #expect(script.headers["cache-control"]?.contains("max-age=") == true)
            let tag = try #require(script.headers["etag"])
            let again = try await served.send("GET", "/v1/tag/equipoise.js", headers: ["If-None-Match": tag])
            #expect(again.status == 304 && again.text.isEmpty)
        }
    }

    @Test(
        "an origin is what a browser would send",
        arguments: [
            ("https://shop.example", "https://shop.example"), ("https://Shop.Example/", "https://shop.example"),
            ("https://shop.example:443", "https://shop.example"), ("http://localhost:3000", "http://localhost:3000"),
            ("shop.example", nil), ("https://shop.example/path", nil), ("ftp://shop.example", nil), ("*", nil),
            ("", nil),
            ("https://", nil),
        ])
    func originSettings(_ text: String, _ origin: String?) throws {
        if let origin {
            #expect(try PageSettings(origins: [text], hasStorefront: false).origins == [origin])
        } else {
            let error = #expect(throws: ServerError.self) { try PageSettings(origins: [text], hasStorefront: false) }
            #expect(error?.code == "serve.origin")
        }
    }
}
