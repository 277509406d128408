public import Commerce
import Evaluate
import Foundation

extension LoopReport {
    /// The table for people.
    ///
    /// - Parameter isBrief: only what a glance needs.
    public func table(language: Language, width: Int, isBrief: Bool = false) -> String {
        func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
        let summary = say(
            "\(grouped(decisions)) decisions a run, \(days) days, \(seeds) seeds; 95 % intervals over seeds",
            "每次运行 \(grouped(decisions)) 次决策，\(days) 天，\(seeds) 个种子；括号内为 95 % 置信区间")
        let shown = columns(say).filter { !isBrief || $0.isBrief }.map(\.column)
        let names = TextTable.Column(say("policy", "策略"), rows.map(\.name))
        return summary + "\n\n" + TextTable(names: names, columns: shown).text(width: width) + "\n"
    }

    private func columns(_ say: (String, String) -> String) -> [(isBrief: Bool, column: TextTable.Column)] {
        func percent(_ sample: SampleMean?, _ decimals: Int) -> String {
            sample.map { Self.cell($0, decimals, times: 100) } ?? "-"
        }
        /// Of what lies between none and all, which the interval of a mean does not know.
        func share(_ sample: SampleMean?, _ decimals: Int) -> String {
            sample.map { Self.cell($0, decimals, times: 100, within: 0...100) } ?? "-"
        }
        var columns = [
            (true, TextTable.Column(say("true reward", "真实收益"), rows.map { Self.cell($0.reward, 1) })),
            (
                false,
                TextTable.Column(
                    say("gain over \(rows.first?.name ?? "")", "比 \(rows.first?.name ?? "") 多"),
                    rows.map { $0.gain.map { Self.cell($0, 1) } ?? "-" })
            ),
            (true, TextTable.Column(say("gain %", "增益 %"), rows.map { percent($0.relativeGain, 2) })),
            (false, TextTable.Column(say("regret", "遗憾"), rows.map { Self.cell($0.regret, 1) })),
            (true, TextTable.Column(say("spent %", "探索花费 %"), rows.map { percent($0.spent, 2) })),
            (false, TextTable.Column(say("believed %", "估计花费 %"), rows.map { percent($0.believed, 2) })),
            (false, TextTable.Column(say("explored %", "探索位 %"), rows.map { share($0.explored, 1) })),
            (true, TextTable.Column(say("new items found %", "发现新品 %"), rows.map { share($0.discovery, 0) })),
            (true, TextTable.Column(say("retained %", "留存 %"), rows.map { share($0.retention, 1) })),
        ]
        func tally(_ title: String, _ count: (Row) -> Int?) {
            guard rows.contains(where: { count($0) != nil }) else { return }
            let cells = rows.map { row in count(row).map { "\($0)/\(row.reward.count)" } ?? "-" }
            columns.append((false, TextTable.Column(title, cells)))
        }
        tally(say("seeds over budget", "超预算次数"), \.breaches)
        tally(say("guard rail held", "护栏有效次数")) { row in row.guardBreaches.map { row.reward.count - $0 } }
        return columns
    }

    private static func cell(
        _ sample: SampleMean, _ decimals: Int, times factor: Double = 1,
        within bounds: ClosedRange<Double> = -.infinity ... .infinity
    ) -> String {
        func text(_ value: Double) -> String {
            min(bounds.upperBound, max(bounds.lowerBound, value * factor)).text(decimals: decimals)
        }
        guard let interval = sample.interval else { return text(sample.mean) }
        return "\(text(sample.mean)) [\(text(interval.low)), \(text(interval.high))]"
    }

    /// For machines.
    public func json() throws -> String {
        struct Reward: Encodable {
            let mean: Double
            let interval: Interval?
        }
        struct Policy: Encodable {
            let name: String
            let reward: Reward
            let gain, relativeGain: Reward?
            let regret, spent: Double
            let believedSpent, retention, discovery: Double?
            let explored: Double
            let overBudget, guardBreaches: Int?
        }
        struct Report: Encodable {
            let days, seeds, decisions: Int
            let policies: [Policy]
            let runs: [LoopRun]
        }
        func reward(_ sample: SampleMean) -> Reward { Reward(mean: sample.mean, interval: sample.interval) }
        let report = Report(
            days: days, seeds: seeds, decisions: decisions,
            policies: rows.map { row in
                Policy(
                    name: row.name, reward: reward(row.reward), gain: row.gain.map(reward),
                    relativeGain: row.relativeGain.map(reward), regret: row.regret.mean,
                    spent: row.spent.mean, believedSpent: row.believed?.mean, retention: row.retention?.mean,
                    discovery: row.discovery?.mean, explored: row.explored.mean, overBudget: row.breaches,
                    guardBreaches: row.guardBreaches)
            }, runs: runs)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
