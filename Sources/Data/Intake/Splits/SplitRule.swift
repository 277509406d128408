public import Commerce

/// A way to divide interactions into training data and questions, with its parameters: a value that can be written
/// down, so that a result says how it was made.
public protocol SplitRule: Sendable, Hashable, Codable {
    /// The name on the command line and in reports.
    static var name: String { get }

    /// - Throws: ``IntakeError`` `split.…` when these interactions cannot be split so.
    func split(_ interactions: Interactions) throws -> InteractionSplit
}

/// What to do with a held-out event of a kind that not every protocol accepts.
public enum HeldOutHandling: String, Sendable, Hashable, Codable, CaseIterable {
    /// It is a target like any other.
    case keep
    /// It is no target, and a query left without targets is not asked. It is held out of training all the same,
    /// and counted in the ``SplitTally``.
    case drop
}

extension IntakeError {
    static func split(_ parameter: String, _ rule: String, got value: some Any) -> IntakeError {
        IntakeError(code: "split.parameter", message: "\(parameter) must be \(rule); got \(value)")
    }

    static func split(nothingIn part: String, remedy: String) -> IntakeError {
        IntakeError(code: "split.empty", message: "the split leaves nothing for \(part)", remedy: remedy)
    }
}
