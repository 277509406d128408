public import Commerce
public import Evaluate
import Foundation

/// Both frontiers, measured in simulated shops.
public struct TradeoffReport: Sendable, Codable {
    /// One setting of the dials between personal and consistent, under the policy that exploits only.
    public struct Consistency: Sendable, Codable {
        public let dials: ConsistencyDials
        public let reward: SampleMean
        /// Reward less that with both dials at 0, as a share of it, seed by seed; nothing for that itself.
        public let relativeGain: SampleMean?
        /// How near lists come to the best there were: share of their reward.
        public let accuracy: SampleMean?
        /// Rank-biased overlap of a shopper's consecutive lists.
        public let stability: SampleMean?
        /// Share that two shoppers' lists have in common.
        public let sharedShare: SampleMean?
    }

    public let explored: LoopReport
    public let consistency: [Consistency]

    public func text(language: Language, width: Int) -> String {
        func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
        func cell(_ sample: SampleMean?, _ decimals: Int) -> String {
            guard let sample else { return "-" }
            let mean = sample.mean.text(decimals: decimals)
            guard let interval = sample.interval else { return mean }
            return mean + " [\(interval.low.text(decimals: decimals)), \(interval.high.text(decimals: decimals))]"
        }
        let table = TextTable(
            names: TextTable.Column(
                say("dials", "旋钮"), consistency.map { $0.dials.name(in: language) }),
            columns: [
                TextTable.Column(say("true reward", "真实收益"), consistency.map { cell($0.reward, 1) }),
                TextTable.Column(say("gain %", "增益 %"), consistency.map { cell($0.relativeGain?.times(100), 2) }),
                TextTable.Column(
                    say("accuracy: % of the best list", "准确度：最佳列表的 %"),
                    consistency.map { cell($0.accuracy?.times(100), 1) }),
                TextTable.Column(
                    say("overlap of lists in a row", "相邻列表重合度"), consistency.map { cell($0.stability, 3) }),
                TextTable.Column(say("shared between shoppers", "顾客间共享"), consistency.map { cell($0.sharedShare, 3) }),
            ])
        return say("Exploring and exploiting", "探索与利用") + "\n\n" + explored.table(language: language, width: width)
            + "\n" + say("Consistent and personal (greedy)", "一致与个性（greedy）") + "\n\n" + table.text(width: width)
            + "\n"
    }

    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Machine(self)), as: UTF8.self)
    }

    /// A page with both plots.
    public func html(language: Language) -> String { TradeoffPage(report: self, language: language).html }

    private struct Machine: Encodable {
        struct Exploring: Encodable {
            let name: String
            let reward, spent: SampleMean
        }
        let exploring: [Exploring]
        let consistency: [Consistency]

        init(_ report: TradeoffReport) {
            exploring = report.explored.rows.map { Exploring(name: $0.name, reward: $0.reward, spent: $0.spent) }
            consistency = report.consistency
        }
    }
}
