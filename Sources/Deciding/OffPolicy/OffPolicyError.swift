public import Commerce

/// A log, a target or a parameter from which no honest estimate can be made.
public struct OffPolicyError: Failure {
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
    /// - Throws: code `parameter`, with a message such as "Clipping.limit must be positive; got -1.0".
    static func check(_ holds: Bool, _ parameter: String, _ rule: String, got value: some Any) throws {
        guard holds else {
            throw OffPolicyError(code: "parameter", message: "\(parameter) must be \(rule); got \(value)")
        }
    }
}
