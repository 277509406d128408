import Commerce
import Testing

@testable import Recommend

@Suite struct PopularityTests {
    @Test func `without times the score is the share of weight`() throws {
        let examples = Shop.interactions(items: 4, [[0, 1], [1, 2, 1]], weights: [[1, 2], [3, 1, 1]])
        let model = try Popularity(halfLife: .days(1)).fitted(examples)
        expectClose(try model.scores(History(items: [1])), [1.0 / 8, 6.0 / 8, 1.0 / 8, 0])
    }

    @Test func `an event counts half after each half-life`() throws {
        let day: Int64 = 86_400
        let examples = Interactions(
            shoppers: Shop.shoppers(1), items: Shop.items(3),
            histories: [
                History(
                    shopper: 0, items: [0, 1, 2], weights: [1, 1, 1],
                    times: [0, 2 * day, 3 * day].map { Timestamp(seconds: $0) })
            ])
        // Ages 3, 1 and 0 days: 1/8 + 1/2 + 1.
        let model = try Popularity(halfLife: .days(1)).fitted(examples)
        expectClose(try model.scores(History(items: [])), [0.125, 0.5, 1].map { $0 / 1.625 })
        let plain = try Popularity().fitted(examples)
        expectClose(try plain.scores(History(items: [])), [1.0 / 3, 1.0 / 3, 1.0 / 3])
    }

    @Test func `events without positive weight are passed over`() throws {
        let examples = Shop.interactions(items: 3, [[0, 1, 2, 1]], weights: [[-1, .nan, 2, 0]])
        expectClose(try Popularity().fitted(examples).scores(History(items: [])), [0, 0, 1])
    }

    @Test func `the reason is the share of events`() throws {
        let examples = Shop.interactions(items: 3, [[0, 1, 1, 1]])
        let reasons = try Popularity().fitted(examples).reasons(for: 1, given: History(items: []), limit: 2)
        #expect(reasons == [Reason(.popular, source: "popularity", strength: 0.75)])
    }

    @Test func `a half-life that is not positive is refused`() {
        #expect(code { try Popularity(halfLife: .zero) } == "parameter")
        #expect(code { try Popularity(halfLife: .seconds(-1)) } == "parameter")
    }
}
