public import Commerce
public import Foundation
public import Intake
public import Ledger
import Linear

/// Brings files into a ledger: one thread reads and understands, another commits.
///
/// Every acknowledged batch is committed, so an import that stops for whatever reason goes on from there when it is
/// run again, and a file that was imported is known again.
public struct ImportJob: Sendable {
    public var preset: String
    public var options: IntakeOptions
    /// The mapping as the user wrote it, kept with the import.
    public var mapping: [String: String]
    /// Rejected rows that are still acceptable, over all files of the job.
    public var maxErrors: Int
    /// Where rejected rows go; nothing for a file of its own per import in the shop's folder.
    public var rejectFile: URL?

    public init(
        preset: String, options: IntakeOptions = IntakeOptions(), mapping: [String: String] = [:],
        maxErrors: Int = 1000, rejectFile: URL? = nil
    ) {
        self.preset = preset
        self.options = options
        self.mapping = mapping
        self.maxErrors = maxErrors
        self.rejectFile = rejectFile
    }

    /// Rows a transaction: large enough that committing costs little, small enough that little is lost.
    private static let batchRows = 25_000

    /// - Throws: `IntakeError` for a source that cannot be read, `LedgerError` for a ledger that cannot be written,
    ///   ``EngineError`` `import.errors` past ``maxErrors``, `import.interrupted` when asked to stop.
    public func run(
        _ files: [String], into ledger: some ImportStore, of shop: ShopFolder, time: some TimeSource,
        interruption: Interruption = Interruption(), progress: @escaping ProgressHandler = { _ in }
    ) throws -> ImportReport {
        let clock = ContinuousClock()
        let started = clock.now
        var report = ImportReport()
        var rejected = 0
        for file in files {
            let begun = clock.now
            var entry = try importFile(
                file, into: ledger, of: shop, time: time, rejectedBefore: rejected, interruption: interruption,
                progress: progress)
            entry.seconds = (clock.now - begun) / .seconds(1)
            rejected += entry.rejected
            report.files.append(entry)
        }
        report.seconds = (clock.now - started) / .seconds(1)
        return report
    }

    private func importFile(
        _ file: String, into ledger: some ImportStore, of shop: ShopFolder, time: some TimeSource,
        rejectedBefore: Int, interruption: Interruption, progress: @escaping ProgressHandler
    ) throws -> ImportReport.File {
        let name = URL(filePath: file).lastPathComponent
        // Opening first: a wrong preset or header is found before anything is recorded.
        var reader = try IntakeSource.open(file, preset: preset, options: options)
        let source = ImportSource(
            name: name, contentHash: try ContentHash(ofFile: file).description,
            settings: ImportSettings(preset: preset, mapping: mapping))
        let start = try ledger.beginImport(source, at: time.now())
        let record = start.record
        let layout = reader.layout
        if case .alreadyFinished = start {
            return ImportReport.File(record, .alreadyImported, file: file, layout: layout, rejectFile: nil)
        }
        if record.position != .start {
            reader = try IntakeSource.open(file, preset: preset, options: options, startingAt: record.position)
        }
        let rejectURL = rejectFile ?? shop.rejects.appending(path: "\(record.id.rawValue)-\(name).jsonl")
        var rejects = try RejectFile(at: rejectURL, of: name, keepingRowsBefore: record.position.line)
        var counts = record.counts
        let feed = ReaderFeed(reader, batchRows: Self.batchRows)
        try Pipeline.run(produce: { try feed.next() }) { piece in
            guard !interruption.isRequested else { throw Self.interrupted(file, after: counts.rows) }
            counts += piece.batch.ledgerCounts
            guard rejectedBefore + counts.rejected <= maxErrors else {
                throw tooManyErrors(in: file, first: piece.batch.rejects.first, after: counts.rows - piece.batch.rows)
            }
            try rejects.append(rejected: piece.batch.rejects, setAside: piece.batch.setAside)
            try ledger.append(piece.batch, to: record.id)
            progress(JobProgress(.importing(file: name), completed: counts.rows, .rows, fraction: piece.fraction))
        }
        let finished = try ledger.finishImport(record.id, at: time.now())
        let status: ImportReport.File.Status = record.position == .start ? .imported : .resumed
        let hasRejects = FileManager.default.fileExists(atPath: rejectURL.path)
        return ImportReport.File(
            finished, status, file: file, layout: layout, rejectFile: hasRejects ? rejectURL.path : nil)
    }

    private static func interrupted(_ file: String, after rows: Int) -> EngineError {
        EngineError(
            code: "import.interrupted", message: "interrupted in \(file); \(rows) rows are committed",
            remedy: "run the same command again: it goes on from there")
    }

    private func tooManyErrors(in file: String, first: RejectedRow?, after committed: Int) -> EngineError {
        var message = "\(file): more than \(maxErrors) rows cannot be understood"
        if let issue = first?.issue {
            message += "; line \(issue.line)"
            if let column = issue.column { message += ", column \(column)" }
            if let value = issue.value { message += ", value '\(value)'" }
            message += ": \(issue.message) (\(issue.remedy))"
        }
        return EngineError(
            code: "import.errors", message: message,
            remedy: "check --preset and --map with `equipoise validate`, or allow more with --max-errors; "
                + "\(committed) rows are committed and a second run goes on from there")
    }
}

extension IntakeBatch {
    /// The part of the counts that is known before the ledger has seen the batch.
    fileprivate var ledgerCounts: ImportCounts {
        var counts = ImportCounts()
        counts.rows = rows
        counts.rejected = rejects.count
        return counts
    }
}

extension ImportReport.File {
    fileprivate init(
        _ record: ImportRecord, _ status: Status, file: String, layout: SourceLayout, rejectFile: String?
    ) {
        self.init(
            file: file, status: status, preset: layout.preset, fields: layout.fields, unusedColumns: layout.unused,
            rows: record.counts.rows, eventsAdded: record.counts.added, eventsKnown: record.counts.known,
            eventsContradicted: record.counts.contradicted, itemsChanged: record.counts.itemsChanged,
            shoppersChanged: record.counts.shoppersChanged, rejected: record.counts.rejected,
            setAside: record.counts.setAside, skipped: record.counts.skipped, warnings: record.counts.warnings,
            issues: record.issues, rejectFile: rejectFile, seconds: 0)
    }
}
