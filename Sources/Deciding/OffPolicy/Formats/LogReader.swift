/// Reads a log entry by entry, in constant memory, plain or gzip.
public protocol LogReader<Entry>: SendableMetatype {
    associatedtype Entry: Sendable

    /// The next entry; nothing at the end.
    ///
    /// - Throws: ``LogIssue`` for a line that cannot be used: the line is consumed, and the next call goes on behind it.
    ///   `IntakeError` when the file itself fails (cut off, unreadable): there is nothing behind that.
    mutating func next() throws -> Entry?

    /// Share of the file read, in [0, 1], where its size is known.
    var fractionRead: Double? { get }
}
