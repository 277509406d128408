import Commerce
import Explore
import Foundation
import Ledger
import Recommend

/// The trained recommenders that propose candidates now.
struct LiveModels: Sendable {
    /// The version of the snapshot; nothing before anything was trained.
    let snapshot: String?
    /// Best first.
    let recommenders: [(name: String, model: any Recommender)]
    /// Newer snapshots that are damaged and were passed over.
    let refused: [String]

    static let none = LiveModels(snapshot: nil, recommenders: [], refused: [])

    /// All that may propose: features of a ranker are named after them, so that they never change.
    static let schema: [FeatureSchema.Source] =
        (RecommenderCatalogue.names + ["popular", "new", "category", "rule"]).map { FeatureSchema.Source($0) }

    /// The newest whole snapshot of a shop.
    static func newest(of folder: ShopFolder) throws -> LiveModels {
        let search = try SnapshotStore(dataFolder: folder.url).latest()
        let refused = search.refused.map(\.version)
        guard let snapshot = search.snapshot else {
            return LiveModels(snapshot: nil, recommenders: [], refused: refused)
        }
        return try LiveModels(snapshot, refused: refused)
    }

    /// What served last, unless something has been trained since then or it is gone; then the newest.
    static func serving(_ kept: ServingSnapshot?, of folder: ShopFolder) throws -> LiveModels {
        let newest = try SnapshotStore(dataFolder: folder.url).versions().last
        guard let kept, let version = kept.version, kept.newest == newest else { return try .newest(of: folder) }
        do { return try .version(version, of: folder) } catch is LedgerError { return try .newest(of: folder) }
    }

    /// One snapshot by its version.
    static func version(_ version: String, of folder: ShopFolder) throws -> LiveModels {
        try LiveModels(SnapshotStore(dataFolder: folder.url).load(version), refused: [])
    }

    private init(_ snapshot: Snapshot, refused: [String]) throws {
        let ranked = snapshot.manifest.models.sorted { ($0.metrics["ndcg@10"] ?? -1) > ($1.metrics["ndcg@10"] ?? -1) }
        var recommenders: [(name: String, model: any Recommender)] = []
        for model in ranked {
            guard let bundle = snapshot.arrays[model.name] else { continue }
            let loaded = try RecommenderCatalogue.load(from: bundle, shoppers: snapshot.shoppers, items: snapshot.items)
            recommenders.append((model.name, loaded))
        }
        self.init(snapshot: snapshot.manifest.version, recommenders: recommenders, refused: refused)
    }

    private init(snapshot: String?, recommenders: [(name: String, model: any Recommender)], refused: [String]) {
        self.snapshot = snapshot
        self.recommenders = recommenders
        self.refused = refused
    }
}

/// Which snapshot serves, and which was the newest when that was said.
struct ServingSnapshot: Codable, Sendable {
    var version: String?
    var newest: String?

    init(_ models: LiveModels, newest: String?) {
        version = models.snapshot
        self.newest = newest
    }
}
