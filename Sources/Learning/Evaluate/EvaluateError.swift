public import Commerce

/// Why an evaluation cannot be carried out or compared.
public struct EvaluateError: Failure {
    public let code: String
    public let message: String
    public let remedy: String?

    public init(code: String, message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}
