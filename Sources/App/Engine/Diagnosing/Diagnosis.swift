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
    public var serving: ServingDiagnosis
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
        // One that is under way is nobody's trouble, a server that was killed neither: the next goes on by itself. And one that
        // took nothing in left nothing half done.
        let unfinished = try ledger.imports().filter { $0.finished == nil && !$0.isOfServer }
        for record in unfinished where record.counts.accepted > 0 && ledger.holder == nil {
            problems.append(
                "the import of \(record.source.name) stopped after \(record.counts.rows) rows; "
                    + "run the same `equipoise import` again to go on")
        }
        var serving: [String] = []
        self.serving = try ServingDiagnosis(ledger: ledger, of: shop, problems: &serving)
        problems += serving
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
