public import Commerce
import Foundation
import Ledger

/// A snapshot of models as an operator sees it.
public struct SnapshotSummary: Sendable, Encodable {
    public var version: String
    public var created: Timestamp
    public var events: Int
    public var shoppers: Int
    public var items: Int
    /// By model and metric.
    public var metrics: [String: [String: Double]]
    /// Whether it proposes now.
    public var isServing: Bool

    init(_ manifest: SnapshotManifest, isServing: Bool) {
        version = manifest.version
        created = manifest.created
        events = manifest.events
        shoppers = manifest.shoppers
        items = manifest.items
        metrics = Dictionary(uniqueKeysWithValues: manifest.models.map { ($0.name, $0.metrics) })
        self.isServing = isServing
    }
}

extension LiveShop {
    public nonisolated var tasks: [TaskRecord] { board.all }

    /// Begins a training, and goes on with its models when it has ended.
    ///
    /// - Returns: the task.
    /// - Throws: ``EngineError`` `task.running` while another training is under way.
    @discardableResult
    public func train(models: [String]? = nil, by author: String) throws -> TaskRecord {
        let id = try board.begin("training", at: time.now())
        try record(.training, "begun", by: author, ["models": models ?? []])
        let (board, folder, trainer, time, start) = (board, folder, trainer, time, time.now())
        Task.detached {
            do {
                try await trainer.train(folder, models: models) { step in board.change(id) { $0.step = step } }
                let models = try LiveModels.newest(of: folder)
                try await self.turn(to: models)
                try self.record(.snapshot, "trained", by: author, ServingSnapshot(models, newest: models.snapshot))
                board.change(id) {
                    ($0.state, $0.ended, $0.result) = (.done, time.now(), models.snapshot)
                }
                try await self.removeDoomedSnapshots(trainedFrom: start, by: author)
            } catch {
                board.change(id) { ($0.state, $0.ended, $0.error) = (.failed, time.now(), "\(error)") }
                self.tell(.trainingFailed, "\(error)", of: id)
            }
        }
        return board.record(id)
    }

    /// What was trained and is still whole, newest first.
    public func snapshots() async throws -> [SnapshotSummary] {
        let (store, serving) = (SnapshotStore(dataFolder: folder.url), models.snapshot)
        // Every byte is read and checked, which no decision should wait for.
        return try await Task.detached {
            try store.versions().reversed().compactMap { version in
                do {
                    return SnapshotSummary(try store.load(version).manifest, isServing: version == serving)
                } catch is LedgerError {
                    // Damaged, or removed meanwhile: it cannot be promoted.
                    return nil
                }
            }
        }.value
    }

    /// Goes on with the models of a snapshot: back to an older one, or forth.
    ///
    /// - Throws: `LedgerError` for a snapshot that is not there or damaged; then nothing changes.
    public func promote(_ version: String, by author: String) async throws {
        let folder = folder
        let (models, newest) = try await Task.detached {
            (try LiveModels.version(version, of: folder), try SnapshotStore(dataFolder: folder.url).versions().last)
        }.value
        try record(.snapshot, "promoted", by: author, ServingSnapshot(models, newest: newest))
        try await turn(to: models)
    }
}
