public import Commerce
import Explore
public import Ledger

/// How an item does, and what is believed of it.
public struct ItemFigures: Sendable, Encodable {
    /// What the ranker has learned of the item beside its features.
    public struct Belief: Sendable, Encodable {
        /// By how much it is thought to earn more than items like it when it is shown, and how sure that is.
        public var mean: Double
        public var deviation: Double
        /// How it came about, the oldest first, and as it is now. See ``LiveShop/beliefs(of:)``.
        public var history: [ItemBelief]
    }

    public var item: ItemID
    /// From the first day that has anything, in UTC.
    public var days: [ItemDay]
    /// Of all days together, from decisions that are settled: how often it was shown, how often as a trial.
    public var shown: Int
    public var explored: Int
    /// What it earned each time that it was shown; nothing before that is known.
    public var rewardWhenShown: Double?
    public var belief: Belief
}

extension LiveShop {
    /// Nothing for an item that the shop does not know. O(events of the days).
    public func figures(of id: ItemID, days: Int) async throws -> ItemFigures? {
        guard let row = desk.decider.items.row(of: id) else { return nil }
        let (ledger, now) = (ledger, time.now())
        let length = Duration.days(1) / .milliseconds(1)
        let today = Timestamp(milliseconds: now.milliseconds / Int64(length) * Int64(length))
        let found = try await Task.detached {
            try ledger.figures(ofItem: id, from: today - .days(days - 1))
        }.value
        let history = try await beliefs(of: id) ?? []
        let (mean, variance) = desk.ranker.effect(of: row)
        let shown = found.reduce(0) { $0 + $1.shown }
        return ItemFigures(
            item: id, days: found, shown: shown, explored: found.reduce(0) { $0 + $1.explored },
            rewardWhenShown: shown > 0 ? found.reduce(0) { $0 + $1.reward } / Double(shown) : nil,
            belief: ItemFigures.Belief(mean: mean, deviation: variance.squareRoot(), history: history))
    }

    /// Of every item that was shown in the last days. See ``SQLiteLedger/showings(from:)``.
    public nonisolated func showings(
        days: Int
    ) throws -> [ItemID: (shown: Int, explored: Int, reward: Double)] {
        try ledger.showings(from: time.now() - .days(days))
    }
}
