import Commerce
import Foundation
import Testing

@Suite("Items")
struct ItemTests {
    private let noon = Timestamp(seconds: 43_200)

    @Test("an item is on sale from its first moment until just before its last")
    func dates() {
        let item = Item(id: "i", availableFrom: noon, availableUntil: noon + .hours(1))
        #expect(!item.isAvailable(at: noon - .milliseconds(1)))
        #expect(item.isAvailable(at: noon))
        #expect(item.isAvailable(at: noon + .minutes(59)))
        #expect(!item.isAvailable(at: noon + .hours(1)))
        #expect(Item(id: "always").isAvailable(at: noon))
    }

    @Test("stock must be above zero, or unknown", arguments: [(nil, true), (1, true), (0, false), (-3, false)])
    func stock(stock: Int?, isAvailable: Bool) {
        #expect(Item(id: "i", stock: stock).isAvailable(at: noon) == isAvailable)
    }

    @Test("a title falls back to one without language, then to any, then to the identifier")
    func titles() {
        let both = Item(id: "i", title: [.english: "Lamp", .chinese: "灯"])
        #expect(both.title(in: .chinese) == "灯" && both.title(in: .english) == "Lamp")
        #expect(both.title(in: .undetermined) == "Lamp")
        #expect(Item(id: "i", title: [.undetermined: "Lampe", .chinese: "灯"]).title(in: .english) == "Lampe")
        #expect(Item(id: "i", title: [.chinese: "灯"]).title(in: .english) == "灯")
        #expect(Item(id: "i-1").title(in: .english) == "i-1")
    }

    @Test("JSON keeps titles as an object by language")
    func json() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let item = Item(
            id: "i", title: [.english: "Lamp", .chinese: "灯"], category: ["home", "lamps"], brand: "Lux",
            price: Money(minorUnits: 999, currency: .cny), stock: 3, text: "warm", attributes: ["colour": "red"],
            availableFrom: noon)
        let data = try encoder.encode(item)
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.contains(#""title":{"en":"Lamp","zh":"灯"}"#))
        #expect(text.contains(#""category":["home","lamps"]"#))
        #expect(try JSONDecoder().decode(Item.self, from: data) == item)
    }

    @Test("an error tells its message, remedy and cause")
    func failures() {
        struct Cause: Error, CustomStringConvertible { let description = "disk" }
        struct Wrapped: Failure {
            let code = "x", message = "it failed"
            let remedy: String? = "try again"
            let cause: (any Error)? = Cause()
        }
        #expect("\(Wrapped())" == "it failed\n  remedy: try again\n  cause: disk")
        #expect("\(CommerceError(code: "x", message: "it failed"))" == "it failed")
    }
}
