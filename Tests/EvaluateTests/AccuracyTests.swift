import Commerce
import Evaluate
import Linear
import Testing

@Suite("Accuracy metrics")
struct AccuracyTests {
    private func measure(
        _ scores: [Float], history: [Int32] = [], targets: [Int32], cutoffs: [Int], rule: HistoryRule = .filtered,
        ranksWholeList: Bool = true
    ) throws -> [MetricKey: Double] {
        try RankingEvaluator(cutoffs: cutoffs, history: rule, ranksWholeList: ranksWholeList).measure(
            TableScorer([scores]),
            on: [RankingQuery(history: History(shopper: 0, items: history), targets: targets)]
        ).metrics
    }

    @Test("a worked case: targets at ranks 2 and 5 of six")
    func worked() throws {
        // Order of items by score: 3, 1, 0, 5, 2, 4.
        let metrics = try measure([0.5, 0.8, 0.2, 0.9, 0.1, 0.4], targets: [1, 2], cutoffs: [3, 5])
        #expect(metrics["hr@3"] == 1)
        #expect(metrics["recall@3"] == 0.5)
        #expect(metrics["recall@5"] == 1)
        #expect(isClose(metrics["precision@3"], 1.0 / 3))
        #expect(isClose(metrics["precision@5"], 0.4))
        #expect(metrics["mrr@3"] == 0.5)
        // DCG: 1/log2(3) = 0.630930 and 1/log2(6) = 0.386853; ideal: 1 + 0.630930.
        #expect(isClose(metrics["ndcg@3"], 0.6309297535714575 / 1.6309297535714575))
        #expect(isClose(metrics["ndcg@5"], (0.6309297535714575 + 0.3868528072345416) / 1.6309297535714575))
        #expect(isClose(metrics["map@3"], 0.5 / 2))
        #expect(isClose(metrics["map@5"], (1.0 / 2 + 2.0 / 5) / 2))
        #expect(metrics["coverage@3"] == 0.5)
    }

    @Test("ties rank by item row, for lists and for whole-list ranks alike")
    func ties() throws {
        let first = try measure([1, 1, 1, 1], targets: [1], cutoffs: [1, 2])
        #expect(first["hr@1"] == 0)
        #expect(first["hr@2"] == 1)
        #expect(first["mrr"] == 0.5)
        #expect(try measure([1, 1, 1, 1], targets: [3], cutoffs: [1])["mrr"] == 0.25)
        #expect(try measure([1, 1, 1, 1], targets: [3, 2], cutoffs: [1])["mrr"] == 1.0 / 3)
    }

    @Test("a list shorter than the cut-off still divides precision by the cut-off")
    func shortList() throws {
        let metrics = try measure([3, 2, -.infinity, .nan], targets: [1], cutoffs: [10])
        #expect(metrics["precision@10"] == 0.1)
        #expect(isClose(metrics["ndcg@10"], 0.6309297535714575))
        #expect(metrics["coverage@10"] == 0.5)
        #expect(try measure([3, 2, -.infinity, .nan], targets: [1], cutoffs: [.max])[MetricKey(.hr, at: .max)] == 1)
    }

    @Test("one item is found at once, or never when it is the history")
    func oneItem() throws {
        let found = try measure([0], targets: [0], cutoffs: [1])
        #expect(MeasuredOnce.accuracy.allSatisfy { found[MetricKey($0, at: 1)] == 1 })
        #expect(found["mrr"] == 1)
        #expect(found["gini@1"] == 0)
        let filtered = try measure([0], history: [0], targets: [0], cutoffs: [1])
        #expect(MeasuredOnce.accuracy.allSatisfy { filtered[MetricKey($0, at: 1)] == 0 })
        #expect(filtered["mrr"] == 0)
        #expect(filtered["coverage@1"] == 0)
        #expect(filtered["gini@1"] == nil, "nothing was listed")
        #expect(try measure([0], history: [0], targets: [0], cutoffs: [1], rule: .kept)["hr@1"] == 1)
    }

    @Test("refused and NaN targets are misses", arguments: [-Float.infinity, .nan])
    func refused(score: Float) throws {
        let metrics = try measure([score, 1], targets: [0], cutoffs: [2])
        #expect(metrics["hr@2"] == 0)
        #expect(metrics["mrr"] == 0)
    }

    @Test("every figure agrees with a plain reading of its definition", arguments: 0..<100)
    func oracle(seed: UInt64) throws {
        let drawn = RandomCase(seed: seed)
        for rule in [HistoryRule.filtered, .kept] {
            let measured = try RankingEvaluator(
                cutoffs: [7, 1, 3, 30], history: rule, ranksWholeList: true, block: 5
            ).measure(drawn.scorer, on: drawn.queries)
            let rankings = drawn.queries.map { query in
                Oracle.ranking(
                    drawn.scorer.table[Int(query.history.shopper ?? 0)],
                    excluding: rule == .filtered ? Set(query.history.items) : [])
            }
            var expected: [MetricKey: Double] = [:]
            for cutoff in [1, 3, 7, 30] {
                for metric in MeasuredOnce.accuracy {
                    expected[MetricKey(metric, at: cutoff)] = Oracle.mean(
                        zip(rankings, drawn.queries).map {
                            Oracle.accuracy(metric, $0, Set($1.targets), cutoff: cutoff)
                        })
                }
                let listed = rankings.map { $0.prefix(cutoff) }
                expected[MetricKey(.coverage, at: cutoff)] = Double(Set(listed.joined()).count) / 23
            }
            expected[MetricKey(.mrr, at: nil)] = Oracle.mean(
                zip(rankings, drawn.queries).map {
                    Oracle.accuracy(.mrr, $0, Set($1.targets), cutoff: 23)
                })
            #expect(measured.metrics.count == expected.count + 4, "and Gini at four cut-offs")
            for (key, value) in expected { #expect(isClose(measured.metrics[key], value), "\(key)") }
        }
    }

    @Test("block size and order of cut-offs change nothing", arguments: [1, 7, 36, 37, 1000])
    func blocks(size: Int) throws {
        let drawn = RandomCase(seed: 5)
        let facts = CatalogueFacts(training: drawn.training)
        let one = try RankingEvaluator(cutoffs: [2, 5], facts: facts, block: 10).measure(
            drawn.scorer, on: drawn.queries)
        let other = try RankingEvaluator(cutoffs: [5, 2, 5], facts: facts, block: size)
            .measure(drawn.scorer, on: drawn.queries)
        #expect(one.metrics == other.metrics)
        #expect(one.figures("ndcg@5") == other.figures("ndcg@5"))
    }
}
