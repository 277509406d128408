public import Commerce

/// A failure of the durable record: a ledger that cannot be opened, written or trusted, an import out of step, a
/// snapshot that does not match its manifest.
public struct LedgerError: Failure {
    public let code: String
    /// Names the file or the parameter, the rule and the value.
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
