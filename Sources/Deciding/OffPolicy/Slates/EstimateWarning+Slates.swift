import Intake

extension EstimateWarning {
    /// What an estimate of slates takes for granted; nothing when it takes nothing.
    static func assumes(_ behaviour: SlateBehaviour) -> EstimateWarning? {
        let message: BilingualText
        switch behaviour {
        case .standard: return nil
        case .independent:
            message = BilingualText(
                "the figure holds only if a shopper's answer to a position does not depend on the other positions.",
                "仅当顾客对某一位置的反应与其他位置无关时，该数值才成立。")
        case .cascade:
            message = BilingualText(
                "the figure holds only if a shopper's answer to a position does not depend on the positions after it.",
                "仅当顾客对某一位置的反应与其后的位置无关时，该数值才成立。")
        }
        return EstimateWarning(
            code: "slate.assumes-\(behaviour.rawValue)", severity: .note, message: message,
            advice: BilingualText(
                "Compare with an estimator that assumes less, such as sips; take this one while they agree.",
                "请与假设更少的估计（如 sips）比较；二者一致时方可采用。"))
    }
}
