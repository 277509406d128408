import Commerce
import Intake

/// The rows of a CSV file under a header, with errors that name the line and the column.
struct CSVFeed {
    private(set) var feed: RowFeed
    /// Names of the columns, from the header.
    let columns: [String]

    /// - Throws: `IntakeError` for a file that cannot be opened, ``OffPolicyError`` `columns.missing` or `file.empty`.
    init(path: String, needs needed: [String]) throws {
        var feed = try RowFeed(path: path, layout: .table)
        let columns: [String]
        switch try feed.next() {
        case .row:
            let record = feed.record
            columns = record.fields.indices.map { record.text(record.trimmed($0)) }
        case .rejected(let issue):
            throw OffPolicyError(
                code: "header.unreadable", message: "\(path) has a header that cannot be read: \(issue.message)",
                remedy: issue.remedy)
        case .end:
            throw OffPolicyError(
                code: "file.empty", message: "\(path) is empty",
                remedy: "check that the export that wrote it was complete")
        }
        let missing = needed.filter { !columns.contains($0) }
        guard missing.isEmpty else {
            throw OffPolicyError(
                code: "columns.missing",
                message: "\(path) lacks the columns \(missing.joined(separator: ", ")); it has "
                    + columns.prefix(12).joined(separator: ", ") + (columns.count > 12 ? ", ..." : ""),
                remedy: "check --preset: each knows one layout")
        }
        self.feed = feed
        self.columns = columns
    }

    var fractionRead: Double? {
        feed.totalBytes.map { $0 == 0 ? 1 : Double(feed.bytesRead) / Double($0) }
    }

    /// Reads the next row. False at the end.
    ///
    /// - Throws: ``LogIssue`` for a row that cannot be taken apart or whose number of fields is not the header's.
    mutating func next() throws -> Bool {
        switch try feed.next() {
        case .end: return false
        case .rejected(let issue):
            throw LogIssue(issue, in: feed.path)
        case .row:
            guard feed.record.fields.count == columns.count else {
                throw issue(
                    "row.ragged", "the row has \(feed.record.fields.count) fields where \(columns.count) are expected")
            }
            return true
        }
    }

    func issue(_ code: String, _ reason: String, remedy: String? = nil) -> LogIssue {
        LogIssue(file: feed.path, line: feed.record.line, code: code, reason: reason, remedy: remedy)
    }

    // MARK: Values

    func text(_ column: Int) -> String { feed.record.text(feed.record.trimmed(column)) }

    func number(_ column: Int) throws -> Double {
        if let value = try? feed.record.decimal(feed.record.trimmed(column)).double, value.isFinite { return value }
        throw issue("csv.number", "\(columns[column]) must be a finite number; got '\(text(column).prefix(40))'")
    }

    func whole(_ column: Int) throws -> Int {
        let value = try number(column)
        guard value == value.rounded(), abs(value) < 1e9 else {
            throw issue("csv.number", "\(columns[column]) must be a whole number; got '\(text(column).prefix(40))'")
        }
        return Int(value)
    }

    func time(_ column: Int) throws -> Timestamp {
        guard let time = feed.record.time(feed.record.trimmed(column)) else {
            throw issue("log.time", "\(columns[column]) '\(text(column).prefix(40))' is not a time")
        }
        return time
    }
}
