public import Commerce

/// A text, a file or a setting that this module cannot work with.
public struct LanguageError: Failure {
    public let code: String
    public let message: String
    public let remedy: String?
    public let cause: (any Error)?

    public init(code: String, message: String, remedy: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }
}
