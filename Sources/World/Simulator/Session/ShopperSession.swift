public import Commerce
import Foundation
import Linear

/// One visit as a state machine: it says which page the shopper opens, is told what that page shows, and answers with
/// what the shopper does.
///
/// ```swift
/// var session = ShopperSession(in: shop, of: shopper, at: time)
/// while let page = session.nextPage() {
///     var random = session.storefrontGenerator
///     events += session.respond(to: storefront.slate(for: page, using: &random))
/// }
/// let end = session.finish()      // purchases now, returns and reviews in the days after
/// shopper = session.shopper
/// ```
/// Deterministic: the same shopper, time and slates give the same events.
public struct ShopperSession: Sendable {
    /// The person, as the visit has changed them so far.
    public internal(set) var shopper: ShopperState
    /// Why the person came, and what they have clicked.
    public internal(set) var visit: Visit
    /// The moment that the visit has reached.
    public internal(set) var now: Timestamp
    /// A source for whatever the storefront leaves to chance on the current page, apart from the shopper's own.
    public var storefrontGenerator: SeededGenerator { base.split(1_000 + UInt64(pages)) }

    let shop: Shop
    let profile: ShopperProfile
    let ordinal: Int32
    let visitor: UInt64
    let device: Device
    var isIdentified: Bool
    var random: SeededGenerator
    private let base: SeededGenerator
    var page: Page?
    var queue: [Page] = []
    var pages = 0
    var shown: [Int32] = []
    var cart: [CartLine] = []
    var clicks = 0

    /// A visit that begins at that time. Its shopper has one visit more.
    public init(in shop: Shop, of shopper: ShopperState, at time: Timestamp) {
        self.shop = shop
        self.shopper = shopper
        profile = shop.profiles[Int(shopper.row)]
        ordinal = shopper.visits
        self.shopper.visits += 1
        base = shop.generator(ofShopper: shopper.row, visit: ordinal)
        random = base.split(0)
        now = time
        let isFirstDevice = random.bernoulli(profile.firstDeviceShare)
        device = isFirstDevice ? profile.devices.0 : profile.devices.1
        visitor = shop.cookie(ofShopper: shopper.row, device: device, day: shop.day(of: time))
        isIdentified = random.bernoulli(profile.loggedIn)
        visit = shop.visit(of: shopper, at: time, using: &random)
    }

    /// The page that the shopper opens next; nothing when the visit is over.
    public mutating func nextPage() -> PageRequest? {
        guard pages < shop.configuration.navigation.mostPages, let next = choosePage() else {
            page = nil
            return nil
        }
        page = next
        pages += 1
        return request(for: next)
    }

    /// What the shopper does with the page opened last: the search that led to it, an impression for every item shown,
    /// and whatever follows from the clicks. O(length of the list).
    public mutating func respond(to slate: Slate) -> [SimulatedEvent] {
        guard let page else { return [] }
        var events: [SimulatedEvent] = []
        events.reserveCapacity(slate.entries.count + 4)
        let opened = now
        if case .search(let query) = page {
            events.append(
                event(.search, at: opened) {
                    $0.surface = .search
                    $0.text = query.text
                })
        }
        let surface = page.surface
        for (place, entry) in slate.entries.enumerated() {
            events.append(
                event(.impression, at: opened) {
                    $0.item = entry.item
                    $0.surface = surface
                    $0.position = place + 1
                    $0.decision = opened
                    $0.propensity = slate.isRandomised ? entry.propensity : nil
                    $0.device = nil
                })
        }
        let items = slate.entries.map(\.item)
        let responses = shop.respond(
            to: items, on: surface, by: shopper, during: visit, at: opened, using: &random)
        shown += items
        now = opened + .milliseconds(4000 + Int(random.exponential(rate: 1.0 / 8000)))
        for response in responses {
            append(response, on: surface, decision: opened, to: &events)
        }
        queuePages(after: responses)
        return events
    }

    /// A click, the view of the item's page, and what is done there.
    private mutating func append(
        _ response: ItemResponse, on surface: Surface, decision: Timestamp, to events: inout [SimulatedEvent]
    ) {
        let price = shop.price(of: response.item, day: shop.day(of: now)).minorUnits
        now = now + .milliseconds(700 + Int(random.exponential(rate: 1.0 / 2500)))
        let dwell = min(900, random.logNormal(logMean: 3.2, logDeviation: 0.7))
        func act(_ kind: EventKind, after seconds: Double, _ change: (inout SimulatedEvent) -> Void = { _ in }) {
            let time = now + .milliseconds(Int(seconds * 1000))
            events.append(
                event(kind, at: time) {
                    $0.item = response.item
                    $0.surface = surface
                    $0.position = response.position
                    $0.decision = decision
                    change(&$0)
                })
        }
        act(.click, after: 0)
        act(.view, after: 0.4) { $0.value = dwell.rounded() }
        if response.isFavourite { act(.favourite, after: 0.4 + dwell * 0.5) }
        if response.carted > 0 {
            act(.cart, after: 0.4 + dwell * 0.9) {
                $0.quantity = response.carted
                $0.price = price
            }
            cart.append(CartLine(response: response, surface: surface, decision: decision, price: price))
        }
        visit.clicked.append(response.item)
        clicks += 1
        now = now + .milliseconds(Int(dwell * 1000))
    }

    /// An event of this visit with the next number of the shopper's.
    mutating func event(
        _ kind: EventKind, at time: Timestamp, _ change: (inout SimulatedEvent) -> Void
    ) -> SimulatedEvent {
        var event = SimulatedEvent(
            kind: kind, time: time, person: shopper.row, isIdentified: isIdentified, visitor: visitor,
            ordinal: shopper.events)
        shopper.events += 1
        event.visit = ordinal
        event.device = device
        change(&event)
        return event
    }
}

/// Something in the cart, with where it came from.
struct CartLine: Sendable {
    let response: ItemResponse
    let surface: Surface
    let decision: Timestamp
    let price: Int64
}

extension Shop {
    /// The cookie of a device: cleared every thirty days, so that a person has several.
    func cookie(ofShopper row: Int32, device: Device, day: Int) -> UInt64 {
        let epoch = (max(0, day) + Int(row) % 30) / 30
        var source = generator(ofShopper: row).split(2 + UInt64(epoch) * 4 + UInt64(device.rawValue))
        return source.next() >> 14 | 1
    }
}
