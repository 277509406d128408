import Engine

/// Names of policies, as `PolicyChoice` and `TargetChoice` read them: a word, perhaps with a number in parentheses.
extension APISchemas {
    static let policyNames: [String: JSONValue] = [
        "PolicyName": [
            "type": "string", "maxLength": .whole(ParameterisedName.longest), "examples": ["budgeted(0.02)", "greedy"],
            "pattern": pattern(["uniform", "greedy", "thompson"], share: ["epsilon-greedy", "budgeted", "guarded"]),
            "description": "A policy. What its number means is told in the guide of the decider.",
        ],
        "TargetName": [
            "type": "string", "maxLength": .whole(ParameterisedName.longest), "examples": ["logging", "softmax(0.05)"],
            "pattern": pattern(["logging", "uniform", "greedy", "thompson"], share: ["epsilon-greedy"]),
            "description": """
            A policy that can be judged from a log: the log's own, or one that has no budget, since what a budget allows depends \
            on what was spent before.
            """,
        ],
        "EstimatorName": ["type": "string", "enum": ["sips", "snsips", "rips", "snrips", "iips", "sniips"]],
    ]

    /// - Parameters:
    ///   - words: policies without a number.
    ///   - share: those whose number lies in [0, 1].
    private static func pattern(_ words: [String], share: [String]) -> JSONValue {
        func number(_ text: String) -> String { "(\\((\(text))\\))?" }
        let any = "[0-9]+(\\.[0-9]+)?"
        return .text(
            "^(\(words.joined(separator: "|"))"
                + "|(\(share.joined(separator: "|")))\(number("0+(\\.[0-9]+)?|0*1(\\.0+)?"))"
                + "|softmax\(number("0*[1-9][0-9]*(\\.[0-9]+)?|0+\\.0*[1-9][0-9]*"))"
                + "|(ucb|squarecb)\(number(any)))$")
    }
}
