import Commerce
import Foundation
import Testing

@testable import Intake

/// The developers' data, beside the package; not part of it.
private let dataFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared/data").standardized.path

private var hasData: Bool { FileManager.default.fileExists(atPath: dataFolder) }

/// Exact facts of public files. Skipped, and reported as skipped, where the data folder is absent: nothing in the
/// product needs it.
@Suite("Real files", .enabled(if: hasData, "../shared/data is absent"))
struct PresetsRealDataTests {
    private func path(_ name: String) -> String { dataFolder + "/" + name }

    @Test("online-retail: every row is accounted for, and the kinds add up")
    func onlineRetail() throws {
        var reader = try IntakeSource.open(path("online-retail/online_retail.csv.gz"), preset: "online-retail")
        var counts: [EventKind: Int] = [:]
        var codes: [String: Int] = [:]
        var (rows, anonymous, pence, units) = (0, 0, Int64(0), 0.0)
        var (orders, shoppers, items): (Set<OrderID>, Set<ShopperID>, Set<ItemID>) = ([], [], [])
        while let batch = try reader.nextBatch(limit: 20_000) {
            rows += batch.rows
            #expect(batch.rejects.isEmpty)
            for event in batch.events {
                counts[event.kind, default: 0] += 1
                if event.shopper == nil { anonymous += 1 }
                if let shopper = event.shopper { shoppers.insert(shopper) }
                if let order = event.order { orders.insert(order) }
                if let item = event.item { items.insert(item) }
                let sign: Int64 = event.kind == .purchase ? 1 : -1
                pence += sign * Int64(event.quantity ?? 0) * (event.price?.minorUnits ?? 0)
                units += Double(sign) * (event.quantity ?? 0)
            }
            for row in batch.setAside { codes[row.issue.code, default: 0] += 1 }
        }
        // Counted from the file with Python's csv module under the same rules.
        #expect(rows == 541_909)
        #expect(counts == [.purchase: 527_826, .cancellation: 8704])
        #expect(codes == ["row.not-goods": 2909, "row.adjustment": 2467, "row.bad-debt": 3])
        #expect(anonymous == 131_617)
        #expect(orders.count == 23_198)
        #expect(shoppers.count == 4363)
        #expect(items.count == 3927)
        #expect(units == 5_318_984)
        #expect(pence == 979_339_469)
        #expect(reader.bytesRead == reader.totalBytes)
    }

    @Test("amazon-beauty: users, items and actions as published")
    func beauty() throws {
        let read = try readAll(path("amazon-beauty/Beauty.txt"), preset: "lines", limit: 30_000)
        #expect(read.events.count == 198_502)
        #expect(Set(read.events.map(\.shopper)).count == 22_363)
        #expect(Set(read.events.map(\.item)).count == 12_101)
        #expect(read.rejects.isEmpty)
    }

    @Test("movielens-100k: its three tables")
    func movielens() throws {
        let ratings = try readAll(path("movielens-100k/ml-100k.inter"), preset: "recbole")
        #expect(ratings.events.count == 100_000)
        #expect(ratings.events.allSatisfy { $0.kind == .rating && (1...5).contains($0.value ?? 0) })
        #expect(Set(ratings.events.map(\.shopper)).count == 943)
        #expect(try readAll(path("movielens-100k/ml-100k.item"), preset: "recbole").items.count == 1682)
        #expect(try readAll(path("movielens-100k/ml-100k.user"), preset: "recbole").shoppers.count == 943)
    }

    @Test("diginetica: sessions, clicks and test prefixes as published")
    func diginetica() throws {
        let prefixes = try readAll(path("diginetica-sessions/test_prefixes.txt.gz"), preset: "sessions")
        #expect(prefixes.rows == 60_858)
        #expect(Set(prefixes.events.map(\.visitor)).count == 60_858)
        var reader = try IntakeSource.open(path("diginetica-sessions/train_sessions.txt.gz"), preset: "sessions")
        var (rows, clicks, items) = (0, 0, Set<ItemID>())
        while let batch = try reader.nextBatch(limit: 20_000) {
            rows += batch.rows
            clicks += batch.events.count
            for event in batch.events { if let item = event.item { items.insert(item) } }
        }
        #expect(rows == 186_670)
        #expect(clicks == 906_140)
        #expect(items.count == 43_097)
    }
}
