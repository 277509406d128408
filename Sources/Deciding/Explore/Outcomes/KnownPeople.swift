import Commerce

/// Which visitors were seen with which shoppers lately: enough to tell whether two names are one person's.
///
/// A sighting counts for as long as the longest window, and is remembered for a while longer, for what comes out of
/// order. So memory holds the visitors of that time only.
struct KnownPeople: Sendable {
    private struct Sighting {
        var shopper: ShopperID
        var last: Timestamp
    }

    private let memory: Int64
    private let lateness: Int64
    private var sightings: [VisitorID: [Sighting]] = [:]
    private var visitors: [ShopperID: Set<VisitorID>] = [:]
    private var sweepAt: Int

    /// - Parameters:
    ///   - memory: how long a sighting counts.
    ///   - lateness: how much earlier than the last sighting something may still be asked about.
    init(memory: Duration, lateness: Duration) {
        self.memory = memory.wholeMilliseconds
        self.lateness = lateness.wholeMilliseconds
        sweepAt = 1024
    }

    /// Remembers that a visitor was seen with a shopper's name. Amortised O(1).
    mutating func note(_ visitor: VisitorID, is shopper: ShopperID, at time: Timestamp) {
        if let place = sightings[visitor]?.firstIndex(where: { $0.shopper == shopper }) {
            sightings[visitor]?[place].last = time
            return
        }
        sightings[visitor, default: []].append(Sighting(shopper: shopper, last: time))
        visitors[shopper, default: []].insert(visitor)
        if sightings.count > sweepAt { sweep(at: time) }
    }

    /// The one shopper a visitor is known to be; nothing when there is none, or more than one.
    func shopper(of visitor: VisitorID, at time: Timestamp) -> ShopperID? {
        guard let seen = sightings[visitor] else { return nil }
        var only: ShopperID?
        for sighting in seen where isFresh(sighting, at: time) {
            guard only == nil else { return nil }
            only = sighting.shopper
        }
        return only
    }

    /// The visitors who are known to be this shopper and nobody else; in no order.
    func visitors(of shopper: ShopperID, at time: Timestamp) -> [VisitorID] {
        guard let seen = visitors[shopper] else { return [] }
        return seen.filter { self.shopper(of: $0, at: time) == shopper }
    }

    /// Whether any sighting of theirs is remembered.
    func hasSeen(_ visitor: VisitorID) -> Bool { sightings[visitor] != nil }
    func hasSeen(_ shopper: ShopperID) -> Bool { visitors[shopper] != nil }

    private func isFresh(_ sighting: Sighting, at time: Timestamp) -> Bool {
        time.milliseconds - sighting.last.milliseconds <= memory
    }

    /// Forgets what is too old to be asked for. Its cost is spread over the additions since the last one.
    private mutating func sweep(at time: Timestamp) {
        let time = time - .milliseconds(lateness)
        for (visitor, seen) in sightings {
            let fresh = seen.filter { isFresh($0, at: time) }
            guard fresh.count < seen.count else { continue }
            for old in seen where !isFresh(old, at: time) {
                visitors[old.shopper]?.remove(visitor)
                if visitors[old.shopper]?.isEmpty == true { visitors[old.shopper] = nil }
            }
            sightings[visitor] = fresh.isEmpty ? nil : fresh
        }
        sweepAt = max(1024, 2 * sightings.count)
    }
}
