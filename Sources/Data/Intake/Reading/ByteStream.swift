/// The text of a file, decompressed where the file is gzip, in blocks.
///
/// Gzip is known by its first two bytes, not by the file's name. Its members are joined, zero padding after the last
/// one is passed over, and anything else there is an error, as is a member without its end. Other containers that
/// people hand in by mistake (zip, spreadsheet, Parquet, UTF-16) are refused by name.
final class ByteStream {
    private enum Form {
        case plain
        case gzip(GzipInflater)
    }

    private let file: SourceFile
    private let form: Form
    /// Bytes of the file that are not yet handed on: `input[next ..< filled]`.
    private var input: [UInt8]
    private var next = 0
    private var filled = 0
    private var insideMember = true
    /// Decompressed bytes handed on.
    private var produced: Int64 = 0
    /// The most of them.
    private let textLimit: Int64

    /// - Parameter blockSize: bytes per read of the file, at least 1.
    convenience init(path: String, blockSize: Int) throws(StreamFault) {
        try self.init(file: SourceFile(path: path), blockSize: blockSize)
    }

    init(file: SourceFile, blockSize: Int, textLimit: Int? = nil) throws(StreamFault) {
        self.file = file
        self.textLimit = textLimit.map(Int64.init) ?? .max
        input = Array(repeating: 0, count: max(blockSize, 4))
        while filled < 4 {
            let count = try file.fill(&input, at: filled..<min(input.count, filled + blockSize))
            if count == 0 { break }
            filled += count
        }
        let magic = Array(input[..<min(filled, 4)])
        try Self.refuseForeignContainer(magic)
        form = magic.starts(with: [0x1F, 0x8B]) ? .gzip(try GzipInflater()) : .plain
    }

    /// Bytes of the file consumed so far, compressed where it is compressed.
    var bytesRead: Int64 { file.bytesRead - Int64(filled - next) }

    /// Size of the file; nothing for a pipe.
    var totalBytes: Int64? { file.size }

    /// Writes the next bytes of text into `output[range]`.
    ///
    /// - Returns: how many; 0 only at the end.
    /// - Throws: ``StreamFault`` `gzip.truncated`, `gzip.corrupt`, `gzip.trailing`, `file.unreadable` or `file.large`.
    func read(into output: inout [UInt8], at range: Range<Int>) throws(StreamFault) -> Int {
        let count: Int
        switch form {
        case .plain: count = try readPlain(into: &output, at: range)
        case .gzip(let inflater): count = try readGzip(inflater, into: &output, at: range)
        }
        produced += Int64(count)
        guard produced <= textLimit else {
            throw StreamFault(
                code: "file.large", message: "has more than \(textLimit) bytes of text",
                remedy: "send it in parts")
        }
        return count
    }

    /// Passes over text up to `offset`.
    ///
    /// A plain file seeks; gzip has to be decompressed again up to there.
    /// - Throws: ``StreamFault`` `resume.beyond-end` when the text is shorter than that.
    func skip(to offset: Int64) throws(StreamFault) {
        let beyond = StreamFault(
            code: "resume.beyond-end",
            message: "ends before byte \(offset), where reading was to go on",
            remedy: "the file has changed since it was first read: read it from the start")
        if case .plain = form, let size = file.size {
            guard offset <= size else { throw beyond }
            (next, filled) = (0, 0)
            file.skip(to: offset)
            produced = offset
            return
        }
        var sink = [UInt8](repeating: 0, count: 1 << 16)
        while produced < offset {
            let wanted = Int(min(offset - produced, Int64(sink.count)))
            guard try read(into: &sink, at: 0..<wanted) > 0 else { throw beyond }
        }
    }

    private func readPlain(into output: inout [UInt8], at range: Range<Int>) throws(StreamFault) -> Int {
        guard next < filled else { return try file.fill(&output, at: range) }
        let count = min(filled - next, range.count)
        output.replaceSubrange(range.lowerBound..<range.lowerBound + count, with: input[next..<next + count])
        next += count
        return count
    }

    private func readGzip(
        _ inflater: GzipInflater, into output: inout [UInt8], at range: Range<Int>
    ) throws(StreamFault) -> Int {
        while true {
            if insideMember {
                // Also without input: what the last call had no room for is still inside the inflater.
                let step = inflater.inflate(input, next..<filled, into: &output, range)
                next += step.consumed
                switch step.outcome {
                case .running: break
                case .memberEnded: insideMember = false
                case .corrupt(let reason):
                    throw StreamFault(
                        code: "gzip.corrupt",
                        message: "has damaged gzip data near byte \(bytesRead) of the file (\(reason))",
                        remedy: "fetch the file again; `gzip -t` tests a copy")
                }
                if step.produced > 0 { return step.produced }
                if next < filled || !insideMember { continue }
            } else if try startMember(inflater) {
                continue
            }
            guard try refillInput() else {
                guard insideMember else { return 0 }
                throw StreamFault(
                    code: "gzip.truncated",
                    message: "is cut off: the gzip data end after \(file.bytesRead) bytes without their check sum",
                    remedy: "fetch the file again; the rows before this place are whole")
            }
        }
    }

    /// Looks past padding for another member. False when more input is needed to tell.
    private func startMember(_ inflater: GzipInflater) throws(StreamFault) -> Bool {
        while next < filled, input[next] == 0 { next += 1 }
        guard next < filled else { return false }
        guard input[next] == 0x1F else {
            throw StreamFault(
                code: "gzip.trailing",
                message: "has something other than gzip data after its end, at byte \(bytesRead) of the file",
                remedy: "fetch the file again, or cut it there; the rows before this place are whole")
        }
        inflater.restart()
        insideMember = true
        return true
    }

    private func refillInput() throws(StreamFault) -> Bool {
        next = 0
        filled = try file.fill(&input, at: 0..<input.count)
        return filled > 0
    }

    private static func refuseForeignContainer(_ magic: [UInt8]) throws(StreamFault) {
        let known: [(start: [UInt8], name: String, remedy: String)] = [
            ([0x50, 0x4B, 0x03, 0x04], "a zip archive or a spreadsheet", "unpack it, or save the sheet as CSV"),
            ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard data", "unpack it with `zstd -d`, or pack it with gzip"),
            ([0x42, 0x5A, 0x68], "bzip2 data", "unpack it with `bunzip2`, or pack it with gzip"),
            ([0xFD, 0x37, 0x7A, 0x58], "xz data", "unpack it with `unxz`, or pack it with gzip"),
            ([0x50, 0x41, 0x52, 0x31], "a Parquet file", "export it as CSV or JSON lines"),
            ([0xFF, 0xFE], "UTF-16 text", "convert it with `iconv -f UTF-16 -t UTF-8`"),
            ([0xFE, 0xFF], "UTF-16 text", "convert it with `iconv -f UTF-16 -t UTF-8`"),
        ]
        guard let foreign = known.first(where: { magic.starts(with: $0.start) }) else { return }
        throw StreamFault(
            code: "file.format", message: "is \(foreign.name), not text or gzip", remedy: foreign.remedy)
    }
}
