import Commerce
import Evaluate
import Foundation
import Testing

@Suite("Coverage, Gini, novelty, diversity and calibration")
struct QualityTests {
    /// Four shoppers; items chosen by: 0 by s0 s1 s2, 1 by s0 s1, 2 by s3, 3 by nobody.
    private let training = Interactions(
        shoppers: Vocabulary(["s0", "s1", "s2", "s3"]), items: Vocabulary(["i0", "i1", "i2", "i3"]),
        histories: [
            History(items: [0, 1]), History(items: [1, 0, 0]), History(items: [0]), History(items: [2]),
        ])

    /// Lists are the items in order of row, history kept.
    private func measure(
        _ scores: [[Float]] = [[4, 3, 2, 1]], history: [Int32] = [], categories: [[String]]? = nil,
        likeness: CatalogueFacts.Likeness = .choosers, cutoffs: [Int]
    ) throws -> [MetricKey: Double] {
        let facts = CatalogueFacts(
            training: training, categories: categories.map { ItemCategories(labels: $0) }, likeness: likeness)
        return try RankingEvaluator(cutoffs: cutoffs, history: .kept, facts: facts).measure(
            TableScorer(scores),
            on: scores.indices.map {
                RankingQuery(history: History(shopper: Int32($0), items: history), targets: [0])
            }
        ).metrics
    }

    @Test("novelty is the mean of -log2 of each item's share of shoppers, counts raised by one")
    func novelty() throws {
        let metrics = try measure(cutoffs: [1, 4])
        #expect(isClose(metrics["novelty@1"], -log2(4.0 / 5)))
        let expected: Double = (-log2(4.0 / 5) - log2(3.0 / 5) - log2(2.0 / 5) - log2(1.0 / 5)) / 4
        #expect(isClose(metrics["novelty@4"], expected))
    }

    @Test("diversity is one minus the mean cosine between choosers; an item of nobody is like nothing")
    func diversity() throws {
        let metrics = try measure(cutoffs: [1, 2, 3, 4])
        #expect(metrics["diversity@1"] == nil, "one item has no pairs")
        let cosine = 2 / (3.0 * 2).squareRoot()
        #expect(isClose(metrics["diversity@2"], 1 - cosine, absolute: 1e-6))
        #expect(isClose(metrics["diversity@3"], 1 - cosine / 3, absolute: 1e-6))
        #expect(isClose(metrics["diversity@4"], 1 - cosine / 6, absolute: 1e-6))
    }

    @Test("diversity can go by categories instead")
    func categoryDiversity() throws {
        let metrics = try measure(
            categories: [["x"], ["x", "y"], ["z"], []], likeness: .categories, cutoffs: [2, 3])
        #expect(isClose(metrics["diversity@2"], 1 - 0.5.squareRoot(), absolute: 1e-6))
        #expect(isClose(metrics["diversity@3"], 1 - 0.5.squareRoot() / 3, absolute: 1e-6))
    }

    @Test("calibration compares the list's categories with the history's")
    func calibration() throws {
        let categories = [["x"], ["x"], ["y"], ["y"]]
        // History: two thirds x. List of four: half and half.
        let metrics = try measure(history: [0, 1, 2], categories: categories, cutoffs: [2, 4])
        func divergence(_ wanted: [Double], _ given: [Double]) -> Double {
            zip(wanted, given).reduce(0) { $0 + $1.0 * log($1.0 / (0.99 * $1.1 + 0.01 * $1.0)) }
        }
        #expect(isClose(metrics["calibration@2"], divergence([2.0 / 3, 1.0 / 3], [1, 0]), absolute: 1e-6))
        #expect(isClose(metrics["calibration@4"], divergence([2.0 / 3, 1.0 / 3], [0.5, 0.5]), absolute: 1e-6))
        #expect(try measure(history: [], categories: categories, cutoffs: [2])["calibration@2"] == nil)
        let perfect = try measure(history: [0, 2], categories: categories, cutoffs: [4])
        #expect(isClose(perfect["calibration@4"], 0, absolute: 1e-6))
    }

    @Test("without categories, items are grouped by popularity: head, middle, tail by fifths of the events")
    func popularityGroups() throws {
        // Seven events: item 0 has four, so it is all of the head; 1 starts at 4/7, 2 at 6/7, 3 at the end.
        let facts = CatalogueFacts(training: training)
        #expect(facts.grouping == "popularity")
        let toHead = try measure([[1, 0, 0, 0]], history: [0], cutoffs: [1])
        #expect(isClose(toHead["calibration@1"], 0, absolute: 1e-6))
        let toMiddle = try measure([[0, 1, 0, 0]], history: [0], cutoffs: [1])
        #expect(isClose(toMiddle["calibration@1"], log(1 / 0.01), absolute: 1e-5))
        let within = try measure([[0, 0, 0, 1]], history: [2], cutoffs: [1])
        #expect(isClose(within["calibration@1"], 0, absolute: 1e-6))
    }

    @Test("coverage and Gini count over all lists")
    func exposure() throws {
        // Lists of one: items 0, 0, 2.
        let metrics = try measure([[1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]], cutoffs: [1, 4])
        #expect(metrics["coverage@1"] == 0.5)
        // Ascending counts 0 0 1 2: (-3*0 - 1*0 + 1*1 + 3*2) / (4 * 3).
        #expect(isClose(metrics["gini@1"], 7.0 / 12))
        #expect(metrics["coverage@4"] == 1)
        #expect(metrics["gini@4"] == 0)
    }

    @Test("categories come from the catalogue's paths, to a chosen depth")
    func catalogueCategories() throws {
        let rows = Vocabulary<Item>(["a", "b", "c"])
        let catalogue = [
            Item(id: "b", category: ["home", "lamps"]), Item(id: "a", category: ["home", "rugs"]),
            Item(id: "elsewhere", category: ["garden"]),
        ]
        #expect(ItemCategories(of: [], rows: rows) == nil)
        let shallow = try #require(ItemCategories(of: catalogue, rows: rows))
        let deep = try #require(ItemCategories(of: catalogue, rows: rows, depth: 2))
        let shop = Interactions(
            shoppers: Vocabulary(["s"]), items: rows, histories: [History(items: [0, 1, 2])])
        func diversity(_ categories: ItemCategories) throws -> Double? {
            let facts = CatalogueFacts(training: shop, categories: categories, likeness: .categories)
            return try RankingEvaluator(cutoffs: [2], facts: facts).measure(
                TableScorer([[3, 2, 1]]).renamed(to: rows),
                on: [RankingQuery(history: History(shopper: 0, items: []), targets: [0])]
            ).metrics["diversity@2"]
        }
        #expect(try diversity(shallow) == 0)
        #expect(try diversity(deep) == 1)
    }

    @Test("all agree with plain readings of their definitions", arguments: 0..<50)
    func oracle(seed: UInt64) throws {
        let drawn = RandomCase(seed: seed)
        let labels = (0..<23).map { item in item % 7 == 0 ? [] : item % 5 == 0 ? ["a", "b"] : ["g\(item % 4)"] }
        let categories = ItemCategories(labels: labels)
        let facts = CatalogueFacts(training: drawn.training, categories: categories)
        let measured = try RankingEvaluator(cutoffs: [1, 4, 9], facts: facts).measure(drawn.scorer, on: drawn.queries)
        let choosers = (0..<23).map { item in
            Set(drawn.queries.indices.filter { drawn.queries[$0].history.items.contains(Int32(item)) })
        }
        let lists = drawn.queries.map {
            Oracle.ranking(drawn.scorer.table[Int($0.history.shopper ?? 0)], excluding: Set($0.history.items))
        }
        for cutoff in [1, 4, 9] {
            let cut = lists.map { $0.prefix(cutoff).map(Int.init) }
            let novelty = cut.map { list in
                Oracle.mean(list.map { -log2(Double(choosers[$0].count + 1) / Double(drawn.queries.count + 1)) })
            }
            #expect(
                isClose(measured.metrics[MetricKey(.novelty, at: cutoff)], Oracle.mean(novelty.compactMap { $0 })))
            let diversity = cut.compactMap { list -> Double? in
                let pairs = list.indices.flatMap { left in list.indices.filter { $0 > left }.map { (left, $0) } }
                return Oracle.mean(
                    pairs.map { pair in
                        let (one, other) = (choosers[list[pair.0]], choosers[list[pair.1]])
                        guard !one.isEmpty, !other.isEmpty else { return 1 }
                        return 1 - Double(one.intersection(other).count)
                            / (Double(one.count) * Double(other.count)).squareRoot()
                    })
            }
            #expect(
                isClose(
                    measured.metrics[MetricKey(.diversity, at: cutoff)], Oracle.mean(diversity), absolute: 1e-5))
            let calibration = zip(cut, drawn.queries).compactMap { list, query -> Double? in
                let past = Self.distribution(zip(query.history.items.map(Int.init), query.history.weights), labels)
                let given = Self.distribution(list.map { ($0, 1) }, labels)
                guard let past, let given else { return nil }
                return past.reduce(0) { sum, group in
                    sum + group.value * log(group.value / (0.99 * given[group.key, default: 0] + 0.01 * group.value))
                }
            }
            #expect(
                isClose(
                    measured.metrics[MetricKey(.calibration, at: cutoff)], Oracle.mean(calibration), absolute: 1e-5))
            var counts = [Double](repeating: 0, count: 23)
            for item in cut.joined() { counts[item] += 1 }
            let differences = counts.reduce(0) { sum, one in sum + counts.reduce(0) { $0 + abs(one - $1) } }
            let gini = differences / (2 * 23 * counts.reduce(0, +))
            #expect(isClose(measured.metrics[MetricKey(.gini, at: cutoff)], gini), "half the relative mean difference")
        }
    }

    private static func distribution(
        _ weighted: some Sequence<(Int, Float)>, _ labels: [[String]]
    ) -> [String: Double]? {
        var mass: [String: Double] = [:]
        for (item, weight) in weighted {
            for label in labels[item] { mass[label, default: 0] += Double(weight) / Double(labels[item].count) }
        }
        let total = mass.values.reduce(0, +)
        return total > 0 ? mass.mapValues { $0 / total } : nil
    }
}
