import Commerce
import Simulator
import Testing

@Suite("The same seed gives the same world, and its parts do not disturb one another")
struct DeterminismTests {
    @Test("Two runs of one seed agree event by event; another seed gives another log")
    func repeats() throws {
        let shop = try Shop(.tiny, seed: 11)
        let first = spelt(simulate(shop), in: shop)
        let again = try Shop(.tiny, seed: 11)
        #expect(first.count > 10_000)
        #expect(first == spelt(simulate(again), in: again))
        let other = try Shop(.tiny, seed: 12)
        #expect(first != spelt(simulate(other), in: other))
    }

    @Test("One more shopper leaves everybody else's events as they were", arguments: [0, 1, 2] as [UInt64])
    func addsShopper(seed: UInt64) throws {
        var configuration = ShopConfiguration.tiny
        configuration.shoppers = 60
        let few = try uniformLog(configuration, seed: seed)
        configuration.shoppers = 61
        let more = try uniformLog(configuration, seed: seed).events.filter { $0.person < 60 }
        #expect(few.events.count == more.count)
        #expect(few.events.map(few.shop.event) == more.map(few.shop.event))
    }

    @Test("One more item leaves the other items as they were")
    func addsItem() throws {
        var configuration = ShopConfiguration.tiny
        let before = try Shop(configuration, seed: 5).catalogue.listing
        configuration.items += 1
        let after = try Shop(configuration, seed: 5).catalogue.listing
        #expect(after.count == before.count + 1)
        #expect(Array(after.prefix(before.count)) == before)
    }

    @Test("A shopper's first visit is the same whatever the storefront shows")
    func separatesLuck() throws {
        let shop = try Shop(.tiny, seed: 8)
        let time = shop.configuration.start + .hours(12)
        for row in 0..<40 as Range<Int32> {
            var shown = ShopperSession(in: shop, of: shop.shopper(row), at: time)
            var bare = ShopperSession(in: shop, of: shop.shopper(row), at: time)
            let (opened, openedAgain) = (shown.nextPage(), bare.nextPage())
            let (first, second) = (try #require(opened), try #require(openedAgain))
            #expect(first.surface == second.surface && first.visitor == second.visitor)
            #expect(first.query == second.query && first.leaf == second.leaf && first.shopper == second.shopper)
            #expect(shown.storefrontGenerator.first == bare.storefrontGenerator.first)
        }
    }

    private func uniformLog(
        _ configuration: ShopConfiguration, seed: UInt64
    ) throws -> (shop: Shop, events: [SimulatedEvent]) {
        let shop = try Shop(configuration, seed: seed)
        var simulation = Simulation(of: shop, storefront: UniformStorefront(for: shop.catalogue))
        var events: [SimulatedEvent] = []
        while let day = simulation.nextDay() { events += day.events }
        return (shop, events)
    }
}

extension SeededGenerator {
    /// The number that would come first, the generator unmoved.
    fileprivate var first: UInt64 {
        var copy = self
        return copy.next()
    }
}
