import Commerce

/// Follows each shopper, and each visitor without a shopper: rate, sessions, orders, and which kinds of event they did.
struct PeopleTracker: Sendable {
    private struct Person {
        var events = 0
        /// One bit for each kind of event.
        var kinds: UInt32 = 0
        var orders = 0
        var meter = RateMeter()
        var sessionStart: Int64 = 0
        var sessionEnd: Int64 = 0
        var sessionEvents = 0
        var isVisitor = false
        var isInTable = false
    }

    private let options: ValidationOptions
    private var index: HashIndex
    private var people: [Person] = []
    private var shopperSketch = HyperLogLog()
    private var visitors: DistinctCounter
    private var suspectNames: [Int: String] = [:]
    private var sessionEvents = DistributionSketch()
    private var sessionMinutes = DistributionSketch()
    /// Names are kept for this many suspects; beyond it the fastest few may miss one that was found late.
    private static let namedSuspects = 10_000

    init(options: ValidationOptions) {
        self.options = options
        index = HashIndex(limit: options.trackedPeople)
        visitors = DistinctCounter(limit: options.trackedPeople)
    }

    /// Whether some people were not followed.
    private(set) var isOverflowing = false

    /// - Parameter isNewOrder: the event is the first purchase line of its order.
    mutating func observe(
        _ event: borrowing Event, _ hashes: EventHashes, _ plausibility: TimePlausibility, isNewOrder: Bool
    ) {
        if hashes.visitor != 0 { visitors.insert(hashes.visitor) }
        if hashes.shopper != 0 { shopperSketch.insert(hashes.shopper) }
        guard hashes.who != 0 else { return }
        guard let row = row(of: hashes.who, isVisitor: hashes.shopper == 0) else { return }
        people[row].events += 1
        people[row].kinds |= 1 << UInt32(event.kind.storageCode - 1)
        if isNewOrder { people[row].orders += 1 }
        guard plausibility == .plausible else { return }
        let peak = people[row].meter.peak
        people[row].meter.observe(event.kind, at: event.time, order: hashes.order)
        if peak == options.actionsPerMinute, people[row].meter.peak > peak,
            suspectNames.count < Self.namedSuspects
        {
            suspectNames[row] = event.shopper?.rawValue ?? event.visitor?.rawValue
        }
        extendSession(of: row, to: event.time.milliseconds)
    }

    mutating func observe(_ shopper: borrowing Shopper) {
        if let row = row(of: EventHashes.shopper(shopper.id), isVisitor: false) { people[row].isInTable = true }
    }

    private mutating func row(of key: UInt64, isVisitor: Bool) -> Int? {
        guard let found = index.insert(key) else {
            isOverflowing = true
            return nil
        }
        if found.isNew {
            people.append(Person())
            people[found.row].isVisitor = isVisitor
        }
        return found.row
    }

    private mutating func extendSession(of row: Int, to time: Int64) {
        let gap = Int64(options.sessionGapMinutes) * 60_000
        let isInside =
            people[row].sessionEvents > 0
            && time <= people[row].sessionEnd + gap && time >= people[row].sessionStart - gap
        if isInside {
            people[row].sessionEvents += 1
            people[row].sessionStart = min(people[row].sessionStart, time)
            people[row].sessionEnd = max(people[row].sessionEnd, time)
        } else {
            closeSession(of: row)
            people[row].sessionEvents = 1
            people[row].sessionStart = time
            people[row].sessionEnd = time
        }
    }

    private mutating func closeSession(of row: Int) {
        guard people[row].sessionEvents > 0 else { return }
        sessionEvents.add(Double(people[row].sessionEvents))
        sessionMinutes.add(Double(people[row].sessionEnd - people[row].sessionStart) / 60_000)
        people[row].sessionEvents = 0
    }

    // MARK: - What was found

    var shoppers: Tally {
        guard isOverflowing else {
            return Tally(count: people.count { $0.events > 0 && !$0.isVisitor }, isExact: true)
        }
        return Tally(count: Int(shopperSketch.estimate.rounded()), isExact: false)
    }

    var visitorTally: Tally { visitors.tally }

    func count(of kind: EventKind) -> Int {
        let bit = UInt32(1) << UInt32(kind.storageCode - 1)
        return people.count { $0.kinds & bit != 0 }
    }

    var bots: BotCheck {
        let suspects = people.indices.filter { people[$0].meter.peak > options.actionsPerMinute }
        let fastest = suspects.filter { suspectNames[$0] != nil }
            .sorted { (people[$0].meter.peak, $1) > (people[$1].meter.peak, $0) }.prefix(5)
        return BotCheck(
            actionsPerMinute: options.actionsPerMinute, count: suspects.count,
            events: suspects.reduce(0) { $0 + people[$1].events },
            fastest: fastest.map { row in
                BotCheck.Suspect(
                    who: suspectNames[row] ?? "", isVisitor: people[row].isVisitor,
                    peak: people[row].meter.peak, at: people[row].meter.peakStart, events: people[row].events)
            })
    }

    var eventsPerShopper: Distribution {
        var sketch = DistributionSketch()
        for person in people where person.events > 0 { sketch.add(Double(person.events)) }
        return sketch.distribution(startingAt: 1)
    }

    var buyers: (all: Int, repeating: Int, orders: Int) {
        (
            people.count { $0.orders > 0 }, people.count { $0.orders > 1 },
            people.reduce(0) { $0 + $1.orders }
        )
    }

    /// Events by shoppers (not visitors) whom the shopper table does not know, and the number of those.
    var unknownShoppers: (events: Int, shoppers: Int) {
        let unknown = people.lazy.filter { !$0.isInTable && !$0.isVisitor }
        return (unknown.reduce(0) { $0 + $1.events }, unknown.count)
    }

    /// Ends the sessions still open.
    mutating func sessions() -> SessionProfile {
        for row in people.indices { closeSession(of: row) }
        return SessionProfile(
            origin: .cutByPauses, gapMinutes: options.sessionGapMinutes, count: sessionEvents.count,
            events: sessionEvents.distribution(startingAt: 1),
            minutes: sessionMinutes.distribution(startingAt: 0))
    }
}
