import Commerce
import Simulator
import Testing

@Suite("A configuration that describes no shop is refused by the name of the parameter")
struct ConfigurationTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let parameter: String
        let change: @Sendable (inout ShopConfiguration) -> Void

        init(_ parameter: String, _ change: @escaping @Sendable (inout ShopConfiguration) -> Void) {
            self.parameter = parameter
            self.change = change
        }

        var testDescription: String { parameter }
    }

    static let faults = [
        Fault("ShopConfiguration.shoppers") { $0.shoppers = 0 },
        Fault("ShopConfiguration.items") { $0.items = 3 },
        Fault("ShopConfiguration.leaves") { $0.leaves = 61 },
        Fault("ShopConfiguration.days") { $0.days = -1 },
        Fault("ShopConfiguration.start") { $0.start = Timestamp(milliseconds: 1) },
        Fault("ShopConfiguration.visitsPerDay") { $0.visitsPerDay = .nan },
        Fault("ShopConfiguration.joiningShare") { $0.joiningShare = 1.1 },
        Fault("ShopConfiguration.chineseShare") { $0.chineseShare = -0.1 },
        Fault("ShopConfiguration.arrivalShare") { $0.arrivalShare = .infinity },
        Fault("ShopConfiguration.retiredShare") { $0.retiredShare = 2 },
        Fault("ShopConfiguration.soldOutShare") { $0.soldOutShare = .nan },
        Fault("ShopConfiguration.promotions[0].discount") { $0.promotions[0].discount = 1 },
        Fault("ShopConfiguration.promotions[1].days") { $0.promotions[1].days = 0 },
        Fault("ShopConfiguration.promotions[0].firstDay") { $0.promotions[0].firstDay = -1 },
        Fault("ShopConfiguration.promotions[1].trafficLift") { $0.promotions[1].trafficLift = -1 },
        Fault("ShopConfiguration.promotions[0].department") { $0.promotions[0].department = -1 },
        Fault("Behaviour.click") { $0.behaviour.click.match = .nan },
        Fault("Behaviour.refund") { $0.behaviour.refund.base = 51 },
        Fault("Behaviour.cancellation") { $0.behaviour.cancellation = 1.5 },
        Fault("Behaviour.sharpness") { $0.behaviour.sharpness = -1 },
        Fault("Behaviour.drift") { $0.behaviour.drift = 2 },
        Fault("Behaviour.satisfactionPull") { $0.behaviour.satisfactionPull = .nan },
        Fault("Navigation.listLength") { $0.navigation.listLength = 0 },
        Fault("Navigation.mostPages") { $0.navigation.mostPages = 501 },
        Fault("Navigation.bounce") { $0.navigation.bounce = -0.5 },
    ]

    @Test("Each broken rule is told with its parameter", arguments: faults)
    func refuses(_ fault: Fault) throws {
        var configuration = ShopConfiguration.tiny
        fault.change(&configuration)
        let error = try #require(throws: SimulatorError.self) { try Shop(configuration, seed: 1) }
        #expect(error.code == "simulator.configuration")
        #expect(error.message.hasPrefix("\(fault.parameter) must be "))
        #expect(error.message.contains("; got "))
    }

    @Test("The presets are valid, and so is the smallest shop there can be")
    func accepts() throws {
        try ShopConfiguration.demo.validate()
        try ShopConfiguration.tiny.validate()
        var smallest = ShopConfiguration()
        smallest.shoppers = 1
        smallest.items = 1
        smallest.leaves = 1
        smallest.days = 3
        smallest.visitsPerDay = 20
        smallest.promotions = []
        let events = simulate(try Shop(smallest, seed: 3))
        #expect(events.allSatisfy { $0.item == nil || $0.item == 0 })
        #expect(events.contains { $0.kind == .search } || !events.isEmpty)
    }
}
