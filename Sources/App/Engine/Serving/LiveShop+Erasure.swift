public import Commerce
import Explore
import Foundation
import Intake
import Ledger

/// What became of an erasure.
public struct Erasure: Sendable, Encodable {
    public var events: Int
    public var decisions: Int
    public var outcomes: Int
    /// Visitors who were the shopper and nobody else.
    public var visitors: Int
    /// Records about others that named the shopper and no longer do.
    public var redacted: Int
    /// Rows that imports had set aside and that named the shopper.
    public var rejectedRows: Int
    /// Models that were trained with the shopper and are still there. They are removed as soon as a newer training has
    /// ended.
    public var snapshots: [String]
    /// The training that was begun for that, or was under way.
    public var task: Int?
}

/// An erasure as the record of changes has it: whose it was can be said only by who knows the name and the shop's secret.
private struct ErasureRecord: Encodable {
    var shopper: String
    var events: Int
    var decisions: Int
    var outcomes: Int
    var visitors: Int
    var redacted: Int
    var snapshots: [String]
}

/// The part of such a record that is acted on.
private struct DoomedSnapshots: Codable {
    var snapshots: [String]
}

extension LiveShop {
    /// Erases everything of a shopper, and of visitors who were known to be this shopper and nobody else. See
    /// ``ErasureStore``.
    ///
    /// The ledger erases all or nothing, and what this returns from is gone from its file. What serves forgets at once.
    /// Snapshots whose vocabulary names the person go once a training without the person has ended and serves; it is begun
    /// here. Asked for again it does what is left to do, and changes nothing when that is nothing.
    /// - Throws: `LedgerError`, ``EngineError`` `secret.unusable`.
    public func erase(_ shopper: ShopperID, by author: String) async throws -> Erasure {
        let (folder, ledger, now) = (folder, ledger, time.now())
        let (erased, stale, rows) = try await Task.detached {
            let secret = try ShopSecret(in: folder)
            let store = SnapshotStore(dataFolder: folder.url)
            let pseudonym = "erased:" + secret.name(of: shopper.rawValue, for: .erasures)
            var stale: [String] = []
            let erased = try ledger.erase(shopper, pseudonym: pseudonym) { erased in
                stale = try store.versions(naming: erased.modelNames)
                return try erased.record(as: pseudonym, snapshots: stale, by: author, at: now)
            }
            try ledger.scrub(erased.names)
            return (erased, stale, try RejectedRows.erase(erased.names, in: folder.rejects))
        }.value
        let person = ErasedPerson(erased)
        desk.forget([.shopper(shopper)] + erased.visitors.map { .visitor($0) })
        refused.forget(erased.names)
        unstored.removeAll { person.decisions.contains($0.decision) }
        lastErasure = time.now()
        try await study.forget(person, by: ledger, now: time.now())
        if !stale.isEmpty { doomed.formUnion(stale) }
        return Erasure(
            events: erased.events, decisions: erased.decisions.count, outcomes: erased.outcomes,
            visitors: erased.visitors.count, redacted: erased.redacted, rejectedRows: rows, snapshots: stale,
            task: stale.isEmpty ? nil : try trainOnce(by: author))
    }

    /// The training that is under way, or a new one.
    private func trainOnce(by author: String) throws -> Int {
        if let running = tasks.first(where: { $0.kind == "training" && $0.state == .running }) { return running.id }
        return try train(by: author).id
    }

    /// Goes on with erasures that the last process left unfinished: begins the training after which snapshots can go.
    func resumeErasures() throws {
        doomed = try Self.doomedSnapshots(in: ledger, of: folder)
        if !doomed.isEmpty { _ = try trainOnce(by: "equipoise") }
    }

    /// A training has ended, and its models serve: what was trained with people who were erased can go.
    ///
    /// - Parameter start: when the training began. One that began before an erasure may have learned from the person.
    func removeDoomedSnapshots(trainedFrom start: Timestamp, by author: String) async throws {
        guard !doomed.isEmpty || lastErasure != nil else { return }
        if let lastErasure, start < lastErasure {
            if let serving = models.snapshot {
                try record(.erasure, "outdated", by: author, DoomedSnapshots(snapshots: [serving]))
                doomed.insert(serving)
            }
            _ = try train(by: author)
            return
        }
        lastErasure = nil
        let (store, gone) = (SnapshotStore(dataFolder: folder.url), doomed.filter { $0 != models.snapshot })
        try await Task.detached { for version in gone.sorted() { try store.remove(version) } }.value
        doomed.subtract(gone)
    }

    /// Of all erasures on record, the snapshots that are still there.
    private static func doomedSnapshots(in ledger: SQLiteLedger, of folder: ShopFolder) throws -> Set<String> {
        let there = Set(try SnapshotStore(dataFolder: folder.url).versions())
        var (doomed, last): (Set<String>, Int64?) = ([], nil)
        repeat {
            let changes = try ledger.changes(of: ShopSubject.erasure.rawValue, before: last, limit: 1000)
            for change in changes {
                let record = try JSONDecoder().decode(DoomedSnapshots.self, from: Data(change.content.utf8))
                doomed.formUnion(record.snapshots)
            }
            last = changes.last?.id
        } while last != nil
        return doomed.intersection(there)
    }
}

extension LedgerErasure {
    /// Names that must not be found any more.
    fileprivate var names: [String] { [shopper.rawValue] + visitors.map(\.rawValue) }

    /// The same as models know them.
    fileprivate var modelNames: Set<String> {
        Set([shopper.rawValue] + visitors.map { InteractionsBuilder.visitorPrefix + $0.rawValue })
    }

    fileprivate func record(
        as pseudonym: String, snapshots: [String], by author: String, at time: Timestamp
    ) throws -> ChangeRecord {
        let content = ErasureRecord(
            shopper: pseudonym, events: events, decisions: decisions.count, outcomes: outcomes,
            visitors: visitors.count, redacted: redacted, snapshots: snapshots)
        return try ChangeRecord(.erasure, "erased", by: author, at: time, content)
    }
}
