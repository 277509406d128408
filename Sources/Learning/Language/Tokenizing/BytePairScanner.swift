/// Cuts a text the way GPT-2's pattern does, without a pattern engine:
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
struct BytePairScanner: Sendable {
    private let runs: [ScalarKinds.Run] = (0..<UInt32(0x10000)).map { value in
        Unicode.Scalar(value).map(ScalarKinds.run) ?? .other
    }

    @inline(__always)
    private func run(_ text: UnsafePointer<UInt8>, at index: Int) -> (kind: ScalarKinds.Run, end: Int) {
        let width = ScalarText.width(text[index])
        let value = ScalarText.value(text, at: index, width: width)
        let kind =
            value < 0x10000
            ? runs.withUnsafeBufferPointer { $0[Int(value)] } : Unicode.Scalar(value).map(ScalarKinds.run) ?? .other
        return (kind, index + width)
    }

    /// Calls `body` for each piece of `text[range]`; together they are all of it.
    func forEachPiece(of text: UnsafePointer<UInt8>, in range: Range<Int>, _ body: (Range<Int>) -> Void) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = endOfPiece(text, from: start, to: range.upperBound)
            body(start..<end)
            start = end
        }
    }

    private func endOfPiece(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        if text[start] == UInt8(ascii: "'"), let length = contraction(text, from: start + 1, to: end) {
            return start + 1 + length
        }
        let first = run(text, at: start)
        if first.kind != .space { return endOfRun(text, of: first.kind, from: first.end, to: end) }
        if text[start] == UInt8(ascii: " "), first.end < end {
            let second = run(text, at: first.end)
            if second.kind != .space { return endOfRun(text, of: second.kind, from: second.end, to: end) }
        }
        return endOfSpaces(text, after: start, to: end)
    }

    /// White space up to its end; but its last scalar stays with the word that follows, unless it is the only one.
    private func endOfSpaces(_ text: UnsafePointer<UInt8>, after start: Int, to end: Int) -> Int {
        var last = start
        var position = start
        while position < end {
            let next = run(text, at: position)
            guard next.kind == .space else { return last == start ? position : last }
            last = position
            position = next.end
        }
        return end
    }

    private func endOfRun(
        _ text: UnsafePointer<UInt8>, of kind: ScalarKinds.Run, from start: Int, to end: Int
    ) -> Int {
        var position = start
        while position < end {
            let next = run(text, at: position)
            guard next.kind == kind else { break }
            position = next.end
        }
        return position
    }

    /// Bytes of `s`, `t`, `re`, `ve`, `m`, `ll` or `d` at `start`.
    private func contraction(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        switch text[start] {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 1
        case UInt8(ascii: "r"), UInt8(ascii: "v"):
            return start + 1 < end && text[start + 1] == UInt8(ascii: "e") ? 2 : nil
        case UInt8(ascii: "l"): return start + 1 < end && text[start + 1] == UInt8(ascii: "l") ? 2 : nil
        default: return nil
        }
    }
}
