import Commerce

/// Which of our own decisions are judged.
struct DecisionFilter: Sendable, Hashable {
    /// Nothing admits all.
    var surface: String?
    /// A policy's whole name, or the word before its parenthesis, which admits it with any parameters.
    var logger: String?

    func admits(_ decision: Decision) -> Bool {
        if let surface, decision.surface.rawValue != surface { return false }
        guard let logger else { return true }
        return decision.policyVersion == logger || Self.word(decision.policyVersion) == logger
    }

    static func word(_ policy: String) -> String { String(policy.prefix { $0 != "(" }) }

    /// The name, without parameters where these are long.
    static func short(_ policy: String) -> String { policy.count <= 40 ? policy : word(policy) + "(…)" }
}
