import Commerce

/// Reads one file, batch by batch, as opened by ``IntakeSource``.
///
/// Memory: one block, the longest row, one batch, and what the preset remembers of the catalogue (each item once).
/// For the same file and options, the rows, issues and positions are the same whatever the sizes of batches and
/// blocks. Not for use from two threads at once.
public struct IntakeReader: RecordReader {
    /// How the source was understood.
    public let layout: SourceLayout
    /// Where the next batch starts.
    public private(set) var position: SourcePosition

    private let file: String
    private var window: ByteWindow
    private var tokenizer: any RowTokenizer
    private var mapper: any RowMapper
    /// Fields a row must have.
    private let width: Int?
    private var record = Record()
    /// Thrown by the next call: the rows before it went out first.
    private var failure: IntakeError?

    init(file: String, window: ByteWindow, opened: OpenedSource, position: SourcePosition) {
        self.file = file
        self.window = window
        self.layout = opened.layout
        self.tokenizer = opened.tokenizer
        self.mapper = opened.mapper
        self.width = opened.width
        self.position = position
    }

    /// Bytes of the file consumed so far, compressed where it is compressed; for a progress bar.
    public var bytesRead: Int64 { window.stream.bytesRead }

    /// Size of the file; nothing for a pipe.
    public var totalBytes: Int64? { window.stream.totalBytes }

    /// The next rows, at most `limit` of them; nothing at the end.
    ///
    /// - Precondition: `limit` is positive.
    /// - Throws: ``IntakeError`` `gzip.truncated`, `gzip.corrupt`, `gzip.trailing`, `file.unreadable` when the source
    ///   fails, after all rows before that place were handed out; `file.no-rows` when there is none at all.
    public mutating func nextBatch(limit: Int) throws -> IntakeBatch? {
        precondition(limit > 0, "IntakeReader.nextBatch(limit:) needs a positive limit")
        if let failure { throw failure }
        var batch = IntakeBatch(end: position)
        do throws(StreamFault) {
            while batch.rows < limit, try readRow(into: &batch) {}
        } catch {
            failure = IntakeError(error, file: file, line: tokenizer.line)
        }
        batch.end = position
        if batch.rows > 0 { return batch }
        if let failure { throw failure }
        guard position.row > 0 else {
            throw IntakeError(
                code: "file.no-rows", message: "\(file) has no rows of data",
                remedy: "check that the export that wrote it was complete")
        }
        return nil
    }

    /// False at the end.
    private mutating func readRow(into batch: inout IntakeBatch) throws(StreamFault) -> Bool {
        switch try tokenizer.next(from: &window, into: &record) {
        case .end: return false
        case .rejected(let row): batch.rejects.append(row)
        case .row:
            if let width, record.fields.count != width {
                batch.rejects.append(RejectedRow(raw: rawRow, issue: ragged(width)))
            } else {
                mapRow(into: &batch)
            }
        }
        batch.rows += 1
        position = SourcePosition(row: position.row + 1, line: tokenizer.line, byteOffset: window.offset)
        return true
    }

    private mutating func mapRow(into batch: inout IntakeBatch) {
        let marks = Marks(of: batch)
        do throws(RowIssue) {
            switch try mapper.map(&record, at: RowPlace(row: position.row), into: &batch) {
            case .kept: break
            case .setAside(let issue):
                takeBack(marks, from: &batch)
                batch.setAside.append(RejectedRow(raw: rawRow, issue: issue))
            case .skipped(let word):
                takeBack(marks, from: &batch)
                batch.skipped[word, default: 0] += 1
            }
        } catch {
            takeBack(marks, from: &batch)
            batch.rejects.append(RejectedRow(raw: rawRow, issue: error))
        }
    }

    /// How full a batch was before a row.
    private struct Marks {
        let events, items, shoppers, warnings: Int

        init(of batch: IntakeBatch) {
            (events, items) = (batch.events.count, batch.items.count)
            (shoppers, warnings) = (batch.shoppers.count, batch.warnings.count)
        }
    }

    /// Removes what the last row added.
    private mutating func takeBack(_ marks: Marks, from batch: inout IntakeBatch) {
        if batch.items.count > marks.items { mapper.forget(batch.items[marks.items...]) }
        batch.events.removeSubrange(marks.events...)
        batch.items.removeSubrange(marks.items...)
        batch.shoppers.removeSubrange(marks.shoppers...)
        batch.warnings.removeSubrange(marks.warnings...)
    }

    /// The row as it stands in the file.
    private var rawRow: String {
        withoutLineEnd(layout.encoding.lossyText(window.bytes[window.lastConsumed]))
    }

    private func ragged(_ width: Int) -> RowIssue {
        RowIssue(
            line: record.line, code: "row.ragged",
            message: "the row has \(record.fields.count) fields where \(width) are expected",
            remedy: "quote fields that hold the delimiter, or check --delimiter")
    }
}
