import Commerce
import Explore
import Foundation
import Ledger
import Linear

/// Joins answers to decisions and learns from them, beside the desk that decides, so that learning never makes a request
/// wait.
actor ShopStudy {
    /// What has come of learning since the last time.
    struct News: Sendable {
        /// Answered for good: for the ledger, the budget and the guard rail.
        var settled: [SettledDecision]
        /// What lists are to be ranked by from now on.
        var ranker: MixedEffectsRanker
    }

    private var book: OutcomeBook<ShopLearner>
    private var settled: [SettledDecision] = []
    /// Learned for good when the last checkpoint was taken.
    private var kept: Int

    init(book: OutcomeBook<ShopLearner>) {
        self.book = book
        kept = book.updates
    }

    var tally: OutcomeTally { book.tally }
    var openDecisions: Int { book.openDecisions + book.waiting }

    func receive(_ decision: Decision) { settled += book.receive(decision) }

    func receive(_ events: [Event], now: Timestamp) {
        for event in events where book.attribution.windows[event.kind] != nil {
            settled += book.receive(event, now: now)
        }
    }

    /// The catalogue has grown.
    func know(_ items: Vocabulary<Item>) { book.reconfigure { $0.items = items } }

    /// Lets time pass.
    func turn(to time: Timestamp) -> News {
        settled += book.advance(to: time)
        defer { settled = [] }
        return News(settled: settled, ranker: book.live().ranker)
    }

    /// What was learned for good; nothing when that is nothing new.
    func checkpoint(at time: Timestamp) throws -> LearnerCheckpoint? {
        guard book.updates > kept else { return nil }
        kept = book.updates
        return try LearnerCheckpoint(of: book, at: time)
    }
}

extension LearnerCheckpoint {
    private static let name = "ranker"
    private static let items = "items"

    fileprivate init(of book: OutcomeBook<ShopLearner>, at time: Timestamp) throws {
        var bundle = ArrayBundle()
        book.settled.ranker.store(into: &bundle, as: Self.name)
        let names = try JSONEncoder().encode(book.settled.items.identifiers.map(\.rawValue))
        bundle.metadata[Self.items] = String(decoding: names, as: UTF8.self)
        self.init(
            lineage: book.settled.ranker.lineage, updates: book.updates, created: time,
            lastDecision: book.mark?.decision, lastTime: book.mark?.time, state: Array(bundle.safetensors()))
    }

    var mark: DecisionMark? {
        guard let lastTime, let lastDecision else { return nil }
        return DecisionMark(time: lastTime, decision: lastDecision)
    }

    /// The ranker, moved to the rows of a table; nothing when it was made for other features.
    func ranker(in table: ItemTable, of schema: FeatureSchema) throws -> MixedEffectsRanker? {
        let bundle = try ArrayBundle(safetensors: Data(state))
        let names = try JSONDecoder().decode([String].self, from: Data((bundle.metadata[Self.items] ?? "[]").utf8))
        let ranker = try MixedEffectsRanker(from: bundle, as: Self.name)
        guard ranker.featureNames == schema.names else { return nil }
        return ranker.moved { row in
            names.indices.contains(Int(row)) ? table.row(of: ItemID(names[Int(row)])) : nil
        }
    }
}
