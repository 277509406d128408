import Commerce
import Foundation
import Testing

@testable import Recommend

@Suite struct MarkovTests {
    /// After 0: 1 twice, 2 once. After 1: 2 once, 3 once.
    static let examples = Shop.interactions(items: 5, [[0, 1, 2], [0, 1, 3], [0, 2]])

    @Test func `first order scores by what followed the last item, then by popularity`() throws {
        let model = try Markov.firstOrder.fitted(Self.examples)
        // Popularity: 3, 2, 2, 1, 0 events.
        let prior = [1.0, 2.0 / 3, 2.0 / 3, 1.0 / 3, 0].map { $0 * 1e-6 }
        expectClose(
            try model.scores(History(items: [3, 0])), [0, 2.0 / 3, 1.0 / 3, 0, 0].enumerated().map { $1 + prior[$0] },
            absolute: 1e-9, relative: 1e-6)
        // Nothing ever followed 3: popularity alone orders.
        #expect(try model.topK(for: History(items: [3]), count: 5).map(\.item) == [0, 1, 2, 4])
    }

    @Test func `window and memory count further places by the power of their distance`() throws {
        let model = try Markov(window: 2, memory: 2, recency: Recency(power: 1)).fitted(Self.examples)
        // Window 2: after 0 follow 1 twice, 2 once directly and half once more, 3 half. After 1: 2, 3 once each.
        let afterZero = [0, 2, 1.5, 0.5, 0].map { $0 / 4 }
        let afterOne = [0.0, 0, 1, 1, 0].map { $0 / 2 }
        // Last item 0 in full, the one before, 1, at a half.
        let expected = (0..<5).map { afterZero[$0] + 0.5 * afterOne[$0] }
        expectClose(try model.scores(History(items: [2, 1, 0])), expected, absolute: 2e-6)
    }

    @Test(arguments: UInt64(0)..<20)
    func `scores agree with a plain count in double precision`(_ seed: UInt64) throws {
        let examples = Shop.random(shoppers: 30, items: 12, longest: 8, seed: seed)
        let (window, memory, power) = (3, 4, 0.7)
        let model = try Markov(window: window, memory: memory, recency: Recency(power: power)).fitted(examples)
        var counts = [[Double]](repeating: Array(repeating: 0, count: 12), count: 12)
        for history in examples.histories() {
            for (place, item) in history.items.enumerated() {
                for earlier in max(0, place - window)..<place {
                    counts[Int(history.items[earlier])][Int(item)] +=
                        Double(history.weights[place]) / pow(Double(place - earlier), power)
                }
            }
        }
        for history in examples.histories().prefix(10) {
            var expected = ItemPrior(examples).scores.map(Double.init)
            for (age, item) in history.items.reversed().prefix(memory).enumerated() {
                let row = counts[Int(item)]
                let total = row.reduce(0, +)
                guard total > 0 else { continue }
                for column in 0..<12 { expected[column] += row[column] / total / pow(Double(age + 1), power) }
            }
            expectClose(try model.scores(history), expected)
        }
    }

    @Test func `reasons are the items it follows, by their part of the score`() throws {
        let model = try Markov(window: 2, memory: 2, recency: Recency(power: 1)).fitted(Self.examples)
        let reasons = model.reasons(for: 2, given: History(items: [1, 0]), limit: 5)
        // From 0: 1.5 / 4; from 1 at a half: 0.25.
        #expect(reasons.map(\.evidence) == [["item-0"], ["item-1"]])
        #expect(reasons.allSatisfy { $0.kind == .followsItem && $0.source == "markov" })
        expectClose(reasons.map { Float($0.strength) }, [0.6, 0.4])
        #expect(model.reasons(for: 4, given: History(items: [1, 0]), limit: 5).isEmpty)
    }

    @Test func `windows and memories below 1 and powers below 0 are refused`() {
        #expect(code { try Markov(window: 0) } == "parameter")
        #expect(code { try Markov(memory: 0) } == "parameter")
        #expect(code { try Recency(power: -0.1) } == "parameter")
        #expect(code { try Recency(power: .nan) } == "parameter")
    }
}
