/// An error that a person can act on. Every module throws its own type; all of them answer these questions.
///
/// `message` names the parameter or place, the rule and the value; `remedy` says what to do. `code` is stable,
/// holds no customer data, and is what a metric is labelled with.
public protocol Failure: Error, Sendable, CustomStringConvertible {
    var code: String { get }
    var message: String { get }
    var remedy: String? { get }
    var cause: (any Error)? { get }
}

extension Failure {
    public var remedy: String? { nil }
    public var cause: (any Error)? { nil }

    public var description: String {
        var text = message
        if let remedy { text += "\n  remedy: \(remedy)" }
        if let cause { text += "\n  cause: \(cause)" }
        return text
    }
}

/// A value that breaks a rule of the vocabulary: an unknown currency, a weight that is not finite.
public struct CommerceError: Failure {
    public let code: String
    public let message: String
    public let remedy: String?

    public init(code: String, message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}
