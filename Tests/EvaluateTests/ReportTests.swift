import Commerce
import Evaluate
import Foundation
import Testing

@Suite("Evaluation reports")
struct ReportTests {
    /// Forty shoppers of ten items: `good` ranks the target first for most, `poor` for few, `same` as `poor`.
    private static func report(_ names: [String] = ["poor", "good", "same"]) throws -> EvaluationReport {
        let queries = (0..<40).map {
            RankingQuery(history: History(shopper: $0, items: []), targets: [$0 % 10], owner: $0)
        }
        let evaluator = try RankingEvaluator(cutoffs: [1, 3])
        let entries = try names.map { name -> EvaluationReport.Entry in
            let table = (0..<40).map { shopper in
                (0..<10).map { item -> Float in
                    let isRight = item == shopper % 10
                    return isRight && shopper % 5 < (name == "good" ? 4 : 1) ? 20 : Float(item)
                }
            }
            return EvaluationReport.Entry(
                name, try evaluator.measure(TableScorer(table), on: queries), fitSeconds: name == "good" ? 1.5 : nil)
        }
        var report = try EvaluationReport(
            protocol: "leave-last-out", entries: entries,
            bootstrap: Bootstrap(resamples: 200, seed: 7))
        for index in report.models.indices {
            report.models[index].seconds.score = 0.25
            report.models[index].seconds.rank = 0.5
        }
        return report
    }

    @Test("JSON has the form that scripts rely on, and reads back")
    func json() throws {
        let report = try Self.report()
        let text = try report.json()
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["protocol"] as? String == "leave-last-out")
        #expect(object["shoppers"] as? Int == 40)
        #expect(object["items"] as? Int == 10)
        let models = try #require(object["models"] as? [[String: Any]])
        #expect(models.map { $0["name"] as? String } == ["poor", "good", "same"])
        let good = models[1]
        #expect((good["seconds"] as? [String: Double]) == ["fit": 1.5, "score": 0.25, "rank": 0.5])
        #expect((models[0]["seconds"] as? [String: Double])?["fit"] == nil)
        let metrics = try #require(good["metrics"] as? [String: Double])
        let names = ["hr", "recall", "precision", "ndcg", "mrr", "map", "coverage", "gini"]
        #expect(Set(metrics.keys) == Set(names.flatMap { ["\($0)@1", "\($0)@3"] }))
        let intervals = try #require(good["intervals"] as? [String: [Double]])
        #expect(intervals["hr@1"]?.count == 2)
        #expect(intervals["coverage@1"] == nil)
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: Data(text.utf8)) == report)
    }

    @Test("the best model is compared with every other, and equal models are told from worse ones")
    func comparisons() throws {
        let report = try Self.report()
        let onHits = report.comparisons.filter { $0.metric == "hr@1" }
        #expect(onHits.map(\.model) == ["poor", "same"])
        #expect(onHits.allSatisfy { $0.reference == "good" && $0.isSignificant() && $0.difference < 0 })
        #expect(onHits.allSatisfy { $0.adjusted >= $0.p.randomisation })
        let equal = try Self.report(["poor", "same"]).comparisons
        #expect(equal.allSatisfy { !$0.isSignificant() && $0.difference == 0 && $0.p.randomisation == 1 })
    }

    @Test("the table is aligned, marks the best and the beaten, and explains the marks")
    func table() throws {
        let text = try Self.report().table(keys: ["hr@1", "gini@1"], width: 80)
        #expect(
            text == """
                leave-last-out: 40 shoppers, 40 queries, 10 items, history filtered

                model  HR@1                     Gini@1   fit s  score s
                poor   0.3000†[0.1750, 0.4500]  0.8400   -      0.25
                good   0.9000*[0.8000, 0.9750]  0.1800*  1.50   0.25
                same   0.3000†[0.1750, 0.4500]  0.8400   -      0.25

                * best of its column; † differs from the best beyond chance (HR and NDCG tested; paired randomisation, Holm, p < 0.05)
                [ ] 95 % interval from 200 bootstrap resamples of shoppers

                """)
    }

    @Test("a narrow terminal gets further tables below, each with the names")
    func wrapping() throws {
        let lines = try Self.report().table(keys: ["hr@1", "ndcg@3", "gini@1"], width: 40)
            .split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count { $0.hasPrefix("good ") } == 3)
        #expect(lines.filter { $0.hasPrefix("good ") || $0.hasPrefix("model ") }.allSatisfy { $0.count <= 40 })
    }

    @Test("Chinese headings stay aligned, ideographs being two cells wide")
    func chinese() throws {
        let lines = try Self.report().table(language: .chinese, keys: ["hr@1", "coverage@3"])
            .split(separator: "\n").map(String.init)
        #expect(lines[0] == "leave-last-out：40 位顾客，40 次查询，10 件商品，历史商品已过滤")
        #expect(lines[1].hasPrefix("模型  命中率@1                 覆盖率@3  训练秒  打分秒"))
        #expect(lines[2].hasPrefix("poor  0.3000†[0.1750, 0.4500]  "))
        #expect(lines[5].contains("最优"))
    }

    @Test("CSV has a line per model and metric, with quoting")
    func csv() throws {
        var report = try Self.report()
        report.models[0].name = "a \"b\", c"
        let lines = report.csv().split(separator: "\r\n").map(String.init)
        #expect(lines[0] == "protocol,model,metric,cutoff,value,low,high")
        #expect(lines.count == 1 + 3 * (16 + 2))
        #expect(lines[1].hasPrefix(#"leave-last-out,"a ""b"", c",hr,1,0.3,"#))
        #expect(lines.contains("leave-last-out,good,seconds.fit,,1.5,,"))
        #expect(lines.contains("leave-last-out,same,seconds.fit,,,,"))
        #expect(report.csv(language: .chinese).hasPrefix("协议,模型,指标,截断,值,下限,上限\r\n"))
    }

    @Test("models measured on different queries, none, or two of one name make no report")
    func refusals() throws {
        let bootstrap = try Bootstrap(resamples: 20, seed: 1)
        func entry(_ name: String, target: Int32) throws -> EvaluationReport.Entry {
            .init(
                name,
                try RankingEvaluator(cutoffs: [1]).measure(
                    TableScorer([[1, 2]]), on: [RankingQuery(history: History(items: []), targets: [target])]))
        }
        func kept(_ name: String) throws -> EvaluationReport.Entry {
            .init(
                name,
                try RankingEvaluator(cutoffs: [1], history: .kept).measure(
                    TableScorer([[1, 2]]), on: [RankingQuery(history: History(items: []), targets: [0])]))
        }
        func code(_ entries: [EvaluationReport.Entry]) -> String? {
            #expect(throws: EvaluateError.self) {
                try EvaluationReport(protocol: "time", entries: entries, bootstrap: bootstrap)
            }?.code
        }
        #expect(code([]) == "report.models")
        #expect(code([try entry("a", target: 0), try entry("a", target: 0)]) == "report.models")
        #expect(code([try entry("a", target: 0), try entry("b", target: 1)]) == "compare.queries")
        #expect(code([try entry("a", target: 0), try kept("b")]) == "compare.queries")
    }

    @Test("one shopper gives metrics without intervals")
    func oneShopper() throws {
        let measurement = try RankingEvaluator(cutoffs: [1]).measure(
            TableScorer([[1, 2]]), on: [RankingQuery(history: History(items: []), targets: [1])])
        let report = try EvaluationReport(
            protocol: "time", entries: [.init("only", measurement)],
            bootstrap: Bootstrap(seed: 1))
        #expect(report.models[0].metrics["hr@1"] == 1)
        #expect(report.models[0].intervals.isEmpty)
        #expect(report.comparisons.isEmpty)
        #expect(try report.json().contains("\"intervals\" : {\n\n      }"))
    }

    @Test("the report says what calibration and diversity were measured with", arguments: [Language.english, .chinese])
    func yardsticks(language: Language) throws {
        let scorer = TableScorer([[2, 1, 0]])
        let training = Interactions(
            shoppers: Vocabulary(["s"]), items: scorer.items, histories: [History(shopper: 0, items: [0])])
        let facts = CatalogueFacts(training: training)
        let measurement = try RankingEvaluator(cutoffs: [2], facts: facts).measure(
            scorer, on: [RankingQuery(history: training.history(of: 0), targets: [1])])
        let report = try EvaluationReport(
            protocol: "time", entries: [.init("only", measurement)], bootstrap: Bootstrap(seed: 1))
        #expect(report.yardsticks?.calibration == "popularity" && report.yardsticks?.diversity == .choosers)
        let last = report.table(language: language).split(separator: "\n").last
        let expected =
            language == .chinese
            ? "校准按热度分组；多样性按共同选择的顾客计算" : "calibration between groups by popularity; diversity by who chose the items"
        #expect(last.map(String.init) == expected)
    }

    @Test("an interval is a pair of numbers in JSON, and nothing else")
    func intervals() throws {
        let interval = Interval(low: 0.25, high: 0.5)
        let data = try JSONEncoder().encode(interval)
        #expect(String(decoding: data, as: UTF8.self) == "[0.25,0.5]")
        #expect(try JSONDecoder().decode(Interval.self, from: data) == interval)
        for text in ["[1]", "[1,2,3]", "{}", "[\"a\",2]"] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Interval.self, from: Data(text.utf8)) }
        }
    }
}
