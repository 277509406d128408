import Commerce
import Explore
import Foundation
import Simulator

/// Shoppers of a simulated shop who come to it while it is served: they look at lists, click, and buy, with the chances
/// that the simulator knows.
public struct DemoTraffic: Sendable {
    private let world: Shop
    private let rows: [ItemID: Int32]
    private let live: LiveShop
    private let seed: UInt64

    /// Between two visits.
    private static let pause = Duration.milliseconds(120)

    init(world: Shop, live: LiveShop, seed: UInt64) {
        self.world = world
        self.live = live
        self.seed = seed
        rows = Dictionary(
            uniqueKeysWithValues: world.catalogue.listing.enumerated().map { ($0.element.id, Int32($0.offset)) })
    }

    /// Goes on until its task is cancelled.
    public func run() async throws {
        var random = SeededGenerator(seed: seed)
        while !Task.isCancelled {
            try await visit(&random)
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func visit(_ random: inout SeededGenerator) async throws {
        let row = Int32(random.unit() * Double(world.people.count))
        let (shopper, state) = (world.people[Int(row)].id, world.shopper(row))
        let session = SessionID("visit \(random.next())")
        let decision: Decision
        do {
            decision = try await live.decide(
                DecisionAsk(surface: .home, shopper: shopper, session: session, context: ["device=web": 1]))
        } catch let error as ExploreError where error.code == "candidates.empty" {
            return
        }
        // The shop's calendar ends before today; its shoppers do as they would have done on its last day.
        let moment = world.configuration.start + .days(world.configuration.days) - .hours(6)
        var events: [Event] = []
        for shown in decision.slate {
            guard let item = rows[shown.item] else { continue }
            let chance = world.expectedResponse(
                of: item, to: state, at: moment, position: shown.position, surface: .home)
            guard random.unit() < chance.click else { continue }
            let now = live.time.now()
            func act(_ kind: EventKind, after milliseconds: Int) {
                events.append(
                    Event(
                        kind, at: now + .milliseconds(milliseconds), shopper: shopper, item: shown.item,
                        session: session,
                        decision: decision.id, surface: .home, position: shown.position))
            }
            act(.click, after: 0)
            act(.view, after: 1)
            guard random.unit() < chance.cart / chance.click else { continue }
            act(.cart, after: 2)
            if random.unit() < chance.purchase / chance.cart { act(.purchase, after: 3) }
        }
        _ = try await live.post(events)
    }
}

extension Demonstration {
    /// The shoppers of the simulated shop, as they would go on in the shop that is served.
    public func traffic(to live: LiveShop) throws -> DemoTraffic {
        DemoTraffic(world: try Shop(configuration, seed: seed), live: live, seed: seed)
    }
}
