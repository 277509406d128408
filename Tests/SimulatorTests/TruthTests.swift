import Commerce
import Testing

@testable import Simulator

@Suite("The truth is the mean of what the step function draws")
struct TruthTests {
    /// Five standard errors: with about a hundred comparisons in this suite a false alarm has odds of 1 in 20,000.
    static let tolerance = 5.0

    @Test("Within a visit, every kind of event at every position", arguments: [Surface.home, .product, .search])
    func agreesWithinVisit(surface: Surface) throws {
        let (shop, shopper, time) = try scene(seed: 4)
        var random = SeededGenerator(seed: 21)
        var visit = shop.visit(of: shopper, at: time, using: &random)
        let slate: [Int32] = [17, 3, 88, 41]
        visit.clicked = [88]
        let draws = 12_000
        var tally = Tally(positions: slate.count)
        for _ in 0..<draws {
            tally.add(shop.respond(to: slate, on: surface, by: shopper, during: visit, at: time, using: &random))
        }
        for (place, item) in slate.enumerated() {
            let expected = shop.expectedResponse(
                of: item, to: shopper, during: visit, at: time, position: place + 1, surface: surface)
            try tally.check(place, against: expected, draws: draws)
        }
    }

    @Test("From before the visit, over all that may bring the shopper", arguments: [1, 2] as [UInt64])
    func agreesBeforeVisit(seed: UInt64) throws {
        let (shop, shopper, time) = try scene(seed: seed)
        var random = SeededGenerator(seed: 5)
        let slate: [Int32] = [9, 60]
        let draws = 12_000
        var tally = Tally(positions: slate.count)
        for _ in 0..<draws {
            let visit = shop.visit(of: shopper, at: time, using: &random)
            tally.add(shop.respond(to: slate, on: .home, by: shopper, during: visit, at: time, using: &random))
        }
        for (place, item) in slate.enumerated() {
            let expected = shop.expectedResponse(of: item, to: shopper, at: time, position: place + 1, surface: .home)
            try tally.check(place, against: expected, draws: draws)
        }
    }

    @Test("The expected reward is the mean reward of the events that a session sends out")
    func agreesWithSessionEvents() throws {
        var (shop, shopper, time) = try scene(seed: 6)
        let item: Int32 = 30
        var rewards: [Double] = []
        // Every visit number has its own luck; the state is otherwise held still.
        for ordinal in 0..<6000 as Range<Int32> {
            shopper.visits = ordinal
            var session = ShopperSession(in: shop, of: shopper, at: time)
            _ = session.nextPage()
            session.page = .home
            var events = session.respond(
                to: Slate(entries: [.init(item: item, propensity: 1, source: "test")], isRandomised: false))
            let end = session.finish()
            events += end.events + end.later
            rewards.append(events.reduce(0) { $1.item == item ? $0 + RewardWeights.standard[$1.kind] : $0 })
        }
        let expected = shop.expectedReward(of: item, to: shopper, at: time, position: 1, surface: .home)
        let mean = rewards.reduce(0, +) / Double(rewards.count)
        let variance = rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rewards.count - 1)
        let error = (variance / Double(rewards.count)).squareRoot()
        #expect(expected > 0.05)
        #expect(abs(mean - expected) < Self.tolerance * error, "mean \(mean), truth \(expected), error \(error)")
    }

    @Test("A reward worked by hand from the chances of a funnel")
    func weighsByHand() throws {
        var expected = ExpectedResponse()
        expected.examination = 0.9
        expected.click = 0.5
        expected.favourite = 0.1
        expected.cart = 0.2
        expected.uncart = 0.05
        expected.purchase = 0.1
        expected.cancellation = 0.01
        expected.refund = 0.02
        expected.rating = 0.03
        expected.review = 0.01
        // 0.1*0.5 + 0.3*0.5 + 0.5*0.1 + 0.5*0.2 - 0.3*0.05 + 0.1 - 0.01 - 0.02 + 0.3*0.03 + 0.4*0.01
        #expect(abs(expected.reward() - 0.418) < 1e-12)
        #expect(abs(expected.reward(try RewardWeights([.purchase: 10])) - 1) < 1e-12)
        #expect(expected[.search] == 0 && expected[.impression] == 1)
    }

    @Test("Chances fall along the funnel and down the list")
    func isOrdered() throws {
        let (shop, shopper, time) = try scene(seed: 9)
        for item in stride(from: 0, to: Int32(shop.catalogue.count), by: 7) {
            var above = 1.0
            for position in 1...12 {
                let here = shop.expectedResponse(of: item, to: shopper, at: time, position: position, surface: .home)
                #expect(here.examination < above)
                #expect(here.click < here.examination && here.cart < here.click && here.purchase < here.cart)
                #expect(here.refund + here.cancellation < here.purchase && here.review <= here.rating)
                above = here.examination
            }
        }
    }

    @Test("Examination is attention times patience to the power of the positions above")
    func examinesGeometrically() throws {
        let (shop, shopper, _) = try scene(seed: 2)
        let patience = shop.profiles[Int(shopper.row)].patience
        #expect(shop.examination(of: 1, on: .search, by: shopper) == 1)
        let third = shop.examination(of: 3, on: .cart, by: shopper)
        #expect(abs(third - 0.55 * patience * patience) < 1e-12)
        var random = SeededGenerator(seed: 1)
        let draws = 20_000
        let reached = (0..<draws).count { _ in shop.depth(of: 3, on: .cart, by: shopper, using: &random) == 3 }
        let error = (third * (1 - third) / Double(draws)).squareRoot()
        #expect(abs(Double(reached) / Double(draws) - third) < Self.tolerance * error)
    }

    private func scene(seed: UInt64) throws -> (Shop, ShopperState, Timestamp) {
        let shop = try Shop(busyShop, seed: seed)
        let time = shop.configuration.start + .days(20) + .hours(19)
        var shopper = shop.shopper(Int32(seed) * 13)
        for (item, age) in [(9, 12), (17, 30), (3, 2)] as [(Int32, Int)] {
            let leaf = shop.catalogue.truths[Int(item)].leaf
            shopper.remember(PastPurchase(item: item, leaf: leaf, time: time - .days(age)))
        }
        return (shop, shopper, time)
    }
}

/// Counts of each kind by position.
private struct Tally {
    private var counts: [[EventKind: Int]]

    init(positions: Int) { counts = Array(repeating: [:], count: positions) }

    mutating func add(_ responses: [ItemResponse]) {
        for response in responses {
            var kinds: [EventKind] = [.click]
            if response.isFavourite { kinds.append(.favourite) }
            if response.carted > 0 { kinds.append(.cart) }
            if response.isRemoved { kinds.append(.uncart) }
            if response.isPurchased { kinds.append(.purchase) }
            if response.isCancelled { kinds.append(.cancellation) }
            if response.isRefunded { kinds.append(.refund) }
            if response.rating != nil { kinds.append(.rating) }
            if response.isReviewed { kinds.append(.review) }
            for kind in kinds { counts[response.position - 1][kind, default: 0] += 1 }
        }
    }

    func check(_ place: Int, against expected: ExpectedResponse, draws: Int) throws {
        for kind in [
            EventKind.click, .favourite, .cart, .uncart, .purchase, .cancellation, .refund, .rating, .review,
        ] {
            let truth = expected[kind]
            let mean = Double(counts[place][kind] ?? 0) / Double(draws)
            let error = max((truth * (1 - truth) / Double(draws)).squareRoot(), 1 / Double(draws))
            #expect(truth > 0 && truth < 1)
            #expect(
                abs(mean - truth) < TruthTests.tolerance * error,
                "\(kind.rawValue) at \(place + 1): mean \(mean), truth \(truth), error \(error)")
        }
    }
}
