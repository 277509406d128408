import Commerce
import Foundation
import Testing

@testable import Engine
@testable import Server

@Suite("The example storefront", .serialized)
struct StorefrontTests {
    private static let items = """
        [{"id":"a/b","title":"<b>Sly & co</b>","category":"Fashion/Women/Dresses","price":12.5,"currency":"EUR","stock":3,
          "text":"Made for \\"you\\". 为您制作。"},
         {"id":"gone","title":"Gone","category":"Fashion/Men","stock":0}]
        """
    private static let paths = ["/storefront", "/storefront/cart", "/storefront/categories/x", "/storefront/items/x"]

    @Test("it is not there unless it was asked for")
    func absent() async throws {
        try await ServedShop.with { served in
            var statuses: Set<Int> = []
            for path in Self.paths { statuses.insert(try await served.send("GET", path).status) }
            #expect(statuses == [404])
        }
    }

    @Test("pages in two languages, in which what a shop wrote is text and never markup")
    func pages() async throws {
        try await ServedShop.with(pages: try PageSettings(origins: [], hasStorefront: true)) { served in
            let empty = try await served.send("GET", "/storefront?lang=en")
            #expect(empty.status == 200 && empty.text.contains("has no items yet") && empty.text.contains("/v1/items"))
            _ = try await served.send("POST", "/v1/items", Self.items)
            let home = try await served.send("GET", "/storefront?lang=zh")
            #expect(home.text.contains("<html lang=\"zh-CN\">") && home.text.contains("服饰"))
            #expect(home.headers["set-cookie"]?.contains("language=zh") == true)
            let policy = try #require(home.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            let item = try await served.send("GET", "/storefront/items/a%2Fb?lang=en")
            #expect(item.status == 200 && item.text.contains("data-equipoise-item=\"a/b\""))
            #expect(item.text.contains("&lt;b&gt;Sly &amp; co") && !item.text.contains("<b>Sly"))
            #expect(item.text.contains("Made for &quot;you&quot;.") && !item.text.contains("为您制作"))
            #expect(item.text.contains("/storefront/categories/Fashion%2FWomen%2FDresses"))
            #expect(try await served.send("GET", "/storefront/items/gone?lang=en").text.contains("Sold out"))
            let category = try await served.send("GET", "/storefront/categories/Fashion%2FWomen?lang=en")
            #expect(category.status == 200 && category.text.contains("Dresses"))
            // Nothing there can be bought.
            #expect(try await served.send("GET", "/storefront/categories/Fashion%2FMen").status == 404)
            #expect(try await served.send("GET", "/storefront/items/none").status == 404)
            // A page that was led here under another name of this machine is none of ours.
            let led = try await served.send("GET", "/storefront", headers: ["Host": "evil.example"])
            #expect(led.status == 403)
        }
    }

    @Test("where there are keys its pages have one of their own, which opens nothing else")
    func key() async throws {
        try await ServedShop.with(
            pages: try PageSettings(origins: [], hasStorefront: true),
            keys: { _ = try $0.make("a", role: .admin, at: SystemTime().now()) },
            { served in
                let page = try await served.send("GET", "/storefront")
                let match = try #require(try /data-key="([^"]+)"/.firstMatch(in: page.text))
                let key = String(match.1)
                let ask = #"{"key":"\#(key)","visitor":"0123456789abcdef","surface":"home"}"#
                let own = try await served.send("POST", "/v1/tag/decisions", ask)
                #expect(own.status == 200, "\(own.text)")
                #expect(try await served.send("GET", "/v1/status", key: key).status == 401)
            })
    }
}
