public import Commerce

/// A numerical or file-format failure in this module.
public struct LinearError: Failure {
    public let code: String
    public let message: String
    public let remedy: String?

    public init(code: String, message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}
