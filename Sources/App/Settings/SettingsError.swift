public import Commerce

/// A setting that cannot hold: where it stands, what is wrong, what may stand there.
public struct SettingsError: Failure {
    public let code: String
    public let message: String
    public let remedy: String?
    public let cause: (any Error)?

    init(code: String, message: String, remedy: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }
}
