import Commerce
import Linear
import Testing

@testable import Recommend

@Suite("EASE")
struct EASETests {
    static let examples = Shop.random(shoppers: 80, items: 30, longest: 12, seed: 5)

    /// `B` by the formula, in double precision.
    static func weights(_ examples: Interactions, regularisation: Double) -> DoubleMatrix {
        var choices = DoubleMatrix(rows: examples.shoppers.count, columns: examples.items.count)
        for shopper in 0..<choices.rows {
            for item in examples.history(of: Int32(shopper)).items { choices[shopper, Int(item)] = 1 }
        }
        let inverse = choices.gram(ridge: regularisation).inverse()
        var weights = inverse
        for row in 0..<inverse.rows {
            for column in 0..<inverse.rows {
                weights[row, column] = row == column ? 0 : -inverse[row, column] / inverse[column, column]
            }
        }
        return weights
    }

    @Test("weights are those of the formula", arguments: [0.5, 10, 300])
    func formula(regularisation: Double) throws {
        let model = try EASE(regularisation: regularisation, keeping: .all, recency: .none).fitted(Self.examples)
        let weights = Self.weights(Self.examples, regularisation: regularisation)
        for items in [[3], [0, 7, 2], Array(0..<Int32(30))] as [[Int32]] {
            let expected = (0..<30).map { target in items.reduce(0) { $0 + weights[Int($1), target] } }
            expectClose(try model.scores(History(items: items)), expected, absolute: 1e-5, relative: 1e-4)
        }
    }

    @Test("worked by hand: two items that one shopper chose")
    func workedByHand() throws {
        // P = inverse of [[2, 1], [1, 2]] = [[2, -1], [-1, 2]] / 3, so B = [[0, 1/2], [1/2, 0]].
        let model = try EASE(regularisation: 1, keeping: .all).fitted(Shop.interactions(items: 2, [[0, 1]]))
        expectClose(try model.scores(History(items: [0])), [0, 0.5])
        let reasons = model.reasons(for: 1, given: History(items: [0]), limit: 3)
        #expect(reasons == [Reason(.similarToItem, source: "ease", evidence: ["item-0"], strength: 1)])
        #expect(model.reasons(for: 0, given: History(items: [0]), limit: 3).isEmpty)
    }

    @Test("pruning keeps each item's largest weights and drops the rest")
    func pruning() throws {
        let full = try EASE(regularisation: 10, keeping: .all, recency: .none).fitted(Self.examples)
        let pruned = try EASE(regularisation: 10, keeping: .largest(4), recency: .none).fitted(Self.examples)
        for target in Int32(0)..<30 {
            let all = (0..<30).map { full.weights.value(source: $0, target: target) }
            let bar = all.map(abs).sorted(by: >)[3]
            for source in 0..<30 {
                let kept = pruned.weights.value(source: source, target: target)
                #expect(abs(kept - (abs(all[source]) >= bar ? all[source] : 0)) < 1e-6)
            }
        }
        let enough = try EASE(regularisation: 10, keeping: .largest(29), recency: .none).fitted(Self.examples)
        #expect(enough.weights == full.weights)
    }

    @Test("earlier events fade; repetitions and strengths do not count")
    func recency() throws {
        let model = try EASE(regularisation: 5, recency: .gentle).fitted(Self.examples)
        let (old, new) = (try model.scores(History(items: [2])), try model.scores(History(items: [6])))
        let expected = zip(old, new).map { 0.5.squareRoot() * Double($0) + Double($1) }
        let history = History(items: [6, 2, 6, 6], weights: [9, 3, 1, 2])
        expectClose(try model.scores(history), expected, absolute: 1e-6)
    }

    @Test("too many items are refused before memory is")
    func tooManyItems() throws {
        let error = try #require(throws: RecommendError.self) {
            try EASE(maximumItems: 29).fitted(Self.examples)
        }
        #expect(error.code == "ease.items" && error.message.contains("30") && error.remedy?.contains("als") == true)
    }

    @Test("impossible hyperparameters are refused by name")
    func hyperparameters() {
        for number in [0, -1, .nan, .infinity] as [Double] {
            #expect(throws: RecommendError.self) { try EASE(regularisation: number) }
        }
        #expect(throws: RecommendError.self) { try EASE(keeping: .largest(0)) }
        #expect(throws: RecommendError.self) { try EASE(maximumItems: 0) }
    }
}
