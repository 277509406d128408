import Commerce
import Foundation
import Testing

@testable import Intake

/// A log whose columns have unusual names must not pass for a list of items.
@Suite("Logs that look like items")
struct PresetsMistakenTableTests {
    /// The columns of a grocer's till: nobody is named in a way that we know, but nothing here describes an item either.
    static let till = "household_id,basket_id,product_id,quantity,brand,transaction_timestamp\n"

    @Test("a till's log is refused with what to map, and read as items only on request")
    func till() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: place) }
        try Data((Self.till + "2261,31625220889,940996,1,National,1485630413\n").utf8).write(to: place)
        let refusal = try #require(throws: IntakeError.self) { _ = try IntakeSource.open(place.path, preset: "csv") }
        #expect(refusal.code == "columns.missing")
        #expect(refusal.message.contains("'shopper'"))
        #expect(refusal.remedy?.contains("--map") == true)
        #expect(refusal.remedy?.contains("--table items") == true)
        let asItems = try IntakeSource.open(place.path, preset: "csv", options: IntakeOptions(table: .items))
        #expect(asItems.layout.table == .items)
    }

    @Test("items with a date and a stock are still items")
    func items() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: place) }
        try Data("product_id,title,stock,created_at\n1,Kettle,5,2026-01-02\n".utf8).write(to: place)
        #expect(try IntakeSource.open(place.path, preset: "csv").layout.table == .items)
    }
}
