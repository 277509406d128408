import Commerce

/// Follows the sessions that the source itself names.
struct SessionTracker: Sendable {
    private struct Visit {
        var events: Int32 = 0
        var first: Int64
        var last: Int64
    }

    private var index: HashIndex
    private var visits: [Visit] = []
    private var sketch = HyperLogLog()
    private(set) var events = 0
    private(set) var isOverflowing = false

    init(limit: Int) { index = HashIndex(limit: limit) }

    mutating func observe(_ session: UInt64, at time: Timestamp) {
        events += 1
        sketch.insert(session)
        guard let found = index.insert(session) else {
            isOverflowing = true
            return
        }
        let time = time.milliseconds
        if found.isNew { visits.append(Visit(first: time, last: time)) }
        visits[found.row].events += 1
        visits[found.row].first = min(visits[found.row].first, time)
        visits[found.row].last = max(visits[found.row].last, time)
    }

    var tally: Tally {
        guard isOverflowing else { return Tally(count: visits.count, isExact: true) }
        return Tally(count: Int(sketch.estimate.rounded()), isExact: false)
    }

    /// - Parameter hasTimes: otherwise lengths are left empty.
    func profile(gapMinutes: Int, hasTimes: Bool) -> SessionProfile {
        var events = DistributionSketch()
        var minutes = DistributionSketch()
        for visit in visits {
            events.add(Double(visit.events))
            if hasTimes { minutes.add((Double(visit.last) - Double(visit.first)) / 60_000) }
        }
        return SessionProfile(
            origin: .given, gapMinutes: gapMinutes, count: tally.count,
            events: events.distribution(startingAt: 1), minutes: minutes.distribution(startingAt: 0))
    }
}
