public import Commerce

/// A parameter, an action set, a probability or a reward that breaks a rule of this module.
public struct ExploreError: Failure {
    public let code: String
    public let message: String
    public let remedy: String?

    public init(code: String, message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// Checks a parameter.
    ///
    /// - Throws: code `parameter`, with a message such as "EpsilonGreedy.epsilon must be in [0, 1]; got 1.3".
    static func check(_ holds: Bool, _ parameter: String, _ rule: String, got value: some Any) throws {
        guard holds else {
            throw ExploreError(code: "parameter", message: "\(parameter) must be \(rule); got \(value)")
        }
    }
}
