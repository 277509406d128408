import Intake

/// A reader on its way through the pipeline, with how much of the file it has read.
///
/// Unchecked: only the pipeline's producing thread calls it once the pipeline runs.
final class ReaderFeed: @unchecked Sendable {
    struct Piece: Sendable {
        var batch: IntakeBatch
        /// Share of the file that was read, where its size is known.
        var fraction: Double?
    }

    let layout: SourceLayout
    private var reader: IntakeReader
    private let batchRows: Int

    init(_ reader: IntakeReader, batchRows: Int) {
        self.reader = reader
        layout = reader.layout
        self.batchRows = batchRows
    }

    func next() throws -> Piece? {
        guard let batch = try reader.nextBatch(limit: batchRows) else { return nil }
        let fraction = reader.totalBytes.map { $0 == 0 ? 1 : Double(reader.bytesRead) / Double($0) }
        return Piece(batch: batch, fraction: fraction)
    }
}
