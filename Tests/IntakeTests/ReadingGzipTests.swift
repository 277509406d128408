import Commerce
import Testing

@testable import Intake

@Suite("Gzip and files")
struct ReadingGzipTests {
    private static let text =
        "user_id,event,item_id,time\n" + (0..<3000).map { "u\($0),view,i\($0 % 7),\($0)\n" }.joined()
    private static let blocks = [1, 2, 3, 7, 1 << 18]

    @Test("gzip is known by its content, and read as the plain text is", arguments: blocks)
    func sameAsPlain(blockSize: Int) throws {
        let bytes = Array(Self.text.utf8.prefix(6000))
        let plain = try TemporaryFile(bytes)
        let packed = try TemporaryFile(gzipped(bytes), named: "no-extension")
        let options = IntakeOptions(blockSize: blockSize)
        let expected = try readAll(plain.path, preset: "csv", options: options)
        let read = try readAll(packed.path, preset: "csv", options: options)
        #expect(expected.events.count > 200)
        #expect(read.events == expected.events)
        #expect(read.end == expected.end)
    }

    @Test("members are joined, and zeros after the last are padding", arguments: blocks)
    func members(blockSize: Int) throws {
        let bytes = Array(Self.text.utf8.prefix(4000))
        let cut = 1234
        let packed = gzipped(Array(bytes[..<cut])) + gzipped([]) + gzipped(Array(bytes[cut...])) + [0, 0, 0, 0, 0]
        let file = try TemporaryFile(packed)
        let whole = try TemporaryFile(bytes)
        let options = IntakeOptions(blockSize: blockSize)
        #expect(
            try readAll(file.path, preset: "csv", options: options).events
                == readAll(whole.path, preset: "csv", options: options).events)
    }

    @Test("a file cut off gives all whole rows first, then says where and what to do", arguments: [64, 1 << 18])
    func truncated(blockSize: Int) throws {
        let packed = gzipped(Array(Self.text.utf8))
        let file = try TemporaryFile(Array(packed.dropLast(packed.count / 2)), named: "cut.csv.gz")
        var reader = try IntakeSource.open(file.path, preset: "csv", options: IntakeOptions(blockSize: blockSize))
        var events: [Event] = []
        let error = try #require(throws: IntakeError.self) {
            while let batch = try reader.nextBatch(limit: 100) { events += batch.events }
        }
        #expect(error.code == "gzip.truncated")
        #expect(error.message.contains("cut.csv.gz"))
        #expect(error.message.contains("line \(events.count + 2)"))
        #expect(error.remedy?.isEmpty == false)
        #expect(events.count > 500)
        #expect(events.map(\.time.milliseconds) == (0..<events.count).map { Int64($0) * 1000 })
        // The failure stays.
        #expect(throws: IntakeError.self) { try reader.nextBatch(limit: 100) }
    }

    @Test("a damaged byte or another file's tail is named")
    func damaged() throws {
        var packed = gzipped(Array(Self.text.utf8))
        let trailing = packed + Array("garbage".utf8)
        packed[packed.count / 2] ^= 0xFF
        #expect(try failure(reading: packed, preset: "csv")?.code == "gzip.corrupt")
        #expect(try failure(reading: trailing, preset: "csv")?.code == "gzip.trailing")
        var wrongSum = gzipped(Array(Self.text.utf8))
        wrongSum[wrongSum.count - 6] ^= 1
        #expect(try failure(reading: wrongSum, preset: "csv")?.code == "gzip.corrupt")
    }

    @Test("bytes read reach the file's size")
    func progress() throws {
        let packed = gzipped(Array(Self.text.utf8))
        let file = try TemporaryFile(packed)
        var reader = try IntakeSource.open(file.path, preset: "csv", options: IntakeOptions(blockSize: 256))
        #expect(reader.totalBytes == Int64(packed.count))
        var last: Int64 = 0
        while try reader.nextBatch(limit: 500) != nil {
            #expect(reader.bytesRead >= last)
            last = reader.bytesRead
        }
        #expect(reader.bytesRead == Int64(packed.count))
        #expect(last > 0)
    }

    @Test("a hundred megabytes in one field are one reject in bounded memory")
    func hugeField() throws {
        var bytes = Array("user_id,event,item_id,time,note\nu1,view,i1,1,ok\nu2,view,i2,2,\"".utf8)
        bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 100 << 20)
        bytes += Array("\"\nu3,view,i3,3,ok\n".utf8)
        let file = try TemporaryFile(gzipped(bytes))
        bytes = []
        var reader = try IntakeSource.open(file.path, preset: "csv")
        let batch = try #require(try reader.nextBatch(limit: 10))
        #expect(batch.events.map(\.shopper) == ["u1", "u3"])
        #expect(batch.rejectCodes == ["row.too-long"])
        let issue = try #require(batch.rejects.first?.issue)
        #expect(issue.line == 3)
        #expect(issue.column == "note")
        #expect(issue.remedy.contains("--row-limit"))
        #expect(batch.rejects[0].raw.utf8.count < 1000)
        let rest = try reader.nextBatch(limit: 10)
        #expect(rest == nil)

        var window = try ByteWindow(over: try ByteStream(path: file.path, blockSize: 1 << 18), blockSize: 1 << 18)
        var tokenizer = CSVTokenizer(delimiter: UInt8(ascii: ","), encoding: .utf8, rowLimit: 1 << 20)
        var record = Record()
        var rows = 0
        reading: while true {
            if case .end = try tokenizer.next(from: &window, into: &record) { break reading }
            rows += 1
        }
        #expect(rows == 4)
        #expect(window.bytes.count <= 4 << 20)
        #expect(record.bytes.capacity <= 4 << 20)
    }

    @Test(
        "what is not text is refused by name",
        arguments: [
            ([0x50, 0x4B, 0x03, 0x04, 0, 0], "zip"), ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard"),
            ([0x50, 0x41, 0x52, 0x31], "Parquet"), ([0xFF, 0xFE, 0x61, 0x00], "UTF-16"),
            ([0x42, 0x5A, 0x68, 0x39], "bzip2"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz"),
        ] as [([UInt8], String)])
    func foreign(bytes: [UInt8], name: String) throws {
        let error = try #require(try failure(reading: bytes, preset: "csv"))
        #expect(error.code == "file.format")
        #expect(error.message.contains(name))
    }

    @Test("a file that is missing, or a folder, is named")
    func missing() {
        let missing = #expect(throws: IntakeError.self) { try IntakeSource.open("no/such.csv", preset: "csv") }
        #expect(missing?.code == "file.missing")
        #expect(missing?.message == "no/such.csv does not exist")
        #expect(throws: IntakeError.self) { try IntakeSource.open("/", preset: "csv") }
    }

    @Test("the content hash is SHA-256")
    func hash() throws {
        // FIPS 180-4's example, and the empty message.
        #expect(
            ContentHash(of: Array("abc".utf8)).hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(ContentHash(of: []).hexadecimal == empty)
        let file = try TemporaryFile([UInt8](repeating: 97, count: 1_000_000))
        #expect(
            try ContentHash(ofFile: file.path).hexadecimal
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        #expect(throws: IntakeError.self) { try ContentHash(ofFile: file.path + ".none") }
    }
}
