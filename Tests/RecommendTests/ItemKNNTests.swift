import Commerce
import Foundation
import Testing

@testable import Recommend

@Suite struct ItemKNNTests {
    @Test func `cosine scores are what a hand would work out`() throws {
        // Items by shoppers: 0 = (1, 1, 0), 1 = (1, 0, 0), 2 = (0, 1, 1), 3 = nobody.
        let examples = Shop.interactions(items: 4, [[0, 1], [2, 0], [2]])
        let model = try ItemKNN(neighbours: 3, similarity: .cosine, recency: .none).fitted(examples)
        // cos(0, 1) = 1 / sqrt(2), cos(0, 2) = 1 / 2, cos(1, 2) = 0.
        let half = 0.5.squareRoot()
        expectClose(try model.scores(History(items: [0])), [0, half, 0.5, 0], absolute: 2e-6)
        expectClose(
            try model.scores(History(items: [1, 2], weights: [2, 3])), [2 * half + 1.5, 0, 0, 0], absolute: 1e-5)
    }

    @Test func `an item keeps its nearest neighbours only, ties by row`() throws {
        // Item 0 was chosen with 1, 2 and 3; all three are equally near.
        let examples = Shop.interactions(items: 4, [[0, 3], [0, 2], [0, 1]])
        let model = try ItemKNN(neighbours: 2, similarity: .cosine, recency: .none).fitted(examples)
        let scores = try model.scores(History(items: [0]))
        #expect(scores[1] > 0.1 && scores[2] > 0.1 && scores[3] < 0.1)
    }

    @Test func `earlier events count less by the power of their age`() throws {
        let examples = Shop.interactions(items: 3, [[0, 1], [1, 2]])
        let even = try ItemKNN(similarity: .cosine, recency: .none).fitted(examples)
        let aged = try ItemKNN(similarity: .cosine, recency: Recency(power: 2)).fitted(examples)
        let history = History(items: [2, 0, 0])
        let similarity = 0.5.squareRoot()
        expectClose([try even.scores(history)[1]], [3 * similarity], absolute: 2e-6)
        expectClose([try aged.scores(history)[1]], [(1 + 0.25 + 1.0 / 9) * similarity], absolute: 2e-6)
    }

    @Test(arguments: Similarity.tested, [3, 100])
    func `scores agree with brute force in double precision`(_ similarity: Similarity, _ neighbours: Int) throws {
        for seed in UInt64(0)..<5 {
            let examples = Shop.random(shoppers: 40, items: 15, longest: 7, seed: seed)
            let power = 0.5
            let model = try ItemKNN(
                neighbours: neighbours, similarity: similarity, recency: Recency(power: power)
            ).fitted(examples)
            let rows = NeighbourOracle.weighed(
                NeighbourOracle.transposed(NeighbourOracle.matrix(examples), columns: 15), similarity)
            let nearest = rows.indices.map { row in
                NeighbourOracle.largest(
                    rows.indices.map { $0 == row ? 0 : NeighbourOracle.dot(rows[row], rows[$0]) }, count: neighbours)
            }
            for history in examples.histories().prefix(12) {
                var expected = ItemPrior(examples).scores.map(Double.init)
                for (age, event) in zip(history.items, history.weights).reversed().enumerated() {
                    for item in 0..<15 {
                        expected[item] += Double(event.1) / pow(Double(age + 1), power) * nearest[Int(event.0)][item]
                    }
                }
                expectClose(try model.scores(history), expected, absolute: 1e-5)
            }
        }
    }

    @Test func `the parts that reasons state add up to the score`() throws {
        let examples = Shop.random(shoppers: 60, items: 15, longest: 8, seed: 5)
        let model = try ItemKNN(neighbours: 10).fitted(examples)
        for history in examples.histories() {
            let scores = try model.scores(history)
            for item in Int32(0)..<15 {
                let evidence = scores[Int(item)] - model.prior.scores[Int(item)]
                let reasons = model.reasons(for: item, given: history, limit: 100)
                #expect(reasons.isEmpty == (evidence <= 1e-7))
                guard !reasons.isEmpty else { continue }
                #expect(abs(reasons.reduce(0) { $0 + $1.strength } - 1) < 1e-6)
                // Each part alone: the history's events of that item, all others silenced.
                for reason in reasons {
                    let row = model.items.row(of: reason.evidence[0])
                    var amount: Float = 0
                    for (age, event) in history.recentEvents(items: 15).enumerated() where Int32(event.item) == row {
                        amount +=
                            event.weight * model.recency.factor(age: age)
                            * model.similarities.value(row: event.item, column: item)
                    }
                    #expect(abs(Double(amount / evidence) - reason.strength) < 1e-3)
                }
            }
        }
    }

    @Test func `hyperparameters out of range are refused`() {
        #expect(code { try ItemKNN(neighbours: 0) } == "parameter")
        #expect(code { try ItemKNN(similarity: .bm25(k1: -1, b: 0.5)) } == "parameter")
        #expect(code { try ItemKNN(similarity: .bm25(k1: 1, b: 1.5)) } == "parameter")
        #expect(code { try ItemKNN(similarity: .bm25(k1: .infinity, b: 0.5)) } == "parameter")
    }
}
