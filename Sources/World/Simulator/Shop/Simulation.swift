public import Commerce
import Foundation

/// A shop from day to day: who visits, what they are shown, what they do. A stream of days in order of time, in
/// memory that holds one day and what was promised for later.
///
/// ```swift
/// let shop = try Shop(.demo, seed: 7)
/// var simulation = Simulation(of: shop, storefront: MixedStorefront(for: shop.catalogue))
/// while let day = simulation.nextDay() { for event in day.events { ... } }
/// ```
/// Visits of a day are run one after another in the order in which they begin; a storefront therefore knows how a visit
/// ended before it serves the next one, minutes earlier than a real one would. Deterministic for the shop's seed and
/// the storefront.
public struct Simulation<Front: Storefront> {
    /// The world that is simulated.
    public let shop: Shop
    /// What decides the lists, with whatever it has learned.
    public private(set) var storefront: Front
    /// Everybody as they now stand, by row.
    public private(set) var shoppers: [ShopperState]
    /// The day that ``nextDay()`` will run, from 0.
    public private(set) var day = 0

    /// Returns and reviews yet to come, in no order.
    private var promised: [SimulatedEvent] = []
    /// The rest of visits that ran past midnight.
    private var overrun: [SimulatedEvent] = []
    private let drift: Drift
    private let arrivals: Arrivals
    private let auditor: PageAuditor?

    /// A period about to begin, everybody as they were before it.
    ///
    /// - Parameter weights: what acts are worth to ``SimulatedDay/audits``; nothing audits nothing, which is faster.
    public init(of shop: Shop, storefront: Front, auditing weights: RewardWeights? = nil) {
        self.shop = shop
        self.storefront = storefront
        auditor = weights.map { PageAuditor(of: shop, weights: $0) }
        shoppers = (0..<Int32(shop.configuration.shoppers)).map(shop.shopper)
        drift = Drift(catalogue: shop.catalogue, behaviour: shop.configuration.behaviour)
        arrivals = Arrivals(configuration: shop.configuration, calendar: shop.calendar)
    }

    /// Lets the storefront be changed between days: what a shop does at night.
    public mutating func withStorefront<Result>(_ body: (inout Front) throws -> Result) rethrows -> Result {
        try body(&storefront)
    }

    /// Runs one day; nothing when the period is over. What was due after the last day stays unseen, as in any log.
    public mutating func nextDay() -> SimulatedDay? {
        guard day < shop.configuration.days else { return nil }
        let midnight = shop.configuration.start + .days(day + 1)
        storefront.beginDay(day)
        var today = SimulatedDay(day: day, events: overrun)
        overrun = []
        deliver(before: midnight, into: &today)
        let starting = nightAndArrivals()
        for arrival in starting {
            guard arrival.time >= shoppers[Int(arrival.person)].busyUntil,
                !shoppers[Int(arrival.person)].hasLeft
            else { continue }
            visit(arrival, into: &today, until: midnight)
        }
        // Some of what this day's visits promised is due before the day ends.
        deliver(before: midnight, into: &today)
        // Ties keep their order of making: within a person that is the order of the acts.
        today.events.sort {
            ($0.time, $0.person, $0.ordinal) < ($1.time, $1.person, $1.ordinal)
        }
        day += 1
        return today
    }

    /// What was promised for the time before this midnight.
    private mutating func deliver(before midnight: Timestamp, into today: inout SimulatedDay) {
        let due = promised.filter { $0.time < midnight }
        promised.removeAll { $0.time < midnight }
        for event in due where event.kind == .refund {
            shoppers[Int(event.person)].satisfaction *= 0.85
        }
        storefront.observe(due)
        today.events += due
    }

    private mutating func nightAndArrivals() -> [Arrival] {
        var found: [Arrival] = []
        for person in shoppers.indices where !shoppers[person].hasLeft {
            let profile = shop.profiles[person]
            var random = shop.generator(ofShopper: Int32(person), day: day)
            drift.night(&shoppers[person], profile: profile, using: &random)
            for time in arrivals.times(of: shoppers[person], profile, day: day, using: &random) {
                found.append(Arrival(time: time, person: Int32(person)))
            }
        }
        return found.sorted { ($0.time, $0.person) < ($1.time, $1.person) }
    }

    private mutating func visit(_ arrival: Arrival, into today: inout SimulatedDay, until midnight: Timestamp) {
        var session = ShopperSession(in: shop, of: shoppers[Int(arrival.person)], at: arrival.time)
        var events: [SimulatedEvent] = []
        while let page = session.nextPage() {
            var random = session.storefrontGenerator
            let slate = storefront.slate(for: page, using: &random)
            if let auditor, let audit = auditor.audit(slate, for: page, in: session) { today.audits.append(audit) }
            let response = session.respond(to: slate)
            storefront.observe(response)
            events += response
        }
        let end = session.finish()
        storefront.observe(end.events)
        events += end.events
        shoppers[Int(arrival.person)] = session.shopper
        today.visits += 1
        promised += end.later
        for event in events {
            if event.time < midnight { today.events.append(event) } else { overrun.append(event) }
        }
    }
}

/// The events of one day in order of time.
public struct SimulatedDay: Sendable {
    /// From 0.
    public let day: Int
    /// Visits that began on this day.
    public internal(set) var visits = 0
    /// By time; at one moment by person, then in the order of the acts.
    public internal(set) var events: [SimulatedEvent]
    /// The truth about every list but search results, in order of visits, when the simulation was asked for it.
    public internal(set) var audits: [PageAudit] = []

    init(day: Int, events: [SimulatedEvent]) {
        self.day = day
        self.events = events
    }
}

/// A visit about to begin.
private struct Arrival {
    let time: Timestamp
    let person: Int32
}
