import Linear

/// Goes through a whole log, reading ahead on another thread, and keeps account of the lines that cannot be used.
public struct LogScan: Sendable {
    /// Issues that are kept whole.
    public static let examples = 5

    public var badLines: BadLines
    /// Called with the number of entries and the share of the file read, several times a second at most.
    public var progress: @Sendable (_ entries: Int, _ fraction: Double?) -> Void

    public init(
        badLines: BadLines = .refuse, progress: @escaping @Sendable (Int, Double?) -> Void = { _, _ in }
    ) {
        self.badLines = badLines
        self.progress = progress
    }

    private static let batch = 256

    /// Hands every entry to `body`, in order and on the caller's thread; `body` may throw a ``LogIssue`` of its own.
    ///
    /// - Returns: what was left out.
    /// - Throws: ``OffPolicyError`` `log.lines` when lines cannot be used and ``badLines`` refuses: after the whole file was
    ///   looked at, with their number and the first of them. Whatever else the reader or `body` throws, at once.
    @discardableResult
    public func run<Reader: LogReader>(
        _ reader: inout Reader, body: (Reader.Entry, _ leftOut: inout LeftOut) throws -> Void
    ) throws -> LeftOut {
        let ahead = ReadAhead(reader, batch: Self.batch)
        defer { reader = ahead.reader }
        var leftOut = LeftOut()
        var entries = 0
        try Pipeline.run(depth: 4, produce: { try ahead.next() }) { piece in
            for step in piece.steps {
                do {
                    entries += 1
                    // Past a bad line of a log that will be refused, only the other bad lines are of interest.
                    if badLines == .refuse, leftOut.bad > 0, case .success = step { continue }
                    try body(try step.get(), &leftOut)
                } catch let issue as LogIssue {
                    leftOut.bad += 1
                    if leftOut.examples.count < Self.examples { leftOut.examples.append(issue) }
                }
            }
            progress(entries, piece.fraction)
        }
        guard badLines == .refuse, let first = leftOut.examples.first else { return leftOut }
        let lines =
            leftOut.bad == 1 ? "1 line cannot be used" : "\(leftOut.bad) lines cannot be used, the first of them"
        throw OffPolicyError(
            code: "log.lines",
            message: "\(lines): " + leftOut.examples.map(\.message).joined(separator: "; "),
            remedy: (first.remedy.map { $0 + "; or " } ?? "")
                + "leave such lines out with --skip-bad, which counts them")
    }
}

/// A reader that is asked for many entries at once.
///
/// Unchecked: only the producing thread calls ``next()``, and ``reader`` is read when it has stopped.
private final class ReadAhead<Reader: LogReader>: @unchecked Sendable {
    struct Piece: Sendable {
        var steps: [Result<Reader.Entry, LogIssue>] = []
        var fraction: Double?
    }

    private(set) var reader: Reader
    private let batch: Int
    private var failure: (any Error)?

    init(_ reader: Reader, batch: Int) {
        self.reader = reader
        self.batch = batch
    }

    /// Nothing at the end. What came before a failure of the file is handed out first; the next call throws it.
    func next() throws -> Piece? {
        if let failure { throw failure }
        var piece = Piece()
        piece.steps.reserveCapacity(batch)
        while piece.steps.count < batch {
            do {
                guard let entry = try reader.next() else { break }
                piece.steps.append(.success(entry))
            } catch let issue as LogIssue {
                piece.steps.append(.failure(issue))
            } catch {
                guard !piece.steps.isEmpty else { throw error }
                failure = error
                break
            }
        }
        guard !piece.steps.isEmpty else { return nil }
        piece.fraction = reader.fractionRead
        return piece
    }
}
