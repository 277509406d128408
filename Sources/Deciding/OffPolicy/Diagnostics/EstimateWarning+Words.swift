import Foundation
import Intake

/// What the rules say, in both languages.
extension EstimateWarning {
    static func blind(_ overlap: Overlap, basis: EstimatorBasis, severity: Severity) -> EstimateWarning {
        let share = percent(overlap.blindMass)
        let (named, namedChinese) = names(overlap.blindArms)
        let (effect, effectChinese) =
            basis == .weights
            ? ("their rewards are unknown", "其收益无从得知") : ("there only the model speaks", "这部分只能依赖模型外推")
        return EstimateWarning(
            code: "support.blind", severity: severity,
            message: BilingualText(
                "the log never tried \(share) of what the target would do\(named); \(effect).",
                "目标策略有 \(share) 的行为在日志中从未出现\(namedChinese)；\(effectChinese)。"),
            advice: BilingualText(
                "Log a policy that gives every arm a chance, or judge a target that keeps to arms the log has.",
                "请让记录日志的策略给每个选项一定概率，或只评估日志中出现过的选项。"))
    }

    static func thin(_ overlap: Overlap) -> EstimateWarning {
        let share = percent(overlap.thinMass)
        let (named, namedChinese) = names(overlap.thinArms)
        return EstimateWarning(
            code: "support.thin", severity: .weak,
            message: BilingualText(
                "\(share) of what the target would do was tried fewer than \(overlap.thinCount) times an arm\(named).",
                "目标策略有 \(share) 的行为对应的选项在日志中出现不足 \(overlap.thinCount) 次\(namedChinese)。"),
            advice: BilingualText("Collect more decisions, or explore those arms more.", "请收集更多日志，或增加对这些选项的探索。"))
    }

    static let modelOnly = EstimateWarning(
        code: "model.only", severity: .weak,
        message: BilingualText(
            "the value is a model's word, and the model's own error is not in the interval.",
            "该数值完全来自模型，区间未包含模型本身的误差。"),
        advice: BilingualText(
            "Read it beside dr or snips, which check it against rewards.", "请与用实际收益校正的 dr 或 snips 对照阅读。"))

    static func few(_ weights: WeightDiagnostics, of decisions: Int, severity: Severity) -> EstimateWarning {
        let size = number(weights.effectiveSampleSize)
        return EstimateWarning(
            code: severity == .fatal ? "weights.few" : "weights.scarce", severity: severity,
            message: BilingualText(
                "the \(decisions) decisions tell as much about the target as \(size) of its own would (effective sample size).",
                "日志共 \(decisions) 个决策，但对目标策略而言有效样本量仅为 \(size)。"),
            advice: BilingualText(
                "Collect a longer log, explore more, or judge a target that is closer to the log.",
                "请收集更长的日志、加大探索，或评估与日志更接近的目标策略。"))
    }

    static func heavy(_ weights: WeightDiagnostics) -> EstimateWarning {
        let (share, largest) = (percent(weights.largestShare), number(weights.largest))
        return EstimateWarning(
            code: "weights.heavy", severity: .weak,
            message: BilingualText(
                "one decision, with weight \(largest), holds \(share) of all weight; the interval may be too narrow.",
                "单个决策（权重 \(largest)）占全部权重的 \(share)；区间可能偏窄。"),
            advice: BilingualText(
                "Clip or shrink the weights, or use dr; check that the smallest propensities are real.",
                "请对权重截断或收缩，或使用 dr；并核实最小的倾向得分是否真实。"))
    }

    static func heavyInfluence(_ share: Double) -> EstimateWarning {
        EstimateWarning(
            code: "influence.heavy", severity: .weak,
            message: BilingualText(
                "one decision makes \(percent(share)) of the variance; the interval may be far too narrow.",
                "单个决策贡献了 \(percent(share)) 的方差；区间可能严重偏窄。"),
            advice: BilingualText(
                "Look at that decision; limit extreme rewards before the log is judged, or collect a longer log.",
                "请检查该决策；可在评估前限制极端收益，或收集更长的日志。"))
    }

    static func mean(_ weights: WeightDiagnostics, expected: Double) -> EstimateWarning {
        let found = "\(number(weights.mean)) ± \(number(weights.meanError))"
        let wanted = number(expected)
        return EstimateWarning(
            code: "weights.mean", severity: .fatal,
            message: BilingualText(
                "the weights average \(found), not \(wanted): propensities are wrong, or the log could not choose what "
                    + "the target would do.",
                "权重均值为 \(found)，而应为 \(wanted)：倾向得分有误，或日志策略无法选择目标策略的行为。"),
            advice: BilingualText(
                "Check how propensities are recorded: of the shown arm, at that moment, from the distribution that was "
                    + "drawn from.",
                "请检查倾向得分的记录方式：应为当时实际抽样分布中所展示选项的概率。"))
    }

    static func cut(_ weights: WeightDiagnostics) -> EstimateWarning {
        let share = percent(weights.cutShare)
        return EstimateWarning(
            code: "weights.cut", severity: .weak,
            message: BilingualText(
                "\(share) of the weight was cut off; the bias that this brings is not in the interval.",
                "有 \(share) 的权重被截去，由此带来的偏差不在区间之内。"),
            advice: BilingualText("Raise the limit, or compare with the estimate without one.", "请提高上限，或与不截断的估计对照。"))
    }

    /// Rewards vary in the log, but not among the decisions that the target shares with it.
    static func silentRewards() -> EstimateWarning {
        EstimateWarning(
            code: "rewards.silent", severity: .fatal,
            message: BilingualText(
                "all decisions that count had the same reward, though the log's rewards vary; an error of 0 is no certainty.",
                "日志中的收益有差异，但计入的决策收益全都相同；误差为 0 不代表确定。"),
            advice: BilingualText(
                "Collect a longer log, or judge a target that is closer to the log.", "请收集更长的日志，或评估与日志更接近的目标策略。"))
    }

    static func rareRewards(_ telling: Int, isBinary: Bool) -> EstimateWarning {
        let (kind, kindChinese) = isBinary ? ("the rarer reward", "较少见的收益") : ("a reward other than 0", "非零收益")
        return EstimateWarning(
            code: "rewards.rare", severity: .weak,
            message: BilingualText(
                "only \(telling) of the decisions that count had \(kind); the interval may be too narrow.",
                "计入的决策中仅有 \(telling) 个出现\(kindChinese)；区间可能偏窄。"),
            advice: BilingualText("Collect a longer log, or use a reward that is less rare.", "请收集更长的日志，或采用较常见的收益指标。"))
    }

    static func outOfRange(_ value: Double, _ range: ClosedRange<Double>) -> EstimateWarning {
        let (low, high) = (number(range.lowerBound), number(range.upperBound))
        return EstimateWarning(
            code: "value.range", severity: .weak,
            message: BilingualText(
                "the value \(number(value)) lies outside the possible rewards, \(low) to \(high).",
                "估计值 \(number(value)) 超出了收益的可能范围 \(low) 至 \(high)。"),
            advice: BilingualText("Use snips or sndr, which stay nearer to the rewards.", "请使用更贴近收益范围的 snips 或 sndr。"))
    }

    static func wide(_ value: Double, _ interval: ConfidenceInterval) -> EstimateWarning {
        let (low, high) = (number(interval.low), number(interval.high))
        return EstimateWarning(
            code: "interval.wide", severity: .weak,
            message: BilingualText(
                "the interval, \(low) to \(high), is wider than twice the value \(number(value)).",
                "区间 \(low) 至 \(high) 的宽度超过估计值 \(number(value)) 的两倍。"),
            advice: BilingualText("Collect a longer log before deciding on this figure.", "请收集更长的日志后再据此决策。"))
    }

    private static func names(_ arms: [String]) -> (String, String) {
        guard !arms.isEmpty else { return ("", "") }
        let shown = arms.prefix(3).joined(separator: ", ")
        let more = arms.count - 3
        return more > 0
            ? (" (\(shown) and \(more) more)", "（\(shown) 等 \(arms.count) 个）") : (" (\(shown))", "（\(shown)）")
    }

    private static func percent(_ share: Double) -> String { number(share * 100) + " %" }

    private static func number(_ value: Double) -> String { String(format: "%.4g", value) }
}
