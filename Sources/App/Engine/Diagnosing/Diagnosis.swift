import Commerce
public import Ledger

/// The state of a shop's ledger and models.
public struct Diagnosis: Sendable, Codable {
    public struct SnapshotState: Sendable, Codable {
        public var version: String
        /// What is wrong with it; nothing when every file is what its manifest says.
        public var problem: String?
    }

    public var ledger: LedgerSummary
    /// Oldest first.
    public var snapshots: [SnapshotState]
    /// What needs a person, with the remedy.
    public var problems: [String]

    public var isSound: Bool { problems.isEmpty }

    /// Reads everything: O(size of the ledger and of the models).
    ///
    /// - Throws: `LedgerError` when the ledger cannot be read at all.
    public init(ledger: SQLiteLedger, of shop: ShopFolder) throws {
        self.ledger = try ledger.summary()
        problems = try ledger.findings()
        if !problems.isEmpty {
            problems.append("restore the ledger from a backup, or import the sources into a new data folder")
        }
        // One that took nothing in left nothing half done.
        for record in try ledger.imports() where record.finished == nil && record.counts.accepted > 0 {
            problems.append(
                "the import of \(record.source.name) stopped after \(record.counts.rows) rows; "
                    + "run the same `equipoise import` again to go on")
        }
        let store = SnapshotStore(dataFolder: shop.url)
        snapshots = []
        for version in try store.versions() {
            do {
                _ = try store.load(version)
                snapshots.append(SnapshotState(version: version))
            } catch let error as LedgerError {
                snapshots.append(SnapshotState(version: version, problem: error.message))
                problems.append(
                    "\(error.message); train again with `equipoise train`, or restore the folder from a backup")
            }
        }
    }
}
