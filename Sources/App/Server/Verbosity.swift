import Logging

/// How much of what happens is told on standard error.
public enum Verbosity: String, Sendable, CaseIterable {
    /// Nothing but what cannot be ignored.
    case critical
    /// What goes wrong.
    case error
    /// And what an operator should know.
    case notice
    /// And every step.
    case debug

    var logger: Logger {
        var logger = Logger(label: "equipoise") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: rawValue) ?? .notice
        return logger
    }
}
