import Commerce
import Foundation
import Testing

@testable import Explore

struct FeatureTests {
    private func features(
        of rows: [Int32], in table: ItemTable, shopper: ShopperFacts = ShopperFacts(), at moment: Moment,
        lists: [CandidateList]? = nil, sources: [FeatureSchema.Source] = []
    ) throws -> (FeatureSchema, [Float]) {
        let schema = try FeatureSchema(sources: sources)
        let pooled = try CandidatePool().merge(lists ?? [SmallShop.list("a", rows)])
        #expect(pooled.rows == rows)
        // Room that is used again may hold anything.
        var values = [Float](repeating: .nan, count: 7)
        try FeatureBuilder(schema).write(pooled, of: table, for: shopper, at: moment, into: &values)
        #expect(values.count == rows.count * schema.width)
        return (schema, values)
    }

    @Test func theTableNamesEveryFeatureOnce() {
        #expect(Feature.tableIsComplete)
        #expect(Set(Feature.allCases.map(\.name)).count == Feature.allCases.count)
        #expect(Feature.always.name == "always" && Feature.priceLate.name == "price-late")
        #expect(Feature.onCart.name == "on-cart" && Feature.likeThePage.name == "like-the-page")
        #expect(Feature.seasonCosine.name == "season-cosine" && Feature.boughtBefore.name == "bought-before")
    }

    @Test func describesAWorkedCase() throws {
        var table = try SmallShop.table()
        for row in 0..<30 as Range<Int32> {
            table.change(row) {
                $0.views = Float(row)
                $0.purchases = row == 4 ? 2 : 0
                $0.listPrice = row == 4 ? 34 : nil
                $0.rating = row == 4 ? 5 : nil
            }
        }
        table.refresh()
        // Events on i1 (Home/Garden, b1, 8), i4 (the same category, b4, 17) and i2 (Toys, b2, 11), in this order.
        let shopper = ShopperFacts(
            History(items: [1, 4, 2], weights: [1, 2, 1]), bought: [1], in: table)
        var moment = Moment(
            surface: .cart, time: Timestamp(iso8601: "2026-01-03T06:00:00Z") ?? SmallShop.now, sessionEvents: 5,
            cartItems: 2, ignoredLists: 3, anchor: 1)
        moment.clockOffset = .hours(6)
        let (_, values) = try features(of: [4, 0], in: table, shopper: shopper, at: moment)
        func value(_ feature: Feature, _ candidate: Int = 0) -> Float {
            values[candidate * Feature.allCases.count + feature.rawValue]
        }
        func near(_ feature: Feature, _ expected: Double, _ candidate: Int = 0) {
            #expect(abs(Double(value(feature, candidate)) - expected) < 1e-5, "\(feature.name)")
        }
        near(.always, 1)
        let age = Double(moment.time.milliseconds - (SmallShop.now - .days(16)).milliseconds) / 86_400_000
        near(.newThisWeek, 1 / (1 + age / 7))
        near(.newThisSeason, 1 / (1 + age / 90))
        near(.popularity, log1p(6.0) / log1p(29.0))
        near(.discount, 0.5)
        near(.rating, 1)
        near(.scarcity, 1.0 / 3)
        // Garden is 3 of 4 in weight, Toys 1; its brand b4 2 of 4.
        near(.departmentAffinity, 0.75)
        near(.categoryAffinity, 0.75)
        near(.narrowAffinity, 0.75)
        near(.brandAffinity, 0.5)
        near(.departmentAffinity, 0.75, 1)
        near(.narrowAffinity, 0, 1)
        near(.recentCategory, 2.0 / 3)
        near(.recentBrand, 1.0 / 3)
        near(.seenBefore, 1)
        near(.seenBefore, 0, 1)
        near(.boughtBefore, 0)
        // i4 and the page's i1 agree in two of four: department and second category; there is no third, brands differ.
        near(.likeThePage, 0.5)
        near(.likeThePage, 0.25, 1)
        let usual: Double = (log(8.0) + 2 * log(17.0) + log(11.0)) / 4
        let above: Double = log(17.0) - usual
        near(.priceAboveUsual, above / (1 + abs(above)))
        near(.priceFromUsual, abs(above) / (1 + abs(above)))
        near(.knownShopper, 3.0 / 13)
        near(.affinityOfKnown, 3.0 / 13 * 0.625)
        near(.popularityForNew, 10.0 / 13 * Double(value(.popularity)))
        // Noon on a Saturday.
        near(.hourSine, 0)
        near(.hourCosine, -1)
        near(.weekend, 1)
        near(.onCart, 1)
        near(.onHome, 0)
        near(.sessionDepth, 0.5)
        near(.lateInFunnel, 1)
        near(.fatigue, 0.5)
        near(.popularityLate, Double(value(.popularity)))
        near(.priceLate, Double(value(.priceLevel)))
    }

    @Test func sourcesAreSquashedAndAbsenceIsZero() throws {
        let lists = [
            try CandidateList(source: "a", items: [0, 1, 2], scores: [7, 5, 3]),
            try CandidateList(source: "b", items: [2, 3], scores: [0, -2]),
            try CandidateList(source: "unknown", items: [3], scores: [1]),
        ]
        let (schema, values) = try features(
            of: [0, 2, 3, 1], in: SmallShop.table(), at: SmallShop.moment(), lists: lists,
            sources: [.init("b", squash: .logistic(midpoint: 0, scale: 2)), .init("a"), .init("missing")])
        #expect(schema.names.suffix(3) == ["source-b", "source-a", "source-missing"])
        func column(_ place: Int) -> [Float] {
            (0..<4).map { values[$0 * schema.width + Feature.allCases.count + place] }
        }
        #expect(column(0) == [0, 0.5, 1 / (1 + exp(Float(1))), 0])
        #expect(column(1) == [1, 0.1, 0, 0.1 + 0.9 * 0.5])
        #expect(column(2) == [0, 0, 0, 0])
    }

    /// Shops of random, also absurd, facts.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func everyFeatureLiesInItsRange(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var table = try SmallShop.table()
        for row in 0..<30 as Range<Int32> {
            table.change(row) { facts in
                facts.price =
                    Bool.random(using: &generator) ? Float(exp(Double.random(in: -5...15, using: &generator))) : nil
                facts.listPrice = Bool.random(using: &generator) ? Float.random(in: 0...1000, using: &generator) : nil
                facts.stock = Bool.random(using: &generator) ? Int32.random(in: -5...1000, using: &generator) : nil
                facts.views = Float(Int.random(in: 0...100_000, using: &generator))
                facts.purchases = Float(Int.random(in: 0...100, using: &generator))
                facts.recentEvents = Float(Int.random(in: 0...1000, using: &generator))
                facts.rating = Bool.random(using: &generator) ? Float.random(in: 0...6, using: &generator) : nil
            }
        }
        if Bool.random(using: &generator) { table.refresh() }
        let events = (0..<Int.random(in: 0...50, using: &generator)).map { _ in
            Int32.random(in: -1...40, using: &generator)
        }
        let shopper = ShopperFacts(History(items: events), bought: Array(events.prefix(3)), in: table)
        let moment = Moment(
            surface: Surface(rawValue: ["home", "cart", "blog"][Int(seed % 3)]),
            time: Timestamp(milliseconds: Int64.random(in: -1_000_000_000_000...3_000_000_000_000, using: &generator)),
            sessionEvents: Int.random(in: 0...99, using: &generator),
            cartItems: Int.random(in: 0...2, using: &generator),
            ignoredLists: Int.random(in: 0...9, using: &generator), anchor: Int32.random(in: -1...35, using: &generator)
        )
        let (_, values) = try features(of: Array(0..<30), in: table, shopper: shopper, at: moment)
        #expect(values.allSatisfy { $0 >= -1 && $0 <= 1 })
    }

    @Test func refusesRowsOutsideTheTableAndBadSchemas() throws {
        let table = try SmallShop.table()
        #expect(throws: ExploreError.self) { try features(of: [99], in: table, at: SmallShop.moment()) }
        #expect(throws: ExploreError.self) { try FeatureSchema(sources: ["a", "a"]) }
        #expect(throws: ExploreError.self) {
            try FeatureSchema(sources: [.init("a", squash: .logistic(midpoint: 0, scale: 0))])
        }
        #expect(throws: ExploreError.self) { try ItemTable(SmallShop.items(2) + SmallShop.items(1)) }
    }
}
