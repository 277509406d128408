import Commerce
import Foundation
import Linear
import Testing

@testable import Recommend

@Suite struct BlendTests {
    @Test func `standard scores leave out the history and what is never`() {
        var scores: [Float] = [100, 1, 2, 3, -.infinity, 4, 1, 2, 3, 4, 1]
        let standard = scores.withUnsafeMutableBufferPointer {
            StandardScores(of: $0, outside: History(items: [0, 0, 10, 99]))
        }
        #expect(scores[0] == 100 && scores[10] == 1)
        // 1, 2, 3, 4 twice: mean 2.5, variance 1.25.
        expectClose([standard.standard(4), standard.standard(100)], [1.5, 97.5].map { $0 / 1.25.squareRoot() })
        #expect(standard.standard(-.infinity) == -.infinity)
    }

    @Test func `equal scores become zero`() {
        for scores in [[Float](repeating: 3.3, count: 21), [0, 0, 0], [7], []] {
            var scores = scores
            let standard = scores.withUnsafeMutableBufferPointer { StandardScores(of: $0, outside: History(items: [])) }
            #expect(scores.allSatisfy { standard.standard($0) == 0 })
        }
    }

    /// Cases of 8 candidates whose target is drawn from the softmax of `truth`, one weight per component.
    static func drawn(_ truth: [Double], seed: UInt64, count: Int = 300) -> ListwiseExamples {
        var generator = SeededGenerator(seed: seed)
        let cases = (0..<count).map { _ -> (features: [[Float]], targets: [Int]) in
            let features = truth.map { _ in (0..<8).map { _ in Float(4 * generator.unit() - 2) } }
            let scores = (0..<8).map { place in
                truth.indices.reduce(0.0) { $0 + truth[$1] * Double(features[$1][place]) }
                    - log(-log(max(generator.unit(), 1e-300)))
            }
            return (features, [scores.indices.max { scores[$0] < scores[$1] } ?? 0])
        }
        return ListwiseExamples(components: truth.count, cases: cases)
    }

    @Test func `the likelihood's gradient and curvature are its derivatives`() {
        let examples = Self.drawn([1, 0.5, 0], seed: 4)
        let point = [0.7, 0.2, 0.4]
        let here = examples.likelihood(point)
        let step = 1e-2
        for axis in 0..<3 {
            var (up, down) = (point, point)
            up[axis] += step
            down[axis] -= step
            let (above, below) = (examples.likelihood(up), examples.likelihood(down))
            let slope = (above.value - below.value) / (2 * step)
            #expect(abs(slope - here.gradient[axis]) < 0.02 + 1e-3 * abs(slope))
            for other in 0..<3 {
                let bend = -(above.gradient[other] - below.gradient[other]) / (2 * step)
                #expect(abs(bend - here.curvature[axis * 3 + other]) < 0.05 + 1e-2 * abs(bend))
            }
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `the weights that drew the targets are found again`(_ seed: UInt64) {
        let learner = BlendLearner(examples: Self.drawn([1.5, 0.75, 0], seed: seed, count: 2000))
        let weights = learner.mostLikely()
        // Five standard errors, by the curvature, and 1.3 for the features' correlation.
        let curvature = learner.examples.likelihood(weights).curvature
        for (place, truth) in [1.5, 0.75, 0].enumerated() {
            let error = 5 * 1.3 / curvature[place * 3 + place].squareRoot()
            #expect(abs(weights[place] - truth) < error && error < 0.3)
        }
        #expect(weights.allSatisfy { $0 >= 0 })
    }

    @Test func `a component that misleads gets no weight`() {
        let examples = Self.drawn([1, -1, 0.5], seed: 2)
        let weights = BlendLearner(examples: examples).weights()
        #expect(weights[1] == 0 && weights[0] > 0)
    }

    @Test func `climbing never ranks worse than where it starts`() {
        for seed in UInt64(0)..<5 {
            let learner = BlendLearner(examples: Self.drawn([1, 0.2, 0.1], seed: seed))
            let start = [1.0, 1, 1]
            #expect(learner.examples.ndcg(learner.climbed(from: start)) >= learner.examples.ndcg(start))
        }
    }

    @Test func `NDCG counts each target at its place, ties in order of row`() {
        let examples = ListwiseExamples(
            components: 1,
            cases: [([[3, 2, 1]], [0]), ([[3, 2, 1]], [2]), ([[1, 1, 1]], [1]), ([[3, 2, 1]], [0, 2])])
        let gains = [1.0, 1 / log2(4.0), 1 / log2(3.0), (1 + 1 / log2(4.0)) / (1 + 1 / log2(3.0))]
        #expect(abs(examples.ndcg([1]) - gains.reduce(0, +) / 4) < 1e-9)
        #expect(abs(examples.ndcg([1], cutoff: 1) - 2.0 / 4) < 1e-9)
    }

    @Test func `last choices are held out of those with three events or more`() throws {
        let examples = Shop.interactions(items: 5, [[0, 1, 2], [3, 4], [1, 2, 1], [], [4, 3, 2, 0]])
        var generator = SeededGenerator(seed: 1)
        let split = HeldOutChoices(examples, .lastChoice, maximumCases: 10, using: &generator)
        #expect(split.rest.histories().map(\.items) == [[0, 1], [3, 4], [1, 2], [], [4, 3, 2]])
        // The third shopper's last choice is an old one, which no list would show.
        #expect(split.cases.map(\.targets) == [[2], [0]])
        #expect(split.cases.map(\.history.items) == [[0, 1], [4, 3, 2]])
        let one = HeldOutChoices(examples, .lastChoice, maximumCases: 1, using: &generator)
        #expect(one.cases.map(\.targets) == [[2]])
    }

    @Test(arguments: UInt64(0)..<20)
    func `a random share of the items is held out with all their events, in order`(_ seed: UInt64) {
        let examples = Shop.random(shoppers: 30, items: 12, longest: 10, seed: seed)
        var generator = SeededGenerator(seed: seed)
        let split = HeldOutChoices(examples, .randomChoices(share: 0.3), maximumCases: 100, using: &generator)
        var cases = split.cases[...]
        for (full, kept) in zip(examples.histories(), split.rest.histories()) {
            let distinct = Set(full.items)
            let held = distinct.subtracting(kept.items)
            #expect(kept.items == full.items.filter { !held.contains($0) })
            let share = max(1, Int((0.3 * Double(distinct.count)).rounded()))
            #expect(held.count == (full.count < 3 ? 0 : min(share, distinct.count - 1)))
            guard !held.isEmpty else { continue }
            #expect(cases.popFirst() == ValidationCase(history: kept, targets: held.sorted()))
        }
        #expect(cases.isEmpty)
    }

    @Test func `scores are the weighted sum of the components' standard scores`() throws {
        let first = TopKTests.Fixed([0, 1, 2, 3])
        let second = TopKTests.Fixed([40, 10, 10, 0])
        let weights = try BlendWeights(names: ["fixed", "fixed"], values: [3, 1])
        let blend = try BlendModel(components: [first, second], weights: weights)
        #expect(weights.values == [0.75, 0.25])
        let one = [0.0, 1, 2, 3].map { ($0 - 1.5) / 1.25.squareRoot() }
        let two = [40.0, 10, 10, 0].map { ($0 - 15) / 225.0.squareRoot() }
        expectClose(try blend.scores(History(items: [])), (0..<4).map { 0.75 * one[$0] + 0.25 * two[$0] })
    }

    @Test func `reasons are the components', by their part of the score`() throws {
        let examples = Shop.random(shoppers: 60, items: 12, longest: 8, seed: 9)
        let (popular, near) = (try Popularity().fitted(examples), try ItemKNN().fitted(examples))
        let blend = try BlendModel(
            components: [popular, near], weights: BlendWeights(names: ["popularity", "item-knn"], values: [1, 1]))
        let history = History(items: [1, 2, 5])
        let reasons = blend.reasons(for: 0, given: history, limit: 10)
        let own = near.reasons(for: 0, given: history, limit: 10)
        #expect(Set(reasons.map(\.source)) == ["popularity", "item-knn"])
        #expect(reasons.filter { $0.source == "item-knn" }.map(\.evidence) == own.map(\.evidence))
        // The neighbours' reasons share what popularity leaves them.
        let sum = reasons.filter { $0.source == "item-knn" }.reduce(0) { $0 + $1.strength }
        #expect(sum > 0.05 && sum < 0.95)
        #expect(
            reasons.first { $0.kind == .popular }?.strength
                == popular.reasons(for: 0, given: history, limit: 1)[0].strength)
    }

    @Test func `a blend of order and noise relies on order`() throws {
        // Everybody walks round a ring of 20 items, so what comes next is certain; popularity knows nothing.
        let rows = (0..<300).map { shopper in (0..<5).map { Int32((shopper * 7 + $0) % 20) } }
        let examples = Shop.interactions(items: 20, rows)
        let blend = try Blend(components: [Popularity(), Markov.firstOrder]).fitted(examples)
        #expect(blend.weights.names == ["popularity", "markov"] && blend.weights.values[1] > 0.9)
        #expect(try blend.topK(for: History(items: [3, 4]), count: 1).map(\.item) == [5])
    }

    @Test func `with nothing to hold out the components count alike`() throws {
        let blend = try Blend(components: [Popularity(), Markov()]).fitted(Shop.interactions(items: 3, [[0, 1], [2]]))
        #expect(blend.weights.values == [0.5, 0.5])
    }

    @Test func `weights and components that do not fit are refused`() throws {
        #expect(code { try Blend(components: []) } == "parameter")
        #expect(code { try Blend(components: [Popularity()], maximumCases: 0) } == "parameter")
        #expect(code { try Blend(components: [Popularity()], holdingOut: .randomChoices(share: 1)) } == "parameter")
        #expect(code { try BlendWeights(names: ["a"], values: [1, 2]) } == "parameter")
        #expect(code { try BlendWeights(names: ["a", "b"], values: [1, -0.1]) } == "parameter")
        #expect(code { try BlendWeights(names: ["a", "b"], values: [0, 0]) } == "parameter")
        #expect(code { try BlendWeights(names: ["a"], values: [.infinity]) } == "parameter")
        let weights = try BlendWeights(names: ["fixed", "fixed"], values: [1, 1])
        let (three, two) = (TopKTests.Fixed([1, 2, 3]), TopKTests.Fixed([1, 2]))
        #expect(code { try BlendModel(components: [three], weights: weights) } == "parameter")
        #expect(code { try BlendModel(components: [three, two], weights: weights) } == "blend.items")
    }
}

extension ListwiseExamples {
    /// Examples from given features, each [components][candidates].
    fileprivate init(components: Int, cases: [(features: [[Float]], targets: [Int])]) {
        self.init(components: components)
        for (features, targets) in cases {
            append(
                Example(
                    features: features.flatMap(\.self), candidates: features.first?.count ?? 0, targets: targets))
        }
    }
}
