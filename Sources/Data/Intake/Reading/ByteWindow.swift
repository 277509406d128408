/// The stretch of a stream that is in memory: the row being read and what was read ahead of it.
///
/// Rows lie in one piece in `bytes[start ..< end]`; when one is cut by the end of the window, ``refill()`` moves
/// it to the front and reads on. Memory is one block plus the longest row allowed.
struct ByteWindow {
    private(set) var bytes: [UInt8]
    /// The first byte not yet consumed.
    private(set) var start = 0
    private(set) var end = 0
    /// Place of `start` in the decompressed stream.
    private(set) var offset: Int64 = 0
    private(set) var isAtEnd = false
    /// Where the bytes consumed last still lie, until the next ``refill()``.
    private(set) var lastConsumed = 0..<0
    let stream: ByteStream
    private let blockSize: Int

    /// A window at the start of the text, past a byte order mark.
    init(over stream: ByteStream, blockSize: Int) throws(StreamFault) {
        self.stream = stream
        self.blockSize = blockSize
        bytes = Array(repeating: 0, count: blockSize)
        while end < 3, try refill() {}
        if end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            consume(3)
            // So that an empty window still means an empty text.
            if count == 0 { _ = try refill() }
        }
    }

    var count: Int { end - start }

    mutating func consume(_ count: Int) {
        lastConsumed = start..<start + count
        start += count
        offset += Int64(count)
    }

    /// Takes the last ``consume(_:)`` back; no ``refill()`` may lie between.
    mutating func restore() {
        start = lastConsumed.lowerBound
        offset -= Int64(lastConsumed.count)
    }

    /// Reads one more block behind what is there. False at the end of the stream.
    ///
    /// Indices into `bytes` change: `start` becomes 0.
    mutating func refill() throws(StreamFault) -> Bool {
        if isAtEnd { return false }
        if start > 0 {
            bytes.moveToFront(start..<end)
            end -= start
            start = 0
        }
        if bytes.count - end < blockSize {
            bytes += [UInt8](repeating: 0, count: max(bytes.count, blockSize))
        }
        let count = try stream.read(into: &bytes, at: end..<end + blockSize)
        end += count
        if count == 0 { isAtEnd = true }
        return count > 0
    }

    /// Drops the window and goes on at `offset` of the decompressed stream.
    mutating func skip(to offset: Int64) throws(StreamFault) {
        guard offset > self.offset + Int64(count) else {
            consume(Int(offset - self.offset))
            return
        }
        try stream.skip(to: offset)
        (start, end, isAtEnd) = (0, 0, false)
        self.offset = offset
    }

    /// Passes over empty lines, counting them.
    ///
    /// A line ends with LF, CRLF or CR. False at the end of the stream.
    mutating func skipLineEnds(line: inout Int) throws(StreamFault) -> Bool {
        while true {
            if count == 0 {
                guard try refill() else { return false }
            }
            switch bytes[start] {
            case .lineFeed: consume(1)
            case .carriageReturn:
                if count == 1, try refill() { continue }
                consume(count > 1 && bytes[start + 1] == .lineFeed ? 2 : 1)
            default: return true
            }
            line += 1
        }
    }

    /// Drops bytes up to the next end of line and through it, however far away, in constant memory.
    mutating func discardLine() throws(StreamFault) {
        while true {
            if let found = bytes.firstLineEnd(in: start..<end) {
                consume(found - start)
                if count == 1, bytes[start] == .carriageReturn { _ = try refill() }
                let isPair = count > 1 && bytes[start] == .carriageReturn && bytes[start + 1] == .lineFeed
                consume(isPair ? 2 : 1)
                return
            }
            consume(count)
            guard try refill() else { return }
        }
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
}
