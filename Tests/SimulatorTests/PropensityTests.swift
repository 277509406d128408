import Commerce
import Testing

@testable import Simulator

@Suite("What a storefront says of its chances is true")
struct PropensityTests {
    /// Three overlapping pools over ten items.
    static let size = 10
    static let pools: [(share: Double, pool: ItemPool)] = [
        (0.5, ItemPool([0, 1, 2, 3], of: size, source: "a") { Double($0) + 1 }),
        (0.3, ItemPool([2, 3, 4, 5, 6, 7, 8, 9], of: size, source: "b") { _ in 1 }),
        (0.2, ItemPool([9], of: size, source: "c") { _ in 3 }),
    ]

    @Test("The chance of the first item, worked by hand")
    func firstByHand() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            var mixture = PoolMixture(Self.pools, without: [])
            let next = mixture.next(using: &random)
            let entry = try #require(next)
            let fromA = entry.item < 4 ? Double(entry.item + 1) / 10 : 0
            let fromB = entry.item >= 2 ? 1.0 / 8 : 0
            let fromC = entry.item == 9 ? 1.0 : 0
            #expect(abs(entry.propensity - (0.5 * fromA + 0.3 * fromB + 0.2 * fromC)) < 1e-9)
        }
    }

    @Test("Each item comes up as often as its propensity says, at the first and at the third position")
    func isFrequency() throws {
        var random = SeededGenerator(seed: 7)
        // After items 9 and 0 the third pool is exhausted and the others share its part.
        let remaining = PoolMixture(Self.pools, without: [9, 0])
        let draws = 40_000
        for start in [PoolMixture(Self.pools, without: []), remaining] {
            var counts = [Int](repeating: 0, count: Self.size)
            var said = [Double](repeating: 0, count: Self.size)
            for _ in 0..<draws {
                var mixture = start
                let next = mixture.next(using: &random)
                let entry = try #require(next)
                counts[Int(entry.item)] += 1
                said[Int(entry.item)] = entry.propensity
            }
            #expect(abs(said.reduce(0, +) - 1) < 1e-9)
            for (count, chance) in zip(counts, said) {
                let error = (chance * (1 - chance) / Double(draws)).squareRoot()
                #expect(abs(Double(count) / Double(draws) - chance) <= 5 * error)
            }
        }
    }

    @Test("A list holds every item once, then ends; the last chance is one", arguments: 0..<20 as Range<UInt64>)
    func exhausts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var mixture = PoolMixture(Self.pools, without: [4])
        var entries: [Slate.Entry] = []
        while let entry = mixture.next(using: &random) { entries.append(entry) }
        #expect(Set(entries.map(\.item)) == Set(0..<10).subtracting([4]))
        #expect(entries.count == 9)
        #expect(entries.allSatisfy { $0.propensity > 0 && $0.propensity <= 1 })
        #expect(entries.last?.propensity == 1)
    }

    @Test("An empty pool gives an empty list")
    func isEmpty() {
        var random = SeededGenerator(seed: 1)
        var mixture = PoolMixture([(1, ItemPool([], of: 3, source: "none") { _ in 1 })], without: [])
        #expect(mixture.next(using: &random) == nil)
    }

    @Test("Inverse propensity weighting of the log recovers a mean over all items")
    func supportsOffPolicyEstimates() throws {
        // First positions of visits that begin on the home feed: nothing is left out yet for having been shown.
        var configuration = busyShop
        configuration.leaves = 4
        configuration.items = 40
        configuration.soldOutShare = 0
        configuration.retiredShare = 0
        configuration.arrivalShare = 0
        let shop = try Shop(configuration, seed: 3)
        let items = Double(shop.catalogue.count)
        var simulation = Simulation(of: shop, storefront: MixedStorefront(for: shop.catalogue))
        var weights: [Double] = []
        var truths: [Double] = []
        var begun = Set<[Int32]>()
        while let day = simulation.nextDay() {
            for event in day.events where event.kind == .impression {
                guard begun.insert([event.person, event.visit]).inserted, event.surface == .home else { continue }
                guard let propensity = event.propensity, let item = event.item else { continue }
                weights.append(1 / (items * propensity))
                truths.append(Double(shop.catalogue.priorSales(of: item)))
            }
        }
        // A quantity known for every item: its weighted mean must be the plain mean over items.
        let estimate = zip(weights, truths).reduce(0) { $0 + $1.0 * $1.1 } / Double(weights.count)
        let plain =
            (0..<Int32(shop.catalogue.count)).reduce(0.0) { $0 + Double(shop.catalogue.priorSales(of: $1)) } / items
        let spread = zip(weights, truths).reduce(0) { $0 + ($1.0 * $1.1 - estimate) * ($1.0 * $1.1 - estimate) }
        let error = spread.squareRoot() / Double(weights.count)
        #expect(weights.count > 1000)
        #expect(abs(estimate - plain) < 5 * error, "estimate \(estimate), plain \(plain), error \(error)")
    }
}
