import Commerce
import Explore
import Foundation
import Testing

@testable import Engine

@Suite("Renewed sources of a shop that is served")
struct LiveRenewalTests {
    /// Descriptions fall before, into and behind renewals that overlap; how, the scheduler decides.
    @Test("what comes while sources are renewed is neither lost nor doubled")
    func descriptionsMeanwhile() async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        var settings = try LiveSettings()
        settings.dials.policy = try PolicyChoice("greedy")
        let shop = try await LiveShop.open(
            ShopFolder(url), settings: settings, time: HandClock(Timestamp(seconds: 1_760_000_000)), seed: 1,
            trainer: NoTrainer())
        let first = (0..<500).map { Item(id: ItemID("old \($0)"), category: ["a"], stock: 0) }
        _ = try await shop.post(first)
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 { group.addTask { try await shop.renewSources() } }
            for number in 0..<20 {
                group.addTask {
                    let items = [
                        Item(id: ItemID("new \(number)"), category: ["b", "\(number)"], stock: 1),
                        Item(id: ItemID("old \(number)"), category: ["c", "\(number)"], stock: 1),
                    ]
                    _ = try await shop.post(items)
                }
            }
            try await group.waitForAll()
        }
        let (table, catalogue) = await (shop.desk.decider.items, shop.catalogue.items)
        #expect(table.count == 520)
        #expect(table.items.identifiers == catalogue.map(\.id))
        for (row, item) in catalogue.enumerated() {
            #expect(table.facts[row].stock == item.stock.map { Int32($0) })
            let path = item.category.joined(separator: "/")
            #expect(table.facts[row].narrowestCategory == table.categoryNumbers[path])
        }
        let described = await shop.described
        #expect(described == nil)
        // What has come back into stock is proposed by the next renewal.
        try await shop.renewSources()
        let decision = try await shop.decide(DecisionAsk(surface: .home, shopper: "ada", session: "s", count: 60))
        #expect(decision.slate.count == 40)
        #expect(Set(decision.slate.map(\.item)).count == 40)
        try await shop.close()
    }
}
