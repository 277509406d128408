import Commerce
import Intake

/// Reads a log entry by entry, in constant memory, plain or gzip.
public protocol LogReader<Entry> {
    associatedtype Entry

    /// The next entry; nothing at the end.
    ///
    /// - Throws: ``LogIssue`` for a line that cannot be used: the line is consumed, and the next call goes on behind it.
    ///   `IntakeError` when the file itself fails (cut off, unreadable): there is nothing behind that.
    mutating func next() throws -> Entry?

    /// Share of the file read, in [0, 1], where its size is known.
    var fractionRead: Double? { get }
}

/// Goes through a whole log, and keeps account of the lines that cannot be used.
public struct LogScan: Sendable {
    /// Issues that are kept whole.
    public static let examples = 5

    public var badLines: BadLines
    /// Called every few thousand entries with their number and the share of the file read.
    public var progress: @Sendable (_ entries: Int, _ fraction: Double?) -> Void

    public init(
        badLines: BadLines = .refuse, progress: @escaping @Sendable (Int, Double?) -> Void = { _, _ in }
    ) {
        self.badLines = badLines
        self.progress = progress
    }

    private static let reportEvery = 4096

    /// Hands every entry to `body`, which may throw a ``LogIssue`` of its own.
    ///
    /// - Returns: what was left out.
    /// - Throws: ``OffPolicyError`` `log.lines` when lines cannot be used and ``badLines`` refuses: after the whole file was
    ///   looked at, with their number and the first of them. Whatever else the reader or `body` throws, at once.
    @discardableResult
    public func run<Reader: LogReader>(
        _ reader: inout Reader, body: (Reader.Entry, _ leftOut: inout LeftOut) throws -> Void
    ) throws -> LeftOut {
        var leftOut = LeftOut()
        var entries = 0
        while true {
            do {
                guard let entry = try reader.next() else { break }
                entries += 1
                if entries % Self.reportEvery == 0 { progress(entries, reader.fractionRead) }
                // Past a bad line of a log that will be refused, only the other bad lines are of interest.
                if badLines == .refuse, leftOut.bad > 0 { continue }
                try body(entry, &leftOut)
            } catch let issue as LogIssue {
                leftOut.bad += 1
                if leftOut.examples.count < Self.examples { leftOut.examples.append(issue) }
            }
        }
        progress(entries, 1)
        guard badLines == .refuse, let first = leftOut.examples.first else { return leftOut }
        let lines = leftOut.bad == 1 ? "1 line cannot be used" : "\(leftOut.bad) lines cannot be used, the first of them"
        throw OffPolicyError(
            code: "log.lines",
            message: "\(lines): " + leftOut.examples.map(\.message).joined(separator: "; "),
            remedy: (first.remedy.map { $0 + "; or " } ?? "")
                + "leave such lines out with --skip-bad, which counts them")
    }
}
