public import Commerce
public import Ledger

extension LiveShop {
    /// Events from the newest backwards. See ``SQLiteLedger/events(matching:after:_:limit:)``.
    public nonisolated func events(
        matching query: EventQuery, after place: LogPlace?, limit: Int
    ) throws -> LogPage<Event> {
        try ledger.events(matching: query, after: place, limit: limit)
    }

    /// Decisions that one question for an item looks through at most.
    private static let depth = 2000

    /// Decisions from the newest backwards.
    ///
    /// - Parameter item: only those that show it. They are looked for in a few thousand decisions at a time: a page may
    ///   be short, even empty, and still have a next.
    public nonisolated func decisions(
        matching query: DecisionQuery, showing item: ItemID? = nil, after place: LogPlace?, limit: Int
    ) throws -> LogPage<Decision> {
        guard let item else { return try ledger.decisions(matching: query, after: place, limit: limit) }
        var (found, place, seen): ([Decision], LogPlace?, Int) = ([], place, 0)
        repeat {
            let page = try ledger.decisions(matching: query, after: place, limit: 200)
            for (number, decision) in page.entries.enumerated()
            where decision.slate.contains(where: { $0.item == item }) {
                found.append(decision)
                guard found.count == limit else { continue }
                let isLast = number == page.entries.count - 1 && page.next == nil
                return LogPage(
                    entries: found, next: isLast ? nil : LogPlace(time: decision.time, key: decision.id.rawValue))
            }
            place = page.next
            seen += page.entries.count
        } while place != nil && seen < Self.depth
        return LogPage(entries: found, next: place)
    }
}
