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
    configuration.behaviour.click.base = -1.5
    configuration.behaviour.favourite.base = -1
    configuration.behaviour.cart.base = -1
    configuration.behaviour.purchase.base = -0.5
    configuration.behaviour.refund.base = 3
    configuration.behaviour.cancellation = 0.15
    configuration.behaviour.rating = 0.5
    return configuration
}()

func simulate(_ shop: Shop) -> [SimulatedEvent] {
    var simulation = Simulation(of: shop, storefront: MixedStorefront(for: shop.catalogue))
    var events: [SimulatedEvent] = []
    while let day = simulation.nextDay() { events += day.events }
    return events
}

/// The events as a shop would have them.
func spelt(_ events: some Sequence<SimulatedEvent>, in shop: Shop) -> [Event] { events.map(shop.event) }
