public import Commerce
import Evaluate
import Foundation
import Intake
public import Ledger
import Recommend

/// Answers from the newest good snapshot and a shopper's events, those since the training included.
public struct RecommendationService: Sendable {
    /// The version that answers.
    public let snapshot: String
    /// Newer snapshots that are damaged and were passed over.
    public let refused: [RefusedSnapshot]
    /// Names of the models, the one that answers by default first.
    public let models: [String]

    private let recommenders: [String: any Recommender]
    private let shoppers: Vocabulary<Shopper>
    private let catalogue: [ItemID: Item]
    private let weightScale: Float
    private let ledger: SQLiteLedger

    /// - Throws: `LedgerError`, ``EngineError`` `models.missing` when nothing was trained, `models.damaged` when no
    ///   snapshot is whole.
    public init(ledger: SQLiteLedger, of shop: ShopFolder) throws {
        let search = try SnapshotStore(dataFolder: shop.url).latest()
        guard let found = search.snapshot else {
            guard let first = search.refused.first else {
                throw EngineError(
                    code: "models.missing", message: "nothing has been trained in \(shop.url.path)",
                    remedy: "run `equipoise train --data \(shop.url.path)` first")
            }
            throw EngineError(
                code: "models.damaged", message: "no snapshot in \(shop.models.path) is whole",
                remedy: "train again: `equipoise train --data \(shop.url.path)`", cause: first.reason)
        }
        var recommenders: [String: any Recommender] = [:]
        for (name, bundle) in found.arrays {
            recommenders[name] = try RecommenderCatalogue.load(
                from: bundle, shoppers: found.shoppers, items: found.items)
        }
        self.ledger = ledger
        self.recommenders = recommenders
        weightScale = found.manifest.models.first?.weightScale ?? 1
        snapshot = found.manifest.version
        refused = search.refused
        shoppers = found.shoppers
        // A stable sort: among equals the order of the manifest decides.
        models = found.manifest.models.sorted { $0.quality > $1.quality }.map(\.name)
        catalogue = Dictionary(try ledger.items().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The best `count` items for one shopper; somebody without events gets what suits everybody.
    ///
    /// - Parameters:
    ///   - model: the default when nothing.
    ///   - includesSeen: whether items of the shopper's history may be among them.
    ///   - time: items that are not on sale then are left out.
    /// - Throws: ``EngineError`` `models.unknown` for a model that was not trained.
    public func recommend(
        to shopper: ShopperID, count: Int, model: String? = nil, includesSeen: Bool = false, at time: Timestamp,
        in language: Language
    ) throws -> Recommendation {
        guard let name = model ?? models.first, let recommender = recommenders[name] else {
            throw EngineError(
                code: "models.unknown", message: "the snapshot \(snapshot) has no model '\(model ?? "")'",
                remedy: "use one of \(models.joined(separator: ", "))")
        }
        let history = try history(of: shopper, items: recommender.items)
        let onSale = ItemFilter(recommender.items) { catalogue[$0]?.isAvailable(at: time) ?? true }
        let list = try recommender.topK(
            for: history, count: count, options: TopKOptions(excludesHistory: !includesSeen, filter: onSale))
        let places = list.enumerated().map { index, scored in
            place(
                index + 1, scored, reasons: recommender.reasons(for: scored.item, given: history, limit: 3),
                items: recommender.items, language: language)
        }
        return Recommendation(
            shopper: shopper, snapshot: snapshot, model: name, historyItems: history.count,
            lately: history.items.suffix(3).reversed().map { title(recommender.items[$0], language) }, items: places)
    }

    /// The shopper's events as training would see them, in the model's rows.
    private func history(of shopper: ShopperID, items: Vocabulary<Item>) throws -> History {
        let preparation = LearningLog.Preparation.standard
        let events = try ledger.events(matching: EventQuery(shopper: shopper, kinds: preparation.kinds))
        var builder = try InteractionsBuilder(weights: preparation.weights, repeats: preparation.repeats)
        for var event in try preparation.cleaning.clean(events).events {
            // What an anonymous visit did is this shopper's when the ledger says so.
            event.shopper = shopper
            builder.add(event)
        }
        let own = builder.build().scaled(by: weightScale)
        guard own.count > 0 else { return History(shopper: shoppers.row(of: shopper), items: []) }
        let all = own.history(of: 0)
        let known = all.items.indices.filter { items.row(of: own.items[all.items[$0]]) != nil }
        return History(
            shopper: shoppers.row(of: shopper), items: known.compactMap { items.row(of: own.items[all.items[$0]]) },
            weights: known.map { all.weights[$0] }, times: known.map { all.times[$0] })
    }

    private func place(
        _ position: Int, _ scored: ScoredItem, reasons: [Reason], items: Vocabulary<Item>, language: Language
    ) -> Recommendation.Place {
        let id = items[scored.item]
        let item = catalogue[id] ?? Item(id: id)
        let because = reasons.joinedByKind.map { $0.phrase(for: id, in: language) { title($0, language) } }
        return Recommendation.Place(
            position: position, item: id, title: item.title, category: item.category, brand: item.brand,
            price: item.price, score: Double(scored.score), reasons: reasons, because: because)
    }

    /// What an item is called; its identifier when no source described it.
    private func title(_ id: ItemID, _ language: Language) -> String {
        catalogue[id]?.title(in: language) ?? id.rawValue
    }
}

extension SnapshotModel {
    /// What the weights of training events were multiplied by (see ``LearningLog/weightScale``).
    static let weightScaleKey = "weight-scale"

    fileprivate var weightScale: Float? {
        guard case .number(let scale) = hyperparameters[Self.weightScaleKey] else { return nil }
        return Float(scale)
    }

    /// What models are chosen by.
    fileprivate var quality: Double { metrics["ndcg@10"] ?? -1 }
}
