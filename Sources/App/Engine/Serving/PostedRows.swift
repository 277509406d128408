public import Commerce
public import Intake

/// The rows of one request, understood or refused one by one.
public struct PostedRows: Sendable {
    public struct Row: Sendable {
        public var events: [Event] = []
        public var items: [Item] = []
        public var shoppers: [Shopper] = []
        /// Why it was refused; nothing when it was understood.
        public var issue: Refusal?
        /// Not an act of a shopper: understood, and passed over.
        public var isSkipped = false

        public init(events: [Event]) { self.events = events }

        /// A row that was not understood.
        public init(refusedFor code: String, field: String?, _ message: String, remedy: String) {
            issue = Refusal(code: code, field: field, message: message, remedy: remedy)
        }

        fileprivate init(_ batch: IntakeBatch) {
            events = batch.events
            items = batch.items
            shoppers = batch.shoppers
            issue = batch.rejects.first.map { Refusal($0.issue) }
            isSkipped = batch.rejects.isEmpty && events.isEmpty && items.isEmpty && shoppers.isEmpty
        }
    }

    /// What is wrong with a row, and how to mend it.
    public struct Refusal: Sendable, Hashable {
        public var code: String
        public var field: String?
        public var message: String
        public var remedy: String
    }

    public var rows: [Row]
    /// What they were posted as.
    public let table: IntakeTable

    /// Events that were read elsewhere.
    public init(rows: [Row]) {
        self.rows = rows
        table = .events
    }

    /// Layouts that rows may have.
    public static let presets = ["jsonl", "ga4", "segment", "airec"]

    /// - Parameters:
    ///   - body: JSON lines, one JSON object, or a JSON array of objects; plain or gzip.
    ///   - preset: one of ``presets``.
    ///   - most: rows that one request may have.
    ///   - mostBytes: bytes that it may have, after gzip.
    /// - Throws: ``EngineError`` `rows.preset`, `rows.many`, `rows.unpacked`, `rows.json` for what is no JSON at all;
    ///   `IntakeError`.
    public init(
        _ body: [UInt8], of table: IntakeTable, preset: String, currency: Currency?, most: Int, mostBytes: Int
    ) throws {
        guard Self.presets.contains(preset) else {
            throw EngineError(
                code: "rows.preset", message: "there is no layout '\(preset)' of posted rows",
                remedy: "use one of \(Self.presets.joined(separator: ", "))")
        }
        rows = []
        self.table = table
        do {
            try read(body, of: table, preset: preset, currency: currency, most: most, mostBytes: mostBytes)
        } catch let error as IntakeError where error.code == "file.large" {
            throw EngineError(
                code: "rows.unpacked", message: "the body has more than \(mostBytes) bytes of rows",
                remedy: "send them in parts", cause: error)
        }
    }

    private mutating func read(
        _ body: [UInt8], of table: IntakeTable, preset: String, currency: Currency?, most: Int, mostBytes: Int
    ) throws {
        var lines = try JSONRows.lines(of: body)
        guard !lines.isEmpty else { return }
        // The reader takes what does not begin with an object for a table or refuses all of it; behind an object, which is
        // then passed over, it is told row by row.
        let isLed = JSONRows.beginsOtherwise(lines)
        if isLed { lines.insert(contentsOf: "{}\n".utf8, at: 0) }
        let options = IntakeOptions(
            table: preset == "jsonl" ? table : nil, currency: currency, rowLimit: 1 << 18, textLimit: mostBytes)
        var reader = try IntakeSource.open(bytes: lines, as: "the body", preset: preset, options: options)
        if isLed { _ = try reader.nextBatch(limit: 1) }
        while let batch = try reader.nextBatch(limit: 1) {
            guard rows.count < most else {
                throw EngineError(
                    code: "rows.many", message: "the body has more than \(most) rows", remedy: "send them in parts")
            }
            rows.append(Row(batch))
        }
    }
}

extension PostedRows.Refusal {
    fileprivate init(_ issue: RowIssue) {
        self.init(code: issue.code, field: issue.column, message: issue.message, remedy: issue.remedy)
    }
}
