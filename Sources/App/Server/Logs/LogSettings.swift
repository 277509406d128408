import Foundation
import Logging

/// What is told on standard error, and how.
public struct LogSettings: Sendable, Hashable {
    /// How much of what happens is told.
    public enum Level: String, Sendable, CaseIterable {
        /// Nothing but what cannot be ignored.
        case critical
        /// What goes wrong.
        case error
        /// And what an operator should know.
        case notice
        /// And every request.
        case debug
    }

    public enum Format: String, Sendable, CaseIterable {
        /// Text on a terminal, JSON elsewhere.
        case auto
        /// Lines for people.
        case text
        /// A JSON object on each line.
        case json
    }

    public var level: Level
    public var format: Format

    public init(level: Level = .notice, format: Format = .auto) {
        self.level = level
        self.format = format
    }

    var logger: Logger {
        let isJSON = format == .json || format == .auto && isatty(STDERR_FILENO) == 0
        var logger = Logger(label: "equipoise") { label in
            guard isJSON else { return StreamLogHandler.standardError(label: label) }
            return JSONLogHandler { line in
                // Nobody is left to be told that the log cannot be written.
                try? FileHandle.standardError.write(contentsOf: line)
            }
        }
        logger.logLevel = Logger.Level(rawValue: level.rawValue) ?? .notice
        return logger
    }
}
