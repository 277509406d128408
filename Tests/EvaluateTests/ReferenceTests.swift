import Commerce
import Evaluate
import Testing

/// The same evaluation as `Tests/Oracles/ranking_metrics.py`, whose inputs are formulas.
@Suite("Agreement with NumPy and SciPy")
struct ReferenceTests {
    private static let (queryCount, itemCount) = (41, 29)

    private static func history(_ q: Int) -> [Int32] {
        (0..<q % 6).map { k in Int32((q * 5 + k * k * 3) % itemCount) }
    }

    private static func targets(_ q: Int) -> [Int32] {
        (0..<1 + q % 4).map { k in Int32((q * 11 + k * 7 + 1) % itemCount) }
    }

    private static func score(_ model: Int, _ q: Int, _ i: Int) -> Float {
        let sum = i * 7919 + q * 104_729 + (i * q) % 31 * 613
        return Float((sum + model * (i * i) % 17 * 29) % 101)
    }

    private static let queries: [RankingQuery] = (0..<queryCount).map { q in
        RankingQuery(history: History(shopper: Int32(q), items: history(q)), targets: targets(q))
    }

    private static func measure(model: Int) throws -> Measurement {
        let scorer = TableScorer((0..<queryCount).map { q in (0..<itemCount).map { i in score(model, q, i) } })
        let training = Interactions(
            shoppers: Vocabulary((0..<queryCount).map { ShopperID("s\($0)") }), items: scorer.items,
            histories: queries.map(\.history))
        let facts = CatalogueFacts(
            training: training, categories: ItemCategories(labels: (0..<itemCount).map { ["g\($0 % 5)"] }))
        return try RankingEvaluator(cutoffs: [1, 5, 10], ranksWholeList: true, facts: facts)
            .measure(scorer, on: queries)
    }

    @Test("all metrics are NumPy's")
    func metrics() throws {
        let metrics = try Self.measure(model: 0).metrics
        #expect(Set(metrics.keys.map(\.rawValue)) == Set(ReferenceFixture.metrics.keys))
        for (key, value) in metrics {
            #expect(isClose(value, ReferenceFixture.metrics[key.rawValue], absolute: 1e-6), "\(key)")
        }
    }

    /// SciPy drew 100,000 resamples; the ends of an interval from 20,000 are within 2 % of its width.
    @Test("intervals are SciPy's", arguments: Bootstrap.Method.allCases)
    func intervals(method: Bootstrap.Method) throws {
        let expected = method == .bca ? ReferenceFixture.bca : ReferenceFixture.percentile
        let bootstrap = try Bootstrap(resamples: 20_000, method: method, seed: 5)
        let interval = try #require(try bootstrap.intervals(of: Self.measure(model: 0))["ndcg@10"])
        let tolerance = 0.02 * (expected.high - expected.low)
        #expect(isClose(interval.low, expected.low, absolute: tolerance, relative: 0))
        #expect(isClose(interval.high, expected.high, absolute: tolerance, relative: 0))
    }

    @Test("paired tests are SciPy's")
    func pairedTests() throws {
        let (first, second) = (try Self.measure(model: 0), try Self.measure(model: 1))
        let bootstrap = try Bootstrap(resamples: 5000, seed: 5)
        let comparison = try #require(try bootstrap.compare(("a", first), with: ("b", second), on: "ndcg@10"))
        #expect(isClose(comparison.p.t, ReferenceFixture.pairedT))
        // Five standard errors of a share from 5,000 draws.
        #expect(isClose(comparison.p.randomisation, ReferenceFixture.randomisation, absolute: 0.03))
        #expect(isClose(comparison.p.bootstrap, ReferenceFixture.randomisation, absolute: 0.06))
        let difference = try #require(first.metrics["ndcg@10"]) - (try #require(second.metrics["ndcg@10"]))
        #expect(isClose(comparison.difference, difference))
        #expect(try #require(comparison.interval).contains(difference))
    }
}
