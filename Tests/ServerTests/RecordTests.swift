import Commerce
import Foundation
import Ledger
import Testing

@testable import Engine
@testable import Server

@Suite("Shoppers, items and the record over HTTP", .serialized)
struct RecordTests {
    private static func now(_ seconds: Double = 0) -> String {
        Date(timeIntervalSinceNow: seconds).ISO8601Format(.iso8601(timeZone: .gmt))
    }

    /// Twenty events and three lists of Ada, one of Bob.
    private static func fill(_ served: ServedShop) async throws {
        let items = (0..<30).map {
            #"{"id":"i\#($0)","title":"Thing \#($0)","category":"All/Leaf \#($0 % 3)","brand":"B\#($0 % 2)","stock":\#($0 % 5)}"#
        }
        _ = try await served.send("POST", "/v1/items", items.joined(separator: "\n"))
        let events = (0..<20).map {
            #"{"kind":"\#($0 % 4 == 0 ? "click" : "view")","time":"\#(now(Double(-500 + $0)))","shopper":"ada b/ä","item":"i\#($0 % 7)"}"#
        }
        _ = try await served.send("POST", "/v1/events", events.joined(separator: "\n"))
        for shopper in ["ada b/ä", "ada b/ä", "ada b/ä", "bob"] {
            _ = try await served.send("POST", "/v1/decisions", #"{"surface":"home","shopper":"\#(shopper)","count":4}"#)
        }
    }

    private static let ada = "ada%20b%2F%C3%A4"

    @Test("shoppers are described, looked up, and their timeline is paged and filtered")
    func shoppers() async throws {
        try await ServedShop.with { served in
            try await Self.fill(served)
            let row = #"{"id":"ada b/ä","attributes":{"country":"NL"}}"#
            for status in ["changed", "known"] {
                let posted = try await served.send("POST", "/v1/shoppers", "[\(row)]")
                #expect(posted.json["counts"] as? [String: Int] == [status: 1], "\(posted.text)")
            }
            let mixed = try await served.send("POST", "/v1/shoppers", row.replacing("NL", with: "BE") + "\n{}")
            #expect(mixed.json["counts"] as? [String: Int] == ["changed": 1, "rejected": 1], "\(mixed.text)")
            let profile = try await served.send("GET", "/v1/shoppers/\(Self.ada)").json
            #expect(profile["attributes"] as? [String: String] == ["country": "BE"])
            #expect(profile["events"] as? [String: Int] == ["view": 15, "click": 5])
            #expect(profile["decisions"] as? Int == 3)
            #expect(try await served.send("GET", "/v1/shoppers/nobody").status == 404)
            var (times, cursor): ([String], String?) = ([], nil)
            repeat {
                let query = "?limit=2&kind=click" + (cursor.map { "&cursor=\($0)" } ?? "")
                let page = try await served.send("GET", "/v1/shoppers/\(Self.ada)/events\(query)").json
                times += (page["events"] as? [[String: Any]] ?? []).compactMap { $0["time"] as? String }
                cursor = page["next"] as? String
            } while cursor != nil
            #expect(times.count == 5 && times == times.sorted(by: >))
            let shown = try await served.send("GET", "/v1/shoppers/\(Self.ada)/decisions").json
            #expect((shown["decisions"] as? [Any])?.count == 3)
            for (path, status) in [
                ("?kind=dance", 400), ("?from=yesterday", 400), ("?limit=0", 400), ("?cursor=!", 404),
                ("?cursor=", 404),
            ] {
                let answer = try await served.send("GET", "/v1/shoppers/\(Self.ada)/events\(path)")
                #expect(answer.status == status, "\(path): \(answer.text)")
            }
        }
    }

    @Test("lists are found by surface, shopper, policy, item and time")
    func logs() async throws {
        try await ServedShop.with { served in
            try await Self.fill(served)
            func count(_ query: String) async throws -> Int {
                let answer = try await served.send("GET", "/v1/decisions\(query)")
                #expect(answer.status == 200, "\(answer.text)")
                return (answer.json["decisions"] as? [Any])?.count ?? -1
            }
            #expect(try await count("") == 4)
            #expect(try await count("?shopper=bob") == 1)
            #expect(try await count("?surface=cart") == 0)
            #expect(try await count("?policy=directed") == 4)
            #expect(try await count("?policy=direct") == 0)
            #expect(try await count("?from=2999-01-01T00:00:00Z") == 0)
            #expect(try await count("?item=none") == 0)
            let all = try await served.send("GET", "/v1/decisions?limit=1").json
            let items = (all["decisions"] as? [[String: Any]])?.first?["items"] as? [[String: Any]]
            let item = try #require(items?.first?["item"] as? String)
            #expect(try await count("?item=\(item)") >= 1)
            let events = try await served.send("GET", "/v1/events?item=i0&kind=view,click").json
            #expect((events["events"] as? [Any])?.count == 3)
        }
    }

    @Test("the catalogue is searched, and an item has neighbours and figures")
    func items() async throws {
        try await ServedShop.with { served in
            try await Self.fill(served)
            func count(_ query: String) async throws -> Int {
                (try await served.send("GET", "/v1/items\(query)").json["items"] as? [Any])?.count ?? -1
            }
            #expect(try await count("?text=thing%2012") == 1)
            #expect(try await count("?text=LEAF%20b1&limit=1000") == 15)
            #expect(try await count("?brand=B0") == 15)
            #expect(try await count("?category=All/Leaf%201") == 10)
            #expect(try await count("?onSale=true") == 24)
            #expect(try await served.send("GET", "/v1/items?onSale=perhaps").status == 400)
            let figures = try await served.send("GET", "/v1/items/i0/figures?days=2").json
            let day = (figures["days"] as? [[String: Any]])?.last
            #expect((day?["events"] as? [String: Int])?.values.reduce(0, +) == 3, "\(figures)")
            #expect(try await served.send("GET", "/v1/items/none/similar").status == 404)
        }
    }

    @Test("only an admin erases; then nobody knows the shopper, and again it is the same")
    func erasure() async throws {
        try await ServedShop.withKeys { served, keys in
            let admin = keys[.admin]
            let event = #"{"kind":"search","time":"\#(Self.now(-5))","shopper":"ada","text":"gift"}"#
            _ = try await served.send("POST", "/v1/events", event, key: admin)
            #expect(try await served.send("DELETE", "/v1/shoppers/ada", key: keys[.operate]).status == 403)
            #expect(try await served.send("GET", "/v1/shoppers/ada", key: admin).status == 200)
            let erased = try await served.send("DELETE", "/v1/shoppers/ada", key: admin)
            #expect(erased.status == 200 && erased.json["events"] as? Int == 1, "\(erased.text)")
            #expect(try await served.send("GET", "/v1/shoppers/ada", key: admin).status == 404)
            let again = try await served.send("DELETE", "/v1/shoppers/ada", key: admin)
            #expect(again.status == 200 && again.json["events"] as? Int == 0)
            #expect(try served.shop.changes(of: "erasure").first?.author == "admin")
        }
    }

    @Test("exports are whole, packed on request, and kept to the time asked for")
    func exports() async throws {
        try await ServedShop.with { served in
            try await Self.fill(served)
            for (table, count) in [("items", 30), ("events", 20), ("decisions", 4), ("outcomes", 0)] {
                for encoding in ["identity", "gzip", "gzip;q=0", "br, *;q=0.1"] {
                    let answer = try await served.send(
                        "GET", "/v1/exports/\(table)", headers: ["Accept-Encoding": encoding])
                    let lines = answer.text.split(separator: "\n")
                    #expect(answer.status == 200 && lines.count == count, "\(table): \(answer.text.prefix(300))")
                    #expect(answer.headers["vary"] == "Accept-Encoding")
                    for line in lines {
                        #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) is [String: Any], "\(line)")
                    }
                }
            }
            let none = try await served.send("GET", "/v1/exports/events?from=2999-01-01T00:00:00Z")
            #expect(none.status == 200 && none.text.isEmpty)
            #expect(try await served.send("GET", "/v1/exports/keys").status == 404)
        }
    }

    @Test(
        "what accepts gzip is known by its weights",
        arguments: [
            ("gzip", true), ("GZIP;q=0.5", true), ("gzip;q=0", false), ("*", true), ("*;q=0", false), ("br", false),
            ("gzip;q=0, *", false), ("identity, gzip ; q=1", true), ("", false), ("gzip;q=x", false),
        ])
    func accepted(_ header: String, _ expected: Bool) {
        #expect(CompressionMiddleware.isAccepted(header) == expected)
    }

    @Test("a large answer is packed with a weak tag, which is known again; a small one is sent as it is")
    func packed() async throws {
        try await ServedShop.with { served in
            try await Self.fill(served)
            let large = try await served.send("GET", "/v1/items", headers: ["Accept-Encoding": "gzip"])
            let tag = try #require(large.headers["etag"])
            #expect(tag.hasPrefix("W/") && (large.json["items"] as? [Any])?.count == 30)
            let plain = try await served.send("GET", "/v1/items", headers: ["Accept-Encoding": "identity"])
            #expect(plain.headers["etag"] == String(tag.dropFirst(2)) && plain.text == large.text)
            let held = try await served.send(
                "GET", "/v1/items", headers: ["Accept-Encoding": "gzip", "If-None-Match": tag])
            #expect(held.status == 304)
            let small = try await served.send("GET", "/v1/items?limit=1", headers: ["Accept-Encoding": "gzip"])
            #expect(small.headers["etag"]?.hasPrefix("\"") == true)
        }
    }

    @Test("a request sent again with its key is answered as before; with another body it is refused")
    func repeated() async throws {
        try await ServedShop.with { served in
            try await Self.fill(served)
            let ask = #"{"surface":"home","shopper":"ada","count":3}"#
            let key = ["Idempotency-Key": "order-1"]
            let first = try await served.send("POST", "/v1/decisions", ask, headers: key)
            let again = try await served.send("POST", "/v1/decisions", ask, headers: key)
            #expect(first.status == 200 && again.status == 200 && first.text == again.text)
            let other = try await served.send("POST", "/v1/decisions", ask.replacing("3", with: "4"), headers: key)
            #expect(other.status == 422 && other.json["type"] as? String == "urn:equipoise:problem:repeat.body")
            let free = try await served.send("POST", "/v1/decisions", ask)
            #expect(free.json["id"] as? String != first.json["id"] as? String)
            let bad = try await served.send("POST", "/v1/decisions", "{}", headers: ["Idempotency-Key": "order-2"])
            let mended = try await served.send("POST", "/v1/decisions", ask, headers: ["Idempotency-Key": "order-2"])
            #expect(bad.status == 422 && mended.status == 200)
            let long = try await served.send(
                "POST", "/v1/decisions", ask, headers: ["Idempotency-Key": String(repeating: "k", count: 300)])
            #expect(long.status == 400)
        }
    }

    @Test("every page renders in both languages, empty and full")
    func pages() async throws {
        try await ServedShop.with { served in
            let lists = ["shoppers", "shoppers?q=x", "items", "items?q=none", "imports", "tasks"]
            for path in lists {
                for language in ["en", "zh"] {
                    let page = try await served.send(
                        "GET", "/console/\(path)\(path.contains("?") ? "&" : "?")lang=\(language)")
                    #expect(page.status == 200 && page.text.contains("class=\"empty\""), "\(path) \(page.text)")
                }
            }
            try await Self.fill(served)
            _ = try await served.send("POST", "/v1/events", #"{"kind":"dance"}"#)
            for (path, text) in [
                ("shoppers", "ada b/ä"), ("shoppers?q=ada", "ada b/ä"), ("shoppers/\(Self.ada)", "All/Leaf"),
                ("items?q=thing&onSale=true", "Thing 1"), ("items/i1", "Leaf 1"), ("imports", "posts"),
            ] {
                let page = try await served.send("GET", "/console/\(path)\(path.contains("?") ? "&" : "?")lang=en")
                #expect(page.status == 200 && page.text.contains(text), "\(path): \(page.text.prefix(5000))")
                #expect(!page.text.contains("{{"))
            }
            #expect(try await served.send("GET", "/console/items/none").status == 404)
            #expect(try await served.send("GET", "/console/shoppers/none").status == 404)
            let shopper = try await served.send("GET", "/console/shoppers/\(Self.ada)").text
            let token = try #require(shopper.firstMatch(of: /name="token" value="([^"]+)"/)).1
            for (confirmation, status) in [("ada", 422), (Self.ada, 200)] {
                let answer = try await served.send(
                    "POST", "/console/shoppers/erase", "token=\(token)&id=\(Self.ada)&confirmation=\(confirmation)",
                    headers: ["Content-Type": "application/x-www-form-urlencoded"])
                #expect(answer.status == status, "\(answer.text.prefix(500))")
            }
            #expect(try await served.shop.profile(of: "ada b/ä") == nil)
        }
    }
}
