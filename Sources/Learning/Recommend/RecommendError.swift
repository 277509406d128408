public import Commerce

/// A hyperparameter, a question or a saved model that breaks a rule of this module.
public struct RecommendError: Failure {
    public let code: String
    public let message: String
    public let remedy: String?

    public init(code: String, message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// Checks a hyperparameter.
    ///
    /// - Throws: code `parameter`, with a message such as "ItemKNN.neighbours must be at least 1; got 0".
    static func check(_ holds: Bool, _ parameter: String, _ rule: String, got value: some Any) throws {
        guard holds else {
            throw RecommendError(code: "parameter", message: "\(parameter) must be \(rule); got \(value)")
        }
    }
}
