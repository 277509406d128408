import Commerce
import Simulator

/// A shop like the default in small: few categories of the usual size, so that lists are as long and funnels as deep.
let smallShop: ShopConfiguration = {
    var configuration = ShopConfiguration.demo
    configuration.shoppers = 700
    configuration.items = 200
    configuration.leaves = 8
    return configuration
}()

/// A shop in which a step of the funnel is no rarity, so that few draws tell its chances.
let busyShop: ShopConfiguration = {
    var configuration = ShopConfiguration.tiny
    configuration.behaviour.click.base = 0
    configuration.behaviour.favourite.base = 0
    configuration.behaviour.cart.base = 0.3
    configuration.behaviour.purchase.base = 0.3
    configuration.behaviour.refund.base = 3
    configuration.behaviour.cancellation = 0.2
    configuration.behaviour.rating = 0.5
    return configuration
}()

/// A shop's whole period under the default storefront.
struct Run: Sendable {
    let shop: Shop
    var events: [SimulatedEvent] = []
    var visits = 0
    /// Everybody after the last day.
    let shoppers: [ShopperState]

    init(of shop: Shop) {
        self.shop = shop
        var simulation = Simulation(of: shop, storefront: MixedStorefront(for: shop.catalogue))
        while let day = simulation.nextDay() {
            events += day.events
            visits += day.visits
        }
        shoppers = simulation.shoppers
    }

    /// Three small shops that the tests of the log's shape share.
    static let small = Result { try (1...3 as ClosedRange<UInt64>).map { Run(of: try Shop(smallShop, seed: $0)) } }
}

func simulate(_ shop: Shop) -> [SimulatedEvent] { Run(of: shop).events }

/// The events as a shop would have them.
func spelt(_ events: some Sequence<SimulatedEvent>, in shop: Shop) -> [Event] { events.map(shop.event) }
