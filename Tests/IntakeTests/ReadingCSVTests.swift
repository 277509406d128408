import Commerce
import Testing

@testable import Intake

/// A row as the tokenizer or the oracle sees it.
enum SeenRow: Equatable, CustomStringConvertible {
    case fields([String], line: Int)
    case rejected(String, line: Int, raw: String)

    var description: String {
        switch self {
        case .fields(let fields, let line): "\(line): \(fields)"
        case .rejected(let code, let line, let raw): "\(line): \(code) \(raw.debugDescription)"
        }
    }
}

/// RFC 4180 with the recovery rule, written for plainness: one byte after the other over the whole text.
func plainRows(_ text: [UInt8], delimiter: UInt8) -> [SeenRow] {
    let (lineFeed, carriageReturn, quote) = (UInt8(10), UInt8(13), UInt8(34))
    var rows: [SeenRow] = []
    var (position, line) = (0, 1)
    func isLineEnd(_ index: Int) -> Bool { text[index] == lineFeed || text[index] == carriageReturn }
    func afterLineEnd(_ index: Int) -> Int {
        let isPair = text[index] == carriageReturn && index + 1 < text.count && text[index + 1] == lineFeed
        return index + (isPair ? 2 : 1)
    }
    next: while true {
        while position < text.count, isLineEnd(position) {
            position = afterLineEnd(position)
            line += 1
        }
        if position == text.count { return rows }
        var fields: [String] = []
        var (index, inner) = (position, 0)
        while true {
            var field: [UInt8] = []
            var broken: (opened: Int, code: String)?
            if index < text.count, text[index] == quote {
                let opened = index
                index += 1
                while true {
                    guard index < text.count else {
                        broken = (opened, "quote.unclosed")
                        break
                    }
                    if text[index] == quote, index + 1 < text.count, text[index + 1] == quote {
                        field.append(quote)
                        index += 2
                    } else if text[index] == quote {
                        index += 1
                        break
                    } else {
                        if text[index] == lineFeed { inner += 1 }
                        field.append(text[index])
                        index += 1
                    }
                }
                if broken == nil, index < text.count, !isLineEnd(index), text[index] != delimiter {
                    broken = (opened, "quote.stray")
                }
            } else {
                while index < text.count, !isLineEnd(index), text[index] != delimiter {
                    field.append(text[index])
                    index += 1
                }
            }
            if let broken {
                let end = text[broken.opened...].firstIndex(of: lineFeed).map { $0 + 1 } ?? text.count
                let raw = String(decoding: text[position..<end], as: UTF8.self)
                rows.append(.rejected(broken.code, line: line, raw: withoutLineEnd(raw)))
                line += text[position..<broken.opened].filter { $0 == lineFeed }.count + 1
                position = end
                continue next
            }
            fields.append(String(decoding: field, as: UTF8.self))
            if index < text.count, text[index] == delimiter {
                index += 1
                continue
            }
            rows.append(.fields(fields, line: line))
            position = index < text.count ? afterLineEnd(index) : index
            line += inner + 1
            continue next
        }
    }
}

/// The rows that the tokenizer finds when the file comes in blocks of that size.
func tokenizedRows(
    _ path: String, delimiter: UInt8 = UInt8(ascii: ","), blockSize: Int, rowLimit: Int = 1 << 20,
    encoding: TextEncoding = .utf8
) throws -> [SeenRow] {
    var window = try ByteWindow(
        over: try ByteStream(path: path, blockSize: blockSize), blockSize: blockSize)
    var tokenizer = CSVTokenizer(delimiter: delimiter, encoding: encoding, rowLimit: rowLimit)
    var record = Record()
    var rows: [SeenRow] = []
    while true {
        switch try tokenizer.next(from: &window, into: &record) {
        case .end: return rows
        case .row: rows.append(.fields(record.fields.map(record.text), line: record.line))
        case .rejected(let row):
            rows.append(.rejected(row.issue.code, line: row.issue.line, raw: row.raw))
        }
    }
}

@Suite("CSV tokenizer")
struct ReadingCSVTests {
    static let blockSizes = [1, 2, 3, 7, 1 << 18]

    @Test(
        "worked by hand",
        arguments: [
            ("a,b\n1,2\n", [SeenRow.fields(["a", "b"], line: 1), .fields(["1", "2"], line: 2)]),
            ("a,b\r\n1,2", [.fields(["a", "b"], line: 1), .fields(["1", "2"], line: 2)]),
            ("a\rb\r", [.fields(["a"], line: 1), .fields(["b"], line: 2)]),
            ("\u{FEFF}a,,\n\n\n,\n", [.fields(["a", "", ""], line: 1), .fields(["", ""], line: 4)]),
            (
                "\"a\nb\",\"say \"\"hi\"\"\"\r\n蓝色,杯子\n",
                [.fields(["a\nb", "say \"hi\""], line: 1), .fields(["蓝色", "杯子"], line: 3)]
            ),
            ("5\" pipe,x\n", [.fields(["5\" pipe", "x"], line: 1)]),
            ("\"\",\"\"\n", [.fields(["", ""], line: 1)]),
            // One quote that is never closed costs its own line, not the rest of the file.
            (
                "a,b\n1,\"open\n2,3\n4,5",
                [
                    .fields(["a", "b"], line: 1), .rejected("quote.unclosed", line: 2, raw: "1,\"open"),
                    .fields(["2", "3"], line: 3), .fields(["4", "5"], line: 4),
                ]
            ),
            // The quote of line 2 would close at line 3's; what follows shows that it does not belong there.
            (
                "a,b\n1,\"open\n2,\"x\"\n",
                [
                    .fields(["a", "b"], line: 1), .rejected("quote.stray", line: 2, raw: "1,\"open"),
                    .fields(["2", "x"], line: 3),
                ]
            ),
            // The broken field is the second; the first spans two lines, which go with it.
            (
                "\"a\nb\",\"c\"d\n1,2\n",
                [.rejected("quote.stray", line: 1, raw: "\"a\nb\",\"c\"d"), .fields(["1", "2"], line: 3)]
            ),
        ])
    func workedByHand(text: String, expected: [SeenRow]) throws {
        let file = try TemporaryFile(text)
        for blockSize in Self.blockSizes {
            #expect(try tokenizedRows(file.path, blockSize: blockSize) == expected, "blocks of \(blockSize)")
        }
    }

    @Test("what a plain writer wrote is read back, whatever the blocks", arguments: 0..<60)
    func roundTrip(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        let delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
            .randomElement(using: &rng)!
        let pieces = ["a", "7", "\"", "\n", "\r\n", ",", ";", "\t", "|", " ", "é", "杯"]
        let rows = (0..<Int.random(in: 1...12, using: &rng)).map { _ in
            (0..<Int.random(in: 1...4, using: &rng)).map { _ in
                (0..<Int.random(in: 0...5, using: &rng)).map { _ in pieces.randomElement(using: &rng)! }.joined()
            }
        }.filter { $0 != [""] }
        let separator = String(Unicode.Scalar(delimiter))
        let text = rows.map { row in
            row.map { field in
                let special = field.unicodeScalars.contains { "\"\n\r".unicodeScalars.contains($0) }
                guard special || field.contains(separator) || Bool.random(using: &rng) else { return field }
                return "\"" + field.replacing("\"", with: "\"\"") + "\""
            }.joined(separator: separator) + (Bool.random(using: &rng) ? "\n" : "\r\n")
        }.joined()
        let file = try TemporaryFile(text)
        for blockSize in Self.blockSizes {
            let read = try tokenizedRows(file.path, delimiter: delimiter, blockSize: blockSize).map { row in
                if case .fields(let fields, _) = row { return fields }
                return ["rejected"]
            }
            #expect(read == rows, "blocks of \(blockSize): \(text.debugDescription)")
        }
    }

    @Test("any text is cut as the plain oracle cuts it, whatever the blocks", arguments: 0..<20)
    func anyText(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        let pieces = ["a", "b", "\"", "\"", "\"\"", ",", "\n", "\r", "\r\n", "é"]
        for _ in 0..<20 {
            let text = (0..<Int.random(in: 0...24, using: &rng))
                .map { _ in pieces.randomElement(using: &rng)! }.joined()
            let expected = plainRows(Array(text.utf8), delimiter: UInt8(ascii: ","))
            let file = try TemporaryFile(text)
            for blockSize in Self.blockSizes {
                let rows = try tokenizedRows(file.path, blockSize: blockSize)
                #expect(rows == expected, "blocks of \(blockSize): \(text.debugDescription)")
            }
        }
    }

    @Test("a row past the limit is one reject, whatever the blocks, and the next row is read")
    func tooLong() throws {
        let long = String(repeating: "x", count: 5000)
        let file = try TemporaryFile("a,b\n1,\(long)\n\"\(long)\",2\n3,4\n")
        for blockSize in [7, 1000, 1 << 18] {
            let rows = try tokenizedRows(file.path, blockSize: blockSize, rowLimit: 1000)
            #expect(rows.count == 4)
            #expect(rows.first == .fields(["a", "b"], line: 1))
            #expect(rows.last == .fields(["3", "4"], line: 4))
            for row in rows.dropFirst().dropLast() {
                guard case .rejected("row.too-long", _, let raw) = row else {
                    Issue.record("expected a reject for length, got \(row)")
                    continue
                }
                #expect(raw.count < 300)
            }
        }
    }

    @Test("a quote left open past the limit costs its line only")
    func openQuotePastLimit() throws {
        let rest = String(repeating: "1,2\n", count: 2000)
        let file = try TemporaryFile("a,\"b\n\(rest)")
        for blockSize in [7, 1 << 18] {
            let rows = try tokenizedRows(file.path, blockSize: blockSize, rowLimit: 1000)
            #expect(rows.count == 2001)
            #expect(rows.first == .rejected("quote.unclosed", line: 1, raw: "a,\"b"))
            #expect(rows.last == .fields(["1", "2"], line: 2001))
        }
    }

    @Test("Latin-1 becomes UTF-8, and is refused as UTF-8")
    func latin1() throws {
        let file = try TemporaryFile([0x63, 0x61, 0x66, 0xE9, 0x2C, 0x80, 0x35, 0x0A, 0x31, 0x2C, 0x32, 0x0A])
        #expect(
            try tokenizedRows(file.path, blockSize: 3, encoding: .latin1)
                == [.fields(["café", "€5"], line: 1), .fields(["1", "2"], line: 2)])
        #expect(
            try tokenizedRows(file.path, blockSize: 3)
                == [.rejected("text.encoding", line: 1, raw: "caf\u{FFFD},\u{FFFD}5"), .fields(["1", "2"], line: 2)])
    }
}
