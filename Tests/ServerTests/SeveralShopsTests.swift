import Commerce
import Foundation
import Testing

@testable import Engine
@testable import Server

@Suite("Several shops of one server")
struct SeveralShopsTests {
    /// Two shops that sell different things under the same names, and a key of every role for each.
    private static func with(
        pages: PageSettings = .none,
        _ body: (_ served: ServedShop, _ keys: [String: [Role: String]]) async throws -> Void
    ) async throws {
        var secrets: [String: [Role: String]] = [:]
        let parent = FileManager.default.temporaryDirectory.appending(path: "several-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: parent) }
        var shops: [HostedShop] = []
        for name in ["tea", "coffee"] {
            let folder = parent.appending(path: name)
            let live = try await LiveShop.open(
                ShopFolder(folder), settings: try LiveSettings(), time: SystemTime(), seed: 1, trainer: NearTrainer())
            let keys = try KeyRing(folder.appending(path: "keys.json"))
            for role in Role.allCases {
                secrets[name, default: [:]][role] = try keys.make(role.rawValue, role: role, at: SystemTime().now())
            }
            shops.append(HostedShop(name: name, live: live, keys: keys))
        }
        var settings = ServerSettings(log: LogSettings(level: .critical))
        settings.pages = pages
        try await ServedShop.with(shops, settings: settings) { try await body($0, secrets) }
    }

    @Test("what one shop posts, sets and decides is never seen by the keys of the other")
    func noWayAcross() async throws {
        try await Self.with { served, keys in
            func send(_ shop: String, _ role: Role, _ method: String, _ path: String, _ body: String? = nil)
                async throws
                -> ServedShop.Answer
            {
                try await served.send(method, path, body, key: keys[shop]?[role])
            }
            for shop in ["tea", "coffee"] {
                let item = #"{"id":"cup","title":"\#(shop) cup","category":"\#(shop)","price":1,"currency":"EUR"}"#
                #expect(try await send(shop, .ingest, "POST", "/v1/items", item).status == 200)
            }
            let only = #"{"id":"leaf","title":"leaf","category":"tea","price":1,"currency":"EUR"}"#
            #expect(try await send("tea", .ingest, "POST", "/v1/items", only).status == 200)
            let ask = #"{"surface":"home","shopper":"ada"}"#
            let decision = try await send("tea", .decide, "POST", "/v1/decisions", ask)
            let id = try #require(decision.json["id"] as? String)
            #expect(try await send("tea", .admin, "PUT", "/v1/dials", #"{"policy":"greedy"}"#).status == 200)

            // The same requests, with keys of the other shop: its own things, and nothing of the first.
            #expect(try await send("coffee", .operate, "GET", "/v1/items/cup").text.contains("coffee cup"))
            #expect(try await send("coffee", .operate, "GET", "/v1/items/leaf").status == 404)
            #expect(try await send("coffee", .admin, "GET", "/v1/decisions/\(id)").status == 404)
            #expect(try await send("coffee", .operate, "GET", "/v1/dials").json["policy"] as? String != "greedy")
            let status = try await send("coffee", .operate, "GET", "/v1/status").json
            #expect((status["counts"] as? [String: Any])?["decisions"] as? Int == 0)
            let metrics = try await send("coffee", .operate, "GET", "/metrics").text
            #expect(metrics.contains("shop=\"coffee\"") && !metrics.contains("tea"))
            // Every path that a key opens, with the key of the other shop: never a word of the first shop.
            for operation in APIDocument.operations where operation.role != nil && operation.method == "get" {
                let path = operation.path.replacing("{id}", with: id).replacing("{version}", with: "1")
                let text = try await send("coffee", .admin, "GET", path).text
                #expect(!text.contains("leaf") && !text.contains("tea"), "\(path)")
            }
        }
    }

    @Test("each shop has its own storefront, whose key opens no other")
    func storefronts() async throws {
        try await Self.with(pages: PageSettings(origins: [], hasStorefront: true)) { served, keys in
            for shop in ["tea", "coffee"] {
                let item =
                    #"{"id":"\#(shop)-cup","title":"\#(shop) cup","category":"\#(shop)","price":1,"currency":"EUR"}"#
                #expect(try await served.send("POST", "/v1/items", item, key: keys[shop]?[.ingest]).status == 200)
            }
            let index = try await served.send("GET", "/storefront?lang=en")
            #expect(index.status == 200 && !index.text.contains("data-key") && !index.text.contains("<script"))
            for (shop, other) in [("tea", "coffee"), ("coffee", "tea")] {
                let home = "/storefront/shops/\(shop)"
                #expect(index.text.contains("href=\"\(home)\""))
                let page = try await served.send("GET", home)
                #expect(page.status == 200 && page.text.contains("data-shop=\"\(shop)\""))
                #expect(page.text.contains("\(home)/categories/\(shop)") && !page.text.contains(other))
                #expect(try await served.send("GET", "\(home)/items/\(shop)-cup").status == 200)
                #expect(try await served.send("GET", "\(home)/items/\(other)-cup").status == 404)
                #expect(try await served.send("GET", "\(home)/categories/\(other)").status == 404)
                #expect(try await served.send("GET", "\(home)/cart").text.contains("\(home)/cart"))
                let key = String(try #require(try /data-key="([^"]+)"/.firstMatch(in: page.text)).1)
                let ask = #"{"key":"\#(key)","visitor":"0123456789abcdef","surface":"home"}"#
                let list = try await served.send("POST", "/v1/tag/decisions", ask)
                #expect(list.text.contains("\(shop)-cup") && !list.text.contains(other), "\(list.text)")
                let asked = ask.replacing("}", with: #","item":"\#(other)-cup"}"#)
                #expect(try await served.send("POST", "/v1/tag/decisions", asked).text.contains("decision.anchor"))
            }
            for path in [
                "/storefront/cart", "/storefront/items/tea-cup", "/storefront/shops/none", "/storefront/shops",
            ] {
                #expect(try await served.send("GET", path).status == 404, "\(path)")
            }
        }
    }

    @Test("who logs in to the console sees the shop of the key")
    func console() async throws {
        try await Self.with { served, keys in
            let item = #"{"id":"leaf","title":"leaf","category":"tea","price":1,"currency":"EUR"}"#
            _ = try await served.send("POST", "/v1/items", item, key: keys["tea"]?[.ingest])
            for (shop, other) in [("tea", "coffee"), ("coffee", "tea")] {
                let key = try #require(keys[shop]?[.operate])
                let door = try await served.send("POST", "/console/login", "key=\(key)")
                #expect(door.status == 200)
                // The client keeps the cookie and follows to the overview.
                #expect(door.text.contains("Equipoise · \(shop)") && !door.text.contains(other))
            }
        }
    }

    @Test("a shop without keys is not served beside others")
    func keyless() async throws {
        try await ServedShop.with { served in
            let shops = ["a", "b"].map { HostedShop(name: $0, live: served.shop, keys: served.keys) }
            let error = #expect(throws: ServerError.self) { try ShopServer(shops: shops, address: .init()) }
            #expect(error?.code == "serve.keys")
            let twice = [shops[0], shops[0]]
            let other = #expect(throws: ServerError.self) { try ShopServer(shops: twice, address: .init()) }
            #expect(other?.code == "serve.shops")
        }
    }
}
