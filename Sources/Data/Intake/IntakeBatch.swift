public import Commerce

/// A stretch of consecutive rows of a source, turned into the shop's words.
public struct IntakeBatch: Sendable {
    /// One row can hold several events (an order of three lines, a session on one line).
    public var events: [Event] = []
    public var items: [Item] = []
    public var shoppers: [Shopper] = []
    /// Rows that could not be understood, whole, each with the reason.
    public var rejects: [RejectedRow] = []
    /// Rows that were understood and are no act of a shopper (postage, bank charges, stock corrections), whole,
    /// each with why. They belong in the reject file but are not errors.
    public var setAside: [RejectedRow] = []
    /// Rows left out in numbers only, by the source's own word for them (`page_view` of a web log).
    public var skipped: [String: Int] = [:]
    /// What is odd about rows that were understood.
    public var warnings: [RowIssue] = []
    /// Data rows read: those that were rejected, set aside or skipped are included.
    public var rows = 0
    /// Where the row after this batch starts; reading resumed from here misses nothing and repeats nothing.
    public var end: SourcePosition

    public init(end: SourcePosition) { self.end = end }
}

/// A place in a source after decompression.
public struct SourcePosition: Sendable, Hashable, Codable {
    /// Data rows before this place.
    public var row: Int
    /// Line of the file, from 1.
    public var line: Int
    /// Bytes of the decompressed stream before this place.
    public var byteOffset: Int64

    public init(row: Int, line: Int, byteOffset: Int64) {
        self.row = row
        self.line = line
        self.byteOffset = byteOffset
    }

    public static let start = SourcePosition(row: 0, line: 1, byteOffset: 0)
}

/// What is wrong, or odd, about one row.
public struct RowIssue: Sendable, Hashable, Codable {
    /// Line of the file on which the row starts, from 1.
    public var line: Int
    public var column: String?
    /// The offending value, shortened.
    public var value: String?
    /// Stable, for counting: `time.unreadable`, `price.fraction`.
    public var code: String
    public var message: String
    public var remedy: String

    public init(
        line: Int, column: String? = nil, value: String? = nil, code: String, message: String, remedy: String
    ) {
        self.line = line
        self.column = column
        self.value = value
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

/// A row set aside, as it stood in the file.
public struct RejectedRow: Sendable, Hashable {
    public var raw: String
    public var issue: RowIssue

    public init(raw: String, issue: RowIssue) {
        self.raw = raw
        self.issue = issue
    }
}

/// Reads a source batch by batch in constant memory.
public protocol RecordReader {
    /// The next rows, at most `limit` of them; nothing at the end.
    ///
    /// - Throws: ``IntakeError`` when the source itself fails (cut off, unreadable).
    mutating func nextBatch(limit: Int) throws -> IntakeBatch?
}
