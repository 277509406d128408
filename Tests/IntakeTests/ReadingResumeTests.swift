import Commerce
import Testing

@testable import Intake

@Suite("Resuming")
struct ReadingResumeTests {
    private static let sources: [(preset: String, text: String)] = [
        (
            "csv",
            "\u{FEFF}\nuser_id,event,item_id,time,title\r\n"
                + (0..<12).map { row in
                    switch row {
                    case 3: "u,\"broken\"x,i,3,t\n"
                    case 5: "u5,view,i5,5,\"two\nlines \"\"quoted\"\"\"\r\n\r\n"
                    case 7: "u7,view,i7\n"
                    default: "u\(row),view,i\(row % 4),\(row),杯子 \(row % 3)\n"
                    }
                }.joined()
        ),
        (
            "jsonl",
            (0..<10).map { row in
                row == 4
                    ? "{\"user\":}\n\n"
                    : "{\"user\":\"u\(row)\",\"event\":\"view\",\"item\":\"i\(row % 3)\",\"time\":\(row),\"title\":\"t\(row % 2)\"}\n"
            }.joined()
        ),
        ("sessions", "1 2 3\n4\t5\n\n6 7\n8 9 10\n"),
        ("pairs", "u1 i1\r\nu1 i2\r\n\r\nu2\r\nu2 i1\r\n"),
        ("lines", "u1 i1 i2\nu2 i3\nu3\nu4 i1\n"),
        ("taobao", "1,2,3,pv,100\n1,2,3,buy,101\n2,2,3,what,102\n2,5,3,fav,103\n"),
    ]

    @Test("from every batch's end, the rest is read as it was", arguments: sources.indices, [false, true])
    func everyRow(index: Int, isPacked: Bool) throws {
        let (preset, text) = Self.sources[index]
        let bytes = Array(text.utf8)
        let file = try TemporaryFile(isPacked ? gzipped(bytes) : bytes)
        let options = IntakeOptions(blockSize: 5)
        let whole = try readAll(file.path, preset: preset, options: options)
        #expect(whole.rows >= 4)

        var reader = try IntakeSource.open(file.path, preset: preset, options: options)
        var read = IntakeBatch(end: .start)
        var positions: Set<SourcePosition> = []
        while let batch = try reader.nextBatch(limit: 1) {
            #expect(batch.rows == 1)
            #expect(batch.end == reader.position)
            read.append(batch)
            positions.insert(batch.end)
            var joined = read
            joined.append(try readAll(file.path, preset: preset, options: options, from: batch.end, limit: 3))
            #expect(joined.events == whole.events)
            #expect(joined.rejects == whole.rejects)
            #expect(joined.warnings == whole.warnings)
            #expect(joined.rows == whole.rows)
            #expect(joined.end == whole.end)
            #expect(joined.catalogue == whole.catalogue)
        }
        #expect(positions.count == whole.rows)
        #expect(read.items == whole.items)
    }

    @Test("blocks and batches of any size give the same", arguments: sources.indices, [1, 2, 3, 4, 5, 6, 7, 11])
    func anyBlock(index: Int, blockSize: Int) throws {
        let (preset, text) = Self.sources[index]
        let file = try TemporaryFile(text)
        let whole = try readAll(file.path, preset: preset)
        let read = try readAll(
            file.path, preset: preset, options: IntakeOptions(blockSize: blockSize), limit: blockSize)
        #expect(read.events == whole.events)
        #expect(read.items == whole.items)
        #expect(read.rejects == whole.rejects)
        #expect(read.end == whole.end)
        let lines = text.replacing("\r\n", with: "\n").filter { $0 == "\n" }.count
        #expect(whole.end.line == lines + 1)
        #expect(whole.end.byteOffset == Int64(text.utf8.count))
    }

    @Test("a file that became shorter is noticed", arguments: [false, true])
    func shorter(isPacked: Bool) throws {
        let bytes = Array("u1 i1\nu1 i2\n".utf8)
        let file = try TemporaryFile(isPacked ? gzipped(bytes) : bytes)
        let beyond = SourcePosition(row: 5, line: 6, byteOffset: 100)
        let error = #expect(throws: IntakeError.self) {
            try IntakeSource.open(file.path, preset: "pairs", startingAt: beyond)
        }
        #expect(error?.code == "resume.beyond-end")
    }

    @Test("from the very end there is nothing more, and that is no error")
    func end() throws {
        let file = try TemporaryFile("u1 i1\nu1 i2\n")
        let whole = try readAll(file.path, preset: "pairs")
        var reader = try IntakeSource.open(file.path, preset: "pairs", startingAt: whole.end)
        let rest = try reader.nextBatch(limit: 10)
        #expect(rest == nil)
    }
}
