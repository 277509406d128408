import Commerce
public import Evaluate
import Foundation
import Linear

/// Answers each history with the row of a given table that `history.shopper` names.
struct TableScorer: ItemScorer {
    private(set) var items: Vocabulary<Item>
    let table: [[Float]]

    init(_ table: [[Float]]) {
        self.table = table
        items = Vocabulary((0..<(table.first?.count ?? 0)).map { ItemID("i\($0)") })
    }

    func renamed(to items: Vocabulary<Item>) -> TableScorer {
        var copy = self
        copy.items = items
        return copy
    }

    func score(_ histories: [History], into scores: inout Matrix) throws {
        for (row, history) in histories.enumerated() {
            for item in 0..<items.count { scores[row, item] = table[Int(history.shopper ?? 0)][item] }
        }
    }
}

/// A drawn evaluation: scores with many ties, refusals and NaN; histories; several targets; shared owners.
struct RandomCase {
    let scorer: TableScorer
    let queries: [RankingQuery]
    let training: Interactions

    init(seed: UInt64, queries count: Int = 37, items: Int = 23) {
        var generator = SeededGenerator(seed: seed)
        let table = (0..<count).map { _ in
            (0..<items).map { _ -> Float in
                switch Int.random(in: 0..<12, using: &generator) {
                case 0: -.infinity
                case 1: .nan
                case let level: Float(level)
                }
            }
        }
        let histories = (0..<count).map { shopper -> History in
            let length = Int.random(in: 0...6, using: &generator)
            return History(
                shopper: Int32(shopper),
                items: (0..<length).map { _ in Int32.random(in: 0..<Int32(items), using: &generator) },
                weights: (0..<length).map { _ in Float.random(in: 0.5...3, using: &generator) })
        }
        scorer = TableScorer(table)
        queries = histories.map { history in
            let targets = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                Int32.random(in: 0..<Int32(items), using: &generator)
            }
            let owner = Int32.random(in: 0..<25, using: &generator)
            return RankingQuery(history: history, targets: targets, owner: owner < 20 ? owner : nil)
        }
        training = Interactions(
            shoppers: Vocabulary((0..<count).map { ShopperID("s\($0)") }), items: scorer.items, histories: histories)
    }
}

/// Plain readings of the definitions, one query at a time, without any cleverness.
enum Oracle {
    /// Everything that may be listed, best first.
    static func ranking(_ scores: [Float], excluding excluded: Set<Int32>) -> [Int32] {
        scores.indices.map(Int32.init).filter { scores[Int($0)] > -.infinity && !excluded.contains($0) }
            .sorted { scores[Int($0)] != scores[Int($1)] ? scores[Int($0)] > scores[Int($1)] : $0 < $1 }
    }

    static func accuracy(_ metric: Metric, _ list: [Int32], _ targets: Set<Int32>, cutoff: Int) -> Double {
        let relevant = list.prefix(cutoff).map { targets.contains($0) }
        let hits = relevant.count { $0 }
        let ranks = relevant.indices.filter { relevant[$0] }.map { $0 + 1 }
        switch metric {
        case .hr: return hits > 0 ? 1 : 0
        case .recall: return Double(hits) / Double(targets.count)
        case .precision: return Double(hits) / Double(cutoff)
        case .ndcg:
            let gain = ranks.map { 1 / log2(Double($0) + 1) }.reduce(0, +)
            let ideal = (1...min(cutoff, targets.count)).map { 1 / log2(Double($0) + 1) }.reduce(0, +)
            return gain / ideal
        case .mrr: return ranks.first.map { 1 / Double($0) } ?? 0
        case .map:
            let precisions = ranks.map { rank in Double(relevant.prefix(rank).count { $0 }) / Double(rank) }
            return precisions.reduce(0, +) / Double(targets.count)
        default: return .nan
        }
    }

    static func mean(_ values: [Double]) -> Double? {
        let defined = values.filter { !$0.isNaN }
        return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }
}

func isClose(_ left: Double?, _ right: Double?, absolute: Double = 1e-9, relative: Double = 1e-9) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return abs(left - right) <= max(absolute, relative * max(abs(left), abs(right)))
}

enum MeasuredOnce {
    static let accuracy: [Metric] = [.hr, .recall, .precision, .ndcg, .mrr, .map]
}

extension MetricKey: ExpressibleByStringLiteral {
    /// For tests that name metrics as reports do.
    public init(stringLiteral text: String) {
        guard let key = MetricKey(rawValue: text) else { preconditionFailure("'\(text)' is no metric") }
        self = key
    }
}
