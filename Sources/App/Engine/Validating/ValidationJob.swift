public import Commerce
import Foundation
public import Intake
import Linear

/// Reads files as an import would, and reports what is in them without keeping anything.
public struct ValidationJob: Sendable {
    public var preset: String
    public var options: IntakeOptions
    public var limits: ValidationOptions

    public init(preset: String, options: IntakeOptions = IntakeOptions(), limits: ValidationOptions = .standard) {
        self.preset = preset
        self.options = options
        self.limits = limits
    }

    private static let batchRows = 25_000

    /// - Throws: `IntakeError` for a source that cannot be read, ``EngineError`` `validation.interrupted`.
    public func run(
        _ files: [String], time: some TimeSource, interruption: Interruption = Interruption(),
        progress: @escaping ProgressHandler = { _ in }
    ) throws -> ValidationReport {
        var builder = ValidationReport.Builder(
            source: files.map { URL(filePath: $0).lastPathComponent }.joined(separator: ", "), preset: preset,
            now: time.now(), options: try limits.checked())
        for file in files {
            let name = URL(filePath: file).lastPathComponent
            let feed = ReaderFeed(
                try IntakeSource.open(file, preset: preset, options: options), batchRows: Self.batchRows)
            var rows = 0
            try Pipeline.run(produce: { try feed.next() }) { piece in
                guard !interruption.isRequested else {
                    throw EngineError(
                        code: "validation.interrupted", message: "interrupted in \(file) after \(rows) rows")
                }
                builder.add(piece.batch)
                rows += piece.batch.rows
                progress(JobProgress(.validating(file: name), completed: rows, .rows, fraction: piece.fraction))
            }
        }
        return builder.finish()
    }
}
