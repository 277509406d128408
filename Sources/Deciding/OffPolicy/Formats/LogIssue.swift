public import Commerce
import Intake

/// What is wrong with one line of a log; reading can go on behind it.
public struct LogIssue: Failure, Hashable {
    public let file: String
    /// Of the file, from 1.
    public let line: Int
    /// Stable, for counting: `log.propensity`, `dsjson.label`.
    public let code: String
    /// What is wrong, without the place.
    public let reason: String
    public let remedy: String?

    public init(file: String, line: Int, code: String, reason: String, remedy: String? = nil) {
        self.file = file
        self.line = line
        self.code = code
        self.reason = reason
        self.remedy = remedy
    }

    public var message: String { "\(file), line \(line): \(reason)" }
}

extension LogIssue {
    /// Of a line that could not even be taken apart. Logs are UTF-8 by definition, so no other encoding is offered.
    init(_ issue: RowIssue, in file: String) {
        self.init(
            file: file, line: issue.line, code: issue.code, reason: issue.message,
            remedy: issue.code == "text.encoding" ? "logs are UTF-8; convert the file" : issue.remedy)
    }
}

/// What to do about lines that cannot be used.
public enum BadLines: Sendable, Hashable {
    /// Refuse the log: an estimate from the rest may be wrong in a way that nobody sees.
    case refuse
    /// Leave them out, and count them.
    case skip
}

/// Lines of a log that were left out, each kind with its count.
public struct LeftOut: Sendable, Hashable {
    /// Lines that cannot be used.
    public var bad = 0
    /// The first of them, at most ``LogScan/examples``.
    public var examples: [LogIssue] = []
    /// Lines that are sound but hold no decision that can be judged, by reason (`no outcome`).
    public var unusable: [String: Int] = [:]

    public init() {}
}
