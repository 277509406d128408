import Commerce
import Foundation
import Testing

@testable import Recommend

@Suite struct UserKNNTests {
    static let examples = Shop.interactions(items: 4, [[0, 1], [0, 2, 3], [3]])

    @Test func `the score is the share of neighbours, by likeness, that chose the item`() throws {
        let model = try UserKNN(neighbours: 5, similarity: .cosine, recency: .none).fitted(Self.examples)
        // Likeness to {0}: 1 / sqrt(2) and 1 / sqrt(3); shopper 2 shares nothing.
        let (first, second) = (1 / 2.0.squareRoot(), 1 / 3.0.squareRoot())
        let total = first + second
        expectClose(
            try model.scores(History(items: [0])), [1, first / total, second / total, second / total], absolute: 2e-6)
    }

    @Test func `a shopper's own row is no neighbour`() throws {
        let model = try UserKNN(neighbours: 5, similarity: .cosine, recency: .none).fitted(Self.examples)
        let own = try model.scores(History(shopper: 0, items: [0]))
        expectClose(own, [1, 0, 1, 1], absolute: 2e-6)
        let reasons = model.reasons(for: 2, given: History(shopper: 0, items: [0]), limit: 5)
        #expect(reasons.map(\.shoppers) == [["shopper-1"]])
    }

    @Test func `no more than the nearest are asked`() throws {
        let model = try UserKNN(neighbours: 1, similarity: .cosine, recency: .none).fitted(Self.examples)
        expectClose(try model.scores(History(items: [0])), [1, 1, 0, 0], absolute: 2e-6)
    }

    @Test func `reasons name neighbours with what they share with the history, by their part of the score`() throws {
        let model = try UserKNN(neighbours: 5, similarity: .cosine, recency: .none).fitted(Self.examples)
        let history = History(items: [2, 0])
        let reasons = model.reasons(for: 3, given: history, limit: 5)
        #expect(reasons.count == 1)
        #expect(reasons[0].shoppers == ["shopper-1"] && Set(reasons[0].evidence) == ["item-0", "item-2"])
        #expect(reasons[0].kind == .similarShoppers && abs(reasons[0].strength - 1) < 1e-9)
        let shared = model.reasons(for: 0, given: history, limit: 5)
        #expect(shared.map(\.shoppers) == [["shopper-1"], ["shopper-0"]])
        // Likeness: 2 / sqrt(2 * 3) and 1 / sqrt(2 * 2).
        let (near, far) = (2 / 6.0.squareRoot(), 0.5)
        expectClose(shared.map { Float($0.strength) }, [near / (near + far), far / (near + far)])
    }

    @Test(arguments: Similarity.tested, [4, 100])
    func `scores agree with brute force in double precision`(_ similarity: Similarity, _ neighbours: Int) throws {
        for seed in UInt64(0)..<5 {
            let examples = Shop.random(shoppers: 25, items: 15, longest: 7, seed: seed)
            let power = 0.5
            let model = try UserKNN(
                neighbours: neighbours, similarity: similarity, recency: Recency(power: power)
            ).fitted(examples)
            let raw = NeighbourOracle.matrix(examples)
            let rows = NeighbourOracle.weighed(raw, similarity)
            let strangers = [History(items: [1, 4, 1, 0]), History(items: [2])]
            for history in examples.histories() + strangers {
                var document = [Double](repeating: 0, count: 15)
                var age = [Int](repeating: 0, count: 15)
                for (place, item) in history.items.enumerated() {
                    document[Int(item)] += Double(history.weights[place])
                    age[Int(item)] = history.count - 1 - place
                }
                var query = NeighbourOracle.weighed(raw, similarity, only: document)[0]
                for item in 0..<15 { query[item] /= pow(Double(age[item] + 1), power) }
                let likeness = rows.indices.map { row in
                    history.shopper == Int32(row) ? 0 : NeighbourOracle.dot(query, rows[row])
                }
                let nearest = NeighbourOracle.largest(likeness, count: neighbours)
                let total = nearest.reduce(0, +)
                var expected = ItemPrior(examples).scores.map(Double.init)
                for (row, weight) in nearest.enumerated() where weight > 0 {
                    let top = raw[row].max() ?? 1
                    for item in 0..<15 { expected[item] += weight / total * raw[row][item] / top }
                }
                expectClose(try model.scores(history), expected, absolute: 1e-5, relative: 1e-4)
            }
        }
    }

    @Test func `hyperparameters out of range are refused`() {
        #expect(code { try UserKNN(neighbours: 0) } == "parameter")
        #expect(code { try UserKNN(similarity: .bm25(k1: .nan, b: 0.5)) } == "parameter")
    }
}
