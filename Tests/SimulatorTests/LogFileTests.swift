import Commerce
import Foundation
import Testing

@testable import Simulator

@Suite("A log's files say what happened, in JSON that any parser reads")
struct LogFileTests {
    @Test("Every line of every file parses, and events come back field by field")
    func roundTrips() throws {
        let folder = try Folder()
        defer { folder.remove() }
        var configuration = busyShop
        configuration.days = 20
        configuration.shoppers = 60
        let shop = try Shop(configuration, seed: 4)
        var simulation = Simulation(of: shop, storefront: MixedStorefront(for: shop.catalogue))
        var events: [SimulatedEvent] = []
        let log = SimulatedLog(in: folder.url)
        let summary = try log.write(&simulation) { events += $0.events }
        #expect(summary.events == events.count && summary.items == 120 && summary.shoppers == 60)

        let lines = try objects(in: log.events)
        #expect(lines.count == events.count)
        for (line, event) in zip(lines, events) { check(line, against: shop.event(event)) }
        #expect(Set(events.map(\.kind)).count >= 11)

        let items = try objects(in: log.items)
        #expect(items.count == shop.catalogue.count)
        for (line, item) in zip(items, shop.catalogue.listing) {
            #expect(line["id"] as? String == item.id.rawValue)
            #expect(line["title_en"] as? String == item.title[.english])
            #expect(line["title_zh"] as? String == item.title[.chinese])
            #expect(line["category"] as? [String] == item.category)
            #expect(line["brand"] as? String == item.brand && line["text"] as? String == item.text)
            #expect(line["attributes"] as? [String: String] == item.attributes)
            #expect(line["stock"] as? Int == item.stock)
            #expect((line["available_from"] as? String).flatMap { Timestamp(iso8601: $0) } == item.availableFrom)
            #expect((line["available_until"] as? String).flatMap { Timestamp(iso8601: $0) } == item.availableUntil)
            #expect(money(line) == item.price)
        }
        let shoppers = try objects(in: log.shoppers)
        #expect(shoppers.map { $0["shopper"] as? String } == shop.people.map(\.id.rawValue))
        #expect(shoppers.map { $0["segment"] as? String } == shop.people.map { $0.attributes["segment"] })

        let sizes = try [log.items, log.shoppers, log.events].map { try Data(contentsOf: $0).count }
        #expect(summary.bytes == sizes.reduce(0, +))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 3)
    }

    @Test("Any text comes back from its escaped form", arguments: 0..<50 as Range<UInt64>)
    func escapes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet =
            (0..<0x30).compactMap(Unicode.Scalar.init).map(Character.init) + ["\\", "\"", "é", "裙", "🧥", "\u{2028}"]
        let text = String((0..<40).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
        var json = JSONBytes()
        json.open()
        json.key("text")
        json.string(text)
        json.close()
        let object = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any]
        #expect(object?["text"] as? String == text)
    }

    @Test("Amounts, numbers and instants by hand")
    func spellsNumbers() throws {
        func written(_ write: (inout JSONBytes) -> Void) -> String {
            var json = JSONBytes()
            write(&json)
            return String(decoding: json.bytes, as: UTF8.self)
        }
        #expect(written { $0.money(105, .usd) } == "1.05")
        #expect(written { $0.money(7, .usd) } == "0.07")
        #expect(written { $0.money(-1250, .gbp) } == "-12.50")
        #expect(written { $0.money(412, .jpy) } == "412")
        #expect(written { $0.integer(0) } == "0")
        #expect(written { $0.integer(-1203) } == "-1203")
        #expect(written { $0.number(4) } == "4")
        #expect(written { $0.number(2.25) } == "2.25")
        let time = try #require(Timestamp(iso8601: "2024-02-29T03:04:05.060Z"))
        #expect(written { $0.time(time) } == "\"2024-02-29T03:04:05.060Z\"")
    }

    @Test("Probabilities keep six significant digits")
    func spellsProbabilities() throws {
        #expect(SignificantDigits.text(1) == "1")
        #expect(SignificantDigits.text(0.5) == "0.5")
        #expect(SignificantDigits.text(0.25) == "0.25")
        #expect(SignificantDigits.text(1.0 / 3) == "0.333333")
        #expect(SignificantDigits.text(0.0123456789) == "0.0123457")
        #expect(SignificantDigits.text(0.09999999) == "0.1")
        #expect(SignificantDigits.text(0.9999999) == "1")
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let number = pow(10, -6 * random.unit())
            let read = try #require(Double(SignificantDigits.text(number)))
            #expect(abs(read - number) <= 5.0001e-7 * 10 * number)
        }
    }

    @Test("A folder that is not there is named in the error, and no half file stays")
    func refusesMissingFolder() throws {
        let shop = try Shop(.tiny, seed: 1)
        var simulation = Simulation(of: shop, storefront: UniformStorefront(for: shop.catalogue))
        let log = SimulatedLog(in: URL(fileURLWithPath: "/nowhere/at/all"))
        let error = try #require(throws: SimulatorError.self) { try log.write(&simulation) }
        #expect(error.code == "simulator.unwritable")
        #expect(error.message.contains("/nowhere/at/all/items.jsonl") && error.remedy != nil)
    }

    @Test("A reader that gives up leaves no file under the log's name")
    func leavesNoHalfLog() throws {
        struct Enough: Error {}
        let folder = try Folder()
        defer { folder.remove() }
        let shop = try Shop(.tiny, seed: 1)
        var simulation = Simulation(of: shop, storefront: UniformStorefront(for: shop.catalogue))
        let log = SimulatedLog(in: folder.url)
        #expect(throws: Enough.self) { try log.write(&simulation) { if $0.day == 3 { throw Enough() } } }
        #expect(!FileManager.default.fileExists(atPath: log.events.path))
        #expect(FileManager.default.fileExists(atPath: log.items.path))
    }

    private func objects(in file: URL) throws -> [[String: Any]] {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.hasSuffix("\n"))
        return try text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private func money(_ line: [String: Any]) -> Money? {
        guard let price = line["price"] as? Double, let code = line["currency"] as? String,
            let currency = try? Currency(code: code)
        else { return nil }
        return Money(decimal: price, currency: currency)
    }

    private func check(_ line: [String: Any], against event: Event) {
        #expect(line["event"] as? String == event.kind.rawValue)
        #expect((line["time"] as? String).flatMap { Timestamp(iso8601: $0) } == event.time)
        #expect(line["id"] as? String == event.id?.rawValue)
        #expect(line["shopper"] as? String == event.shopper?.rawValue)
        #expect(line["visitor"] as? String == event.visitor?.rawValue)
        #expect(line["item"] as? String == event.item?.rawValue)
        #expect(line["session"] as? String == event.session?.rawValue)
        #expect(line["order"] as? String == event.order?.rawValue)
        #expect(line["decision"] as? String == event.decision?.rawValue)
        #expect(line["surface"] as? String == event.surface?.rawValue)
        #expect(line["position"] as? Int == event.position)
        #expect(line["quantity"] as? Double == event.quantity)
        #expect(line["value"] as? Double == event.value)
        #expect(line["text"] as? String == event.text)
        #expect(money(line) == event.price)
        let attributes = line["attributes"] as? [String: Any] ?? [:]
        #expect(attributes["device"] as? String == event.attributes["device"])
        #expect(attributes["country"] as? String == event.attributes["country"])
        #expect(attributes["propensity"] as? Double == event.attributes["propensity"].flatMap(Double.init))
        #expect(attributes.count == event.attributes.count)
    }
}

/// A folder of its own for one test.
private struct Folder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("simulator-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
