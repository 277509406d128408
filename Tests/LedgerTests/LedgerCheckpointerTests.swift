import Commerce
import Foundation
import Synchronization
import Testing

@testable import Ledger

@Suite("Checkpoints beside the one that commits")
struct LedgerCheckpointerTests {
    @Test("keep the log short while commits go on, and lose nothing")
    func logStaysShort() throws {
        try withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder, create: true)
            let id = try ledger.beginPosts(at: at(0))
            let checkpointer = try LedgerCheckpointer(folder: folder)
            let log = folder.appending(path: "shop.sqlite-wal")
            var (sizes, count): ([Int], Int) = ([], 0)
            for round in 0..<12 {
                // The bulk is brought over while commits go on; the rest between two of them.
                let bulk = Mutex<Result<Void, any Error>?>(nil)
                let beside = DispatchGroup()
                DispatchQueue.global().async(group: beside) {
                    let result = Result { try checkpointer.run() }
                    bulk.withLock { $0 = result }
                }
                for _ in 0..<10 {
                    var post = LedgerPost()
                    for _ in 0..<100 {
                        count += 1
                        post.events.append(
                            Event(.view, at: at(Int64(count)), shopper: ShopperID("s\(count % 7)"), item: "i"))
                    }
                    _ = try ledger.append(post, detail: .full, to: id)
                }
                beside.wait()
                let outcome = bulk.withLock { $0 }
                try #require(outcome).get()
                try ledger.finishCheckpoint()
                if round > 0 {
                    sizes.append(try #require(log.resourceValues(forKeys: [.fileSizeKey]).fileSize))
                }
            }
            // The log is written over from its beginning and not prolonged: it is as long as the longest round.
            #expect(try #require(sizes.last) <= 3 * (try #require(sizes.first)))
            #expect(try ledger.eventCounts() == [.view: count])
            #expect(try ledger.findings() == [])
        }
    }
}
