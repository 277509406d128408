public import Commerce
import Explore
public import Ledger

/// The descriptions that a page of the console shows beside identifiers.
extension LiveShop {
    /// What happened in the last days, oldest first.
    public nonisolated func figures(days: Int) throws -> [DayFigures] {
        try ledger.figures(from: time.now() - .days(days))
    }

    /// The newest decisions, newest first.
    public nonisolated func latestDecisions(count: Int) throws -> [Decision] {
        try ledger.latestDecisions(count: count)
    }

    /// What items are called, those that are described.
    public func titles(of items: some Sequence<ItemID> & Sendable, in language: Language) -> [ItemID: String] {
        var titles: [ItemID: String] = [:]
        for item in items {
            guard let row = desk.decider.items.row(of: item) else { continue }
            titles[item] = catalogue[row].title(in: language)
        }
        return titles
    }
}
