public import Intake

/// Something that a reader of an estimate must know.
public struct EstimateWarning: Sendable, Hashable, Codable {
    /// What it does to the verdict.
    public enum Severity: String, Sendable, Hashable, Codable, Comparable {
        case note, weak, fatal

        private var rank: Int {
            switch self {
            case .note: 0
            case .weak: 1
            case .fatal: 2
            }
        }

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    }

    /// Stable: `support.blind`, `weights.few`.
    public var code: String
    public var severity: Severity
    /// What was found, with its figures.
    public var message: BilingualText
    public var advice: BilingualText

    public init(code: String, severity: Severity, message: BilingualText, advice: BilingualText) {
        self.code = code
        self.severity = severity
        self.message = message
        self.advice = advice
    }
}

/// Whether the log answers the question that was put to it.
public struct OffPolicyVerdict: Sendable, Hashable, Codable {
    public enum Answer: String, Sendable, Hashable, Codable {
        case answerable, weak
        case unanswerable = "cannot-answer"
    }

    public var answer: Answer
    /// One sentence for people.
    public var sentence: BilingualText

    public init(answer: Answer, sentence: BilingualText) {
        self.answer = answer
        self.sentence = sentence
    }

    /// The gravest warning decides, and its message is the reason.
    public init(_ warnings: [EstimateWarning]) {
        let worst = warnings.max { $0.severity < $1.severity }
        switch (worst?.severity, worst?.message) {
        case (.fatal?, let reason?):
            answer = .unanswerable
            sentence = BilingualText(
                "This log cannot answer that question: \(reason.en)", "这份日志无法回答该问题：\(reason.zh)")
        case (.weak?, let reason?):
            answer = .weak
            sentence = BilingualText(
                "This log answers that question only weakly: \(reason.en)", "这份日志只能勉强回答该问题：\(reason.zh)")
        default:
            answer = .answerable
            sentence = BilingualText("This log answers that question.", "这份日志可以回答该问题。")
        }
    }
}
