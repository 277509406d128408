import Commerce
import Linear
import Testing

@testable import Recommend

@Suite("BPR")
struct BPRTests {
    static let examples = Tastes.examples()

    @Test("tastes are told apart, for strangers too", arguments: [0, 1, 2] as [UInt64])
    func tastes(seed: UInt64) throws {
        let model = try BPR(factors: 2, iterations: 40, rate: 0.1, regularisation: 0.05).fitted(
            Self.examples, seed: seed)
        #expect(try Tastes.accuracy(model, Self.examples.histories()) > 0.9)
        #expect(try Tastes.accuracy(model, Tastes.examples(seed: 2).histories().map { History(items: $0.items) }) > 0.9)
    }

    @Test("steps in strata learn as well as steps in one sequence", arguments: [1, 2, 4])
    func strata(groups: Int) throws {
        var generator = SeededGenerator(seed: 5)
        let settings = try BPR(factors: 2, iterations: 40, rate: 0.1, regularisation: 0.05)
        let training = BPRTraining(
            Self.examples.distinctItems(recency: settings.recency), settings: settings, groups: groups,
            using: &generator)
        for epoch in 0..<40 { training.run(epoch: epoch) }
        let model = BPRModel(
            items: Self.examples.items, shopperFactors: training.shopperFactors(), known: KnownShoppers(Self.examples),
            itemFactors: training.itemFactors(), bias: training.bias(), settings: settings, seed: 1)
        #expect(try Tastes.accuracy(model, Self.examples.histories()) > 0.9)
    }

    @Test("an epoch steps once for every chosen pair")
    func everyPairOnce() throws {
        // With hardly any learning, a pair moves its item's bias up by rate / 2 and another item's down by as much.
        let rows = (0..<64).map { [Int32($0 % 2), Int32(2 + $0 % 3)] }
        let examples = Shop.interactions(items: 64, rows)
        var generator = SeededGenerator(seed: 5)
        let settings = try BPR(factors: 2, iterations: 1, rate: 1e-4, regularisation: 0, recency: .none)
        let training = BPRTraining(examples.matrix(), settings: settings, groups: 4, using: &generator)
        training.run(epoch: 0)
        let bias = training.bias()
        #expect(abs(bias.reduce(0, +)) < 1e-6)
        // 128 steps in all; those on the five chosen items outweigh the few draws that fall on them as unchosen.
        let ups = bias.filter { $0 > 0 }.reduce(0, +)
        #expect(ups > 0.9 * 128 * 0.5e-4 && ups <= 128 * 0.5e-4 * 1.001)
        #expect(bias[0...1].allSatisfy { $0 > 25 * 0.5e-4 && $0 < 33 * 0.5e-4 })
    }

    @Test("popular items have the larger bias")
    func popularity() throws {
        var generator = SeededGenerator(seed: 2)
        let rows = (0..<400).map { _ in
            (0..<4).map { _ in Int32(generator.unit() * generator.unit() * generator.unit() * 30) }
        }
        let model = try BPR(factors: 2, iterations: 40, rate: 0.1, regularisation: 0.05).fitted(
            Shop.interactions(items: 30, rows))
        #expect(model.bias[0] > model.bias[8] && model.bias[8] > model.bias[28])
        #expect(try model.topK(for: History(items: []), count: 1)[0].item == 0)
    }

    @Test("a shopper folded in is ranked as if they had been trained on")
    func foldIn() throws {
        let model = try BPR(factors: 2, iterations: 40, rate: 0.1, regularisation: 0.05).fitted(Self.examples)
        let known = Self.examples.histories()
        let strangers = known.map { History(items: $0.items) }
        let (trained, folded) = (try model.scores(known), try model.scores(strangers))
        for (left, right) in zip(trained, folded).prefix(50) { #expect(correlation(left, right) > 0.8) }
        #expect(model.queries(for: known) == model.shopperFactors)
    }

    @Test("reasons name the items that share the recommended item's taste first")
    func reasons() throws {
        let model = try BPR(factors: 2, iterations: 40, rate: 0.1, regularisation: 0.05).fitted(Self.examples)
        let reasons = model.reasons(for: 3, given: History(items: [25, 7, 31]), limit: 3)
        #expect(reasons.first?.evidence == ["item-7"] && reasons.first?.kind == .learnedTaste)
    }

    @Test("unchosen items are drawn evenly, chosen ones never")
    func unchosenItems() {
        let chosen = Shop.interactions(items: 10, [[], [2, 5, 9], Array(0..<10)]).matrix()
        let unchosen = UnchosenItems(chosen)
        var generator = SeededGenerator(seed: 1)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<7000 {
            let item = unchosen.draw(by: 1, among: 10, using: &generator) { Int32($0) }
            if let item { counts[item] += 1 }
        }
        for (item, count) in counts.enumerated() {
            #expect([2, 5, 9].contains(item) ? count == 0 : abs(count - 1000) < 170)
        }
        #expect(unchosen.draw(by: 2, among: 10, using: &generator) { Int32($0) } == nil)
        #expect(unchosen.draw(by: 0, among: 10, using: &generator) { Int32($0) } != nil)
    }

    @Test("impossible hyperparameters are refused by name")
    func hyperparameters() {
        for wrong in [0, -0.1, 11, .nan] { #expect(throws: RecommendError.self) { try BPR(rate: wrong) } }
        for wrong in [-0.1, 5, .nan] { #expect(throws: RecommendError.self) { try BPR(regularisation: wrong) } }
        #expect(throws: RecommendError.self) { try BPR(factors: 0) }
        #expect(throws: RecommendError.self) { try BPR(iterations: 0) }
    }

    private func correlation(_ left: [Float], _ right: [Float]) -> Double {
        let count = Double(left.count)
        let (x, y) = (left.map(Double.init), right.map(Double.init))
        let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
        func covariance(_ a: [Double], _ meanA: Double, _ b: [Double], _ meanB: Double) -> Double {
            zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
        }
        return covariance(x, meanX, y, meanY)
            / (covariance(x, meanX, x, meanX) * covariance(y, meanY, y, meanY)).squareRoot()
    }
}
