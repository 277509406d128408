public import Commerce

/// A failure that stops the reading of a source: the file cannot be opened, its header lacks a column, its gzip
/// stream is cut off. What is wrong with a single row is a ``RowIssue`` instead and stops nothing.
public struct IntakeError: Failure {
    public let code: String
    /// Names the file, and the line where there is one.
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
