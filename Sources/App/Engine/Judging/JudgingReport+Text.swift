public import Commerce
import Foundation
import Intake
import OffPolicy

extension JudgingReport {
    /// The table for people, with an example of every kind of warning below it.
    public func table(language: Language, width: Int) -> String {
        let (names, columns) = columns(language)
        var text = [summary(language), "", TextTable(names: names, columns: columns).text(width: width)]
        for part in [warnings(language).enumerated().map { "[\($0.offset + 1)] \($0.element)" }, refused(language)]
        where !part.isEmpty {
            text += [""] + part
        }
        text += ["", conclusion(language)]
        return text.joined(separator: "\n") + "\n"
    }

    /// A column of names, so that the rows of every block of a table say whose they are, and the others.
    func columns(_ language: Language) -> (names: TextTable.Column, others: [TextTable.Column]) {
        func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
        let codes = codes
        let names = TextTable.Column(
            say("target, estimator", "目标策略，估计方法"), rows.map { Self.name($0.estimate, language) })
        return (
            names,
            [
                TextTable.Column(
                    say("value", "估计值"), rows.map { Self.cell($0.estimate.value, $0.estimate.interval) }),
                TextTable.Column(
                    say("eff. size", "有效样本"),
                    rows.map { $0.estimate.weights.map { grouped(Int($0.effectiveSampleSize.rounded())) } ?? "-" }),
                TextTable.Column(
                    say("max weight", "最大权重"),
                    rows.map { $0.estimate.weights.map { Self.figure($0.largest) } ?? "-" }),
                TextTable.Column(say("answer", "能否回答"), rows.map { answer($0.estimate, codes, language) }),
                TextTable.Column(
                    say("gain over the log's own", "比原策略多"),
                    rows.map { $0.gain.map { Self.cell($0.value, $0.interval, isSigned: true) } ?? "-" }),
            ]
        )
    }

    /// The gravest example of every kind of warning, in the order of their numbers in the table.
    func warnings(_ language: Language) -> [String] {
        codes.compactMap { code in
            guard let (row, warning) = gravest(code) else { return nil }
            return language == .chinese
                ? "\(Self.name(row, language))：\(warning.message.zh)\(warning.advice.zh)"
                : "\(Self.name(row, language)): \(warning.message.en) \(warning.advice.en)"
        }
    }

    /// Estimates that were refused, and why.
    func refused(_ language: Language) -> [String] {
        refusals.map { refusal in
            let target = Self.short(refusal.target)
            return language == .chinese
                ? "\(target)，\(refusal.estimator)：无法估计（\(refusal.error.message)）"
                : "\(target), \(refusal.estimator): \(refusal.error.message)"
        }
    }

    private static func name(_ estimate: Estimate, _ language: Language) -> String {
        "\(short(estimate.target))\(language == .chinese ? "，" : ", ")\(estimate.estimator)"
    }

    /// A target's name, its middle left out where it is long, as paths are.
    static func short(_ target: String) -> String {
        target.count <= 30 ? target : target.prefix(6) + "…" + target.suffix(23)
    }

    /// The kinds of warnings that weigh on a verdict, in order of appearance.
    private var codes: [String] {
        var found: [String] = []
        for warning in rows.flatMap(\.estimate.warnings)
        where warning.severity != .note && !found.contains(warning.code) {
            found.append(warning.code)
        }
        return found
    }

    /// The first of the gravest warnings of a kind, and whose it is.
    private func gravest(_ code: String) -> (Estimate, EstimateWarning)? {
        let all = rows.flatMap { row in
            row.estimate.warnings.filter { $0.code == code }.map { (row.estimate, $0) }
        }
        return all.first { pair in !all.contains { $0.1.severity > pair.1.severity } }
    }

    private func answer(_ estimate: Estimate, _ codes: [String], _ language: Language) -> String {
        let word =
            switch estimate.verdict.answer {
            case .answerable: language == .chinese ? "能" : "yes"
            case .weak: language == .chinese ? "勉强" : "weakly"
            case .unanswerable: language == .chinese ? "不能" : "no"
            }
        let numbers = estimate.warnings.compactMap { codes.firstIndex(of: $0.code).map { String($0 + 1) } }
        return numbers.isEmpty ? word : "\(word) [\(numbers.joined(separator: ","))]"
    }

    func summary(_ language: Language) -> String {
        let isChinese = language == .chinese
        var text =
            isChinese
            ? "\(file)：\(grouped(decisions)) 个决策，" : "\(file): \(grouped(decisions)) decisions, "
        if isLists {
            text += isChinese ? "列表长度 \(choices)" : "lists of \(choices)"
        } else if hasFixedArms {
            text += isChinese ? "\(choices) 个选项" : "\(choices) arms"
        } else {
            text += isChinese ? "每次最多 \(choices) 个选项" : "up to \(choices) actions each"
        }
        let origin = [surface, logger].compactMap { $0 }.joined(separator: isChinese ? "，" : ", ")
        if !origin.isEmpty { text += isChinese ? "（\(origin)）" : " (\(origin))" }
        let share = Self.figure(confidence * 100)
        text += isChinese ? "；[ ] 为 \(share) % 置信区间" : "; [ ] are \(share) % intervals"
        if let model { text += isChinese ? "；收益模型 \(model)" : "; rewards modelled by \(model)" }
        return text + leftOutText(isChinese)
    }

    private func leftOutText(_ isChinese: Bool) -> String {
        var text = ""
        if leftOut.bad > 0, let first = leftOut.examples.first {
            text +=
                isChinese
                ? "\n已跳过 \(grouped(leftOut.bad)) 行无法使用的数据（首个：\(first.message)）"
                : "\nleft out: \(grouped(leftOut.bad)) lines that cannot be used, the first: \(first.message)"
        }
        for (reason, count) in leftOut.unusable.sorted(by: { $0.key < $1.key }) {
            text +=
                isChinese
                ? "\n未计入 \(grouped(count)) 行：\(Self.chinese[reason] ?? reason)"
                : "\nleft out: \(grouped(count)) × \(reason)"
        }
        return text
    }

    private static let chinese = [
        LeftOut.dangling: "只有结果、没有对应决策", LeftOut.neverShown: "未实际生效", LeftOut.noOutcome: "尚无结果",
        LeftOut.otherLength: "列表长度不同", LeftOut.noChoice: "记录中只有已展示的候选",
    ]

    /// What to make of it, in a sentence.
    func conclusion(_ language: Language) -> String {
        let isChinese = language == .chinese
        let winners = better.map { row in
            "\(Self.short(row.estimate.target)) (\(row.estimate.estimator)\(row.estimate.verdict.answer == .weak ? (isChinese ? "，证据较弱" : ", weak evidence") : ""))"
        }
        if winners.isEmpty {
            return isChinese
                ? "没有目标策略被证明优于日志原策略。" : "No target is shown to earn more than the log's own policy."
        }
        let list = winners.joined(separator: isChinese ? "、" : ", ")
        let rivals = leading.count { $0.gain != nil }
        let together = isChinese ? "（\(rivals) 个目标一并检验）" : " (of \(rivals), tested together)"
        return (isChinese ? "优于日志原策略：" : "Shown to earn more than the log's own policy: ") + list
            + (rivals > 1 ? together : "") + (isChinese ? "。" : ".")
    }

    // MARK: Figures

    private static func cell(_ value: Double, _ interval: ConfidenceInterval, isSigned: Bool = false) -> String {
        // As many decimals as the interval's width gives meaning to.
        let decimals = interval.width > 0 ? min(8, max(0, 2 - Int(log10(interval.width).rounded(.down)))) : 4
        func text(_ number: Double) -> String {
            String(format: isSigned ? "%+.\(decimals)f" : "%.\(decimals)f", number)
        }
        return "\(text(value)) [\(text(interval.low)), \(text(interval.high))]"
    }

    static func figure(_ value: Double) -> String {
        value >= 100 ? grouped(Int(value.rounded())) : String(format: "%.3g", value)
    }
}
