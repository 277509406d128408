import Commerce
import Foundation
import FoundationNetworking
import Testing

@testable import Server

@Suite("The catalogue over HTTP", .serialized)
struct CatalogueTests {
    @Test("page after page tells every item once, in the order in which they came, and those that come meanwhile")
    func pages() async throws {
        try await ServedShop.with { served in
            #expect((try await served.send("GET", "/v1/items").json["items"] as? [Any])?.isEmpty == true)
            let names = (0..<23).map { "物 \($0)/\(23 - $0)?" }
            func post(_ names: [String]) async throws {
                let rows = names.map { #"{"id":"\#($0)","title":"x"}"# }.joined(separator: "\n")
                #expect(try await served.send("POST", "/v1/items", rows).status == 200)
            }
            try await post(names)
            var (met, sizes, cursor): ([String], [Int], String?) = ([], [], nil)
            repeat {
                let query = "?limit=5" + (cursor.map { "&cursor=\($0)" } ?? "")
                let page = try await served.send("GET", "/v1/items\(query)").json
                let items = try #require(page["items"] as? [[String: Any]])
                met += items.compactMap { $0["id"] as? String }
                sizes.append(items.count)
                cursor = page["next"] as? String
                if met.count == 10 { try await post(["late"]) }
            } while cursor != nil
            #expect(met == names + ["late"])
            #expect(sizes == [5, 5, 5, 5, 4])
            let all = try await served.send("GET", "/v1/items?limit=24").json
            #expect((all["items"] as? [Any])?.count == 24 && all["next"] == nil)
        }
    }

    @Test("an item is found by any name, and sent again only when it has changed")
    func item() async throws {
        try await ServedShop.with { served in
            let name = "a/b c?平%"
            let encoded = try #require(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let row = #"{"id":"\#(name)","title":"T","price":12.5,"currency":"EUR"}"#
            _ = try await served.send("POST", "/v1/items", row)
            let first = try await served.send("GET", "/v1/items/\(encoded)")
            #expect(first.json["id"] as? String == name, "\(first.text)")
            let price = first.json["price"] as? [String: Any]
            #expect(price?["minorUnits"] as? Int == 1250 && price?["currency"] as? String == "EUR")
            let tag = try #require(first.headers["etag"])
            for held in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try await served.send("GET", "/v1/items/\(encoded)", headers: ["If-None-Match": held])
                #expect(again.status == 304 && again.text.isEmpty && again.headers["etag"] == tag, "\(held)")
            }
            let other = try await served.send("GET", "/v1/items/\(encoded)", headers: ["If-None-Match": "\"other\""])
            #expect(other.status == 200)
            _ = try await served.send("POST", "/v1/items", row.replacing("12.5", with: "13"))
            let changed = try await served.send("GET", "/v1/items/\(encoded)", headers: ["If-None-Match": tag])
            #expect(changed.status == 200 && changed.headers["etag"] != tag)
        }
    }

    @Test("a page keeps its tag until one of its items changes")
    func pageTag() async throws {
        try await ServedShop.with { served in
            _ = try await served.send("POST", "/v1/items", #"[{"id":"a","title":"A"},{"id":"b","title":"B"}]"#)
            let tag = try #require(try await served.send("GET", "/v1/items?limit=1").headers["etag"])
            func status() async throws -> Int {
                try await served.send("GET", "/v1/items?limit=1", headers: ["If-None-Match": tag]).status
            }
            #expect(try await status() == 304)
            _ = try await served.send("POST", "/v1/items", #"{"id":"b","title":"other"}"#)
            #expect(try await status() == 304)
            _ = try await served.send("POST", "/v1/items", #"{"id":"a","title":"other"}"#)
            #expect(try await status() == 200)
        }
    }

    @Test("rows may be packed with gzip")
    func packed() async throws {
        try await ServedShop.with { served in
            // printf '{"id":"a","title":"A"}' | gzip -n | base64
            let body = try #require(Data(base64Encoded: "H4sIAAAAAAAAA6tWykxRslJKVNJRKsksyUkFsh2VagFOhqrvFgAAAA=="))
            var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(served.port)/v1/items")))
            request.httpMethod = "POST"
            request.httpBody = body
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            _ = try await URLSession.shared.data(for: request)
            #expect(try await served.send("GET", "/v1/items/a").status == 200)
        }
    }

    @Test(
        "a time that could not be told again is refused, so that no item spoils its page",
        arguments: [#""9999-12-31T23:59:59-08:00""#, #""0000-01-01T00:00:00+01:00""#, "-90000000000", "1e300", #""""#])
    func times(_ time: String) async throws {
        try await ServedShop.with { served in
            _ = try await served.send("POST", "/v1/items", #"{"id":"a","title":"A","available_until":\#(time)}"#)
            #expect(try await served.send("GET", "/v1/items").status == 200)
        }
    }

    @Test("the catalogue is for those who operate the shop", arguments: [Role.ingest, .decide, .operate, .admin])
    func roles(_ role: Role) async throws {
        try await ServedShop.withKeys { served, keys in
            for path in ["/v1/items", "/v1/items/x"] {
                #expect(try await served.send("GET", path).status == 401)
                let status = try await served.send("GET", path, key: keys[role]).status
                #expect((status == 403) == !role.includes(.operate), "\(status)")
            }
            #expect(try await served.send("GET", "/v1/openapi.json").status == 200)
        }
    }
}
