import Evaluate
import Foundation
import Testing

@Suite("Metric names")
struct MetricKeyTests {
    @Test("every name reads back", arguments: Metric.allCases, [1, 10, 1000])
    func roundTrip(metric: Metric, cutoff: Int) {
        let key = MetricKey(metric, at: cutoff)
        #expect(key.rawValue == "\(metric.rawValue)@\(cutoff)")
        #expect(MetricKey(rawValue: key.rawValue) == key)
    }

    @Test("only the reciprocal rank goes without a cut-off")
    func wholeList() {
        #expect(MetricKey(rawValue: "mrr")?.cutoff == .some(nil))
        #expect(MetricKey(rawValue: "ndcg") == nil)
    }

    @Test(
        "anything else is no metric", arguments: ["", "@", "hr@", "hr@0", "hr@-1", "hr@x", "hr@05", "hr@1@2", "HR@1"])
    func malformed(text: String) {
        #expect(MetricKey(rawValue: text) == nil)
    }

    @Test("keys sort by metric, then cut-off, the whole list last")
    func order() {
        let keys: [MetricKey] = ["mrr", "gini@2", "ndcg@10", "hr@10", "ndcg@5", "mrr@10"]
        #expect(keys.sorted().map(\.rawValue) == ["hr@10", "ndcg@5", "ndcg@10", "mrr@10", "mrr", "gini@2"])
    }

    @Test("a dictionary of metrics is a JSON object")
    func json() throws {
        let text = String(decoding: try JSONEncoder().encode(["hr@5": 0.5] as [MetricKey: Double]), as: UTF8.self)
        #expect(text == #"{"hr@5":0.5}"#)
    }
}
