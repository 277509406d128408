import Foundation
import Testing

/// Every bad input ends with a message that names the place and the remedy, a status other than 0, and a ledger that is
/// as it was.
@Suite("Bad input at the command line")
struct BadInputTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var content: Data
        /// All of these must be in the message.
        var words: [String]
        var arguments: [String] = ["--preset", "csv"]

        init(_ name: String, _ text: String, _ words: [String], _ arguments: [String] = ["--preset", "csv"]) {
            self.init(name, Data(text.utf8), words, arguments)
        }

        init(_ name: String, _ content: Data, _ words: [String], _ arguments: [String] = ["--preset", "csv"]) {
            self.name = name
            self.content = content
            self.words = words
            self.arguments = arguments
        }

        var testDescription: String { name }
    }

    static let header = "event,time,shopper,item,quantity,price,currency\n"
    static let good = "purchase,2026-01-02T10:00:00Z,s1,i1,1,9.99,EUR\n"

    static let fatal: [Case] = [
        Case("empty file", "", ["input.csv", "empty", "remedy"]),
        Case("header only", header, ["input.csv", "no rows", "remedy"]),
        Case("missing column", "event,shopper,item\npurchase,s1,i1\n", ["input.csv", "time", "--map"]),
        Case("wrong delimiter", header + good, ["input.csv", "remedy"], ["--preset", "csv", "--delimiter", ";"]),
        Case("duplicate headers", "event,time,shopper,item,item\n" + good, ["input.csv", "item", "remedy"]),
        Case("truncated gzip", Data(gzip.prefix(gzip.count - 9)), ["input.csv", "remedy"]),
        Case(
            "corrupt gzip", Data(gzip.prefix(12) + [0xFF, 0xFF, 0xFF] + gzip.dropFirst(15)), ["input.csv", "remedy"]),
        Case("unknown preset", header + good, ["nonsense", "csv", "jsonl", "ga4"], ["--preset", "nonsense"]),
    ]

    @Test("stops the import with place and remedy", arguments: fatal)
    func stopsTheImport(_ bad: Case) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("input.csv", bad.content)
        let result = try CommandRunner.run(["import", file, "--data", folder.path("shop")] + bad.arguments)
        #expect(result.status != 0)
        #expect(result.output.isEmpty)
        for word in bad.words { #expect(result.errors.contains(word), "no '\(word)' in: \(result.errors)") }
        #expect(!result.errors.contains("Fatal error"))
    }

    static let rejected: [Case] = [
        Case("unclosed quote", header + good + "purchase,2026-01-02,\"s1,i1,1,9.99,EUR\n", ["quote"]),
        Case(
            "invalid UTF-8",
            Data((header + good + "purchase,2026-01-02,s").utf8 + [0xE9, 0x31] + ",i1,1,9.99,EUR\n".utf8),
            ["utf", "latin1"]),
        Case("not a number", header + good + "purchase,2026-01-02,s1,i1,1,NaN,EUR\n", ["price", "NaN"]),
        Case("infinite", header + good + "purchase,2026-01-02,s1,i1,inf,9.99,EUR\n", ["quantity", "inf"]),
        Case("huge quantity", header + good + "purchase,2026-01-02,s1,i1,1e300,9.99,EUR\n", ["quantity", "1e300"]),
        Case("ragged row", header + good + "purchase,2026-01-02,s1\n", ["fields"]),
        Case("unreadable time", header + good + "purchase,yesterday,s1,i1,1,9.99,EUR\n", ["time", "yesterday"]),
        Case("unknown kind", header + good + "teleported,2026-01-02,s1,i1,1,9.99,EUR\n", ["teleported"]),
        Case("nobody", header + good + "purchase,2026-01-02,,i1,1,9.99,EUR\n", ["shopper"]),
    ]

    @Test("sets the row aside with line, value and remedy, and keeps the good ones", arguments: rejected)
    func setsTheRowAside(_ bad: Case) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("input.csv", bad.content)
        let result = try CommandRunner.run(
            ["import", file, "--data", folder.path("shop"), "--rejects", folder.path("rejects.jsonl"), "--json"]
                + bad.arguments)
        #expect(result.status == 0, "\(result.errors)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let files = try #require(report["files"] as? [[String: Any]])
        #expect(files.count == 1)
        #expect(files[0]["rejected"] as? Int == 1)
        #expect(files[0]["eventsAdded"] as? Int == 1)
        let rejects = try String(contentsOfFile: folder.path("rejects.jsonl"), encoding: .utf8)
        #expect(rejects.contains("\"line\":3"))
        #expect(rejects.contains("\"remedy\":\""))
        for word in bad.words {
            #expect(rejects.lowercased().contains(word.lowercased()), "no '\(word)' in: \(rejects)")
        }
    }

    @Test("fails past --max-errors, and goes on when more are allowed")
    func failsPastTheLimit() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file(
            "input.csv", Self.header + String(repeating: "purchase,never,s1,i1,1,1,EUR\n", count: 5) + Self.good)
        let arguments = ["import", file, "--preset", "csv", "--data", folder.path("shop")]
        let strict = try CommandRunner.run(arguments + ["--max-errors", "4"])
        #expect(strict.status != 0)
        #expect(strict.errors.contains("line 2"))
        #expect(strict.errors.contains("--max-errors"))
        let lenient = try CommandRunner.run(arguments + ["--max-errors", "5"])
        #expect(lenient.status == 0, "\(lenient.errors)")
        #expect(lenient.output.contains("1 events added"))
    }

    @Test("a wrong encoding can be corrected, several files share a reject file, and a stranger's file is left alone")
    func corrections() throws {
        let folder = try TemporaryFolder()
        let bad = Data((Self.header + "purchase,2026-01-02,s").utf8 + [0xE9] + ",i1,1,9.99,EUR\n".utf8)
        let (first, second) = (try folder.file("one.csv", bad), try folder.file("two.csv", bad + Data("x\n".utf8)))
        let arguments = [
            "import", first, second, "--preset", "csv", "--data", folder.path("shop"), "--rejects",
            folder.path("r.jsonl"),
        ]
        let wrong = try CommandRunner.run(arguments)
        #expect(wrong.status == 0, "\(wrong.errors)")
        let rejects = try String(contentsOfFile: folder.path("r.jsonl"), encoding: .utf8)
        #expect(rejects.contains("one.csv") && rejects.contains("two.csv"))
        let right = try CommandRunner.run([
            "import", first, "--preset", "csv", "--data", folder.path("shop"), "--encoding", "latin1",
        ])
        #expect(right.status == 0, "\(right.errors)")
        #expect(right.output.contains("1 events added") || right.output.contains("1 event added"))
        let note = try folder.file("note.txt", "do not lose me\n")
        let other = try folder.file("three.csv", bad + Data("y\n".utf8))
        let refused = try CommandRunner.run([
            "import", other, "--preset", "csv", "--data", folder.path("shop"), "--rejects", note,
        ])
        #expect(refused.status != 0)
        #expect(try String(contentsOfFile: note, encoding: .utf8) == "do not lose me\n")
    }

    @Test("a log without times is not divided by time, and two shoppers are not too few for a table")
    func smallEvaluations() throws {
        let folder = try TemporaryFolder()
        let lines = try folder.file("tiny.txt", "u0 i2 i4 i0\nu1 i4 i0 i3\nv i0\nw i1\nx i2\n")
        let arguments = ["evaluate", "recommend", lines, "--preset", "lines", "--cutoffs", "2", "--models"]
        let table = try CommandRunner.run(arguments + ["popularity,markov,item-knn,ease"])
        #expect(table.status == 0, "\(table.errors)")
        let time = try CommandRunner.run(arguments + ["popularity", "--protocol", "time"])
        #expect(time.status != 0)
        #expect(time.errors.contains("leave-last-out"))
    }

    @Test("a field of 4 MB is rejected without being kept in memory")
    func longField() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "x", count: 4 << 20)
        let file = try folder.file("input.csv", Self.header + "purchase,2026-01-02,\(long),i1,1,1,EUR\n" + Self.good)
        let result = try CommandRunner.run(["import", file, "--preset", "csv", "--data", folder.path("shop")])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("1 rows rejected"))
        #expect(result.output.contains("1 events added"))
    }

    @Test("an unwritable folder, a foreign file and a missing file are told apart")
    func places() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("input.csv", Self.header + Self.good)
        let below = try CommandRunner.run(["import", file, "--preset", "csv", "--data", file + "/shop"])
        #expect(below.status != 0)
        #expect(below.errors.contains("remedy"))
        try FileManager.default.createDirectory(atPath: folder.path("foreign"), withIntermediateDirectories: true)
        _ = try folder.file("foreign/shop.sqlite", String(repeating: "this is not a database ", count: 500))
        let foreign = try CommandRunner.run(["import", file, "--preset", "csv", "--data", folder.path("foreign")])
        #expect(foreign.status != 0)
        #expect(foreign.errors.contains("shop.sqlite"))
        let missing = try CommandRunner.run([
            "import", folder.path("no.csv"), "--preset", "csv", "--data", folder.path("shop"),
        ])
        #expect(missing.status != 0)
        #expect(missing.errors.contains("no.csv"))
        let untrained = try CommandRunner.run(["recommend", "--data", folder.path("nowhere"), "--shopper", "s1"])
        #expect(untrained.status != 0)
        #expect(untrained.errors.contains("remedy"))
    }

    /// Sixty purchases packed by gzip, as bytes, so that the test needs no tool.
    static let gzip: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x95, 0x96, 0xbb, 0x6e, 0xe3, 0x40,
        0x0c, 0x45, 0xfb, 0x7c, 0x0b, 0xb3, 0x18, 0x72, 0xde, 0xe9, 0xf3, 0x03, 0xc1, 0x6e, 0x93, 0x2e,
        0x30, 0x04, 0x64, 0x8a, 0x38, 0x8e, 0x2c, 0x07, 0xf0, 0xdf, 0xef, 0x9d, 0x4e, 0x0c, 0x02, 0x0a,
        0x04, 0x54, 0x5e, 0x0f, 0x05, 0x9f, 0xab, 0x33, 0x5c, 0xbe, 0x97, 0xf3, 0x46, 0xdb, 0xf8, 0x58,
        0xe8, 0xfa, 0xfe, 0x79, 0xb9, 0x2c, 0x2b, 0x8d, 0x6d, 0xf9, 0xa0, 0xaf, 0xdb, 0xdb, 0x79, 0x1b,
        0xdb, 0x9d, 0x2e, 0xeb, 0x38, 0x2d, 0x74, 0xba, 0xad, 0xeb, 0x72, 0x3e, 0xdd, 0x1f, 0x2e, 0xb7,
        0xf5, 0xf4, 0xfe, 0x76, 0x5d, 0x48, 0x82, 0x94, 0xc7, 0xc0, 0x78, 0xfe, 0x72, 0x78, 0x0a, 0xf3,
        0x79, 0xa5, 0x6b, 0xa0, 0x11, 0x88, 0xa9, 0xff, 0xe9, 0x9d, 0x9e, 0xff, 0xbd, 0xfc, 0x12, 0x97,
        0x7d, 0xbc, 0x08, 0x0d, 0xb6, 0xf3, 0x71, 0x9f, 0x97, 0x4a, 0x43, 0xec, 0x7c, 0xda, 0xe7, 0x5b,
        0xa7, 0x11, 0xed, 0x7c, 0xde, 0xe7, 0x73, 0xa2, 0x91, 0xec, 0x7c, 0xd9, 0xe7, 0x19, 0xe7, 0x67,
        0x3b, 0x5f, 0xd5, 0xfb, 0x30, 0x8d, 0x62, 0xe7, 0xdb, 0x3e, 0x9f, 0x0a, 0x8d, 0x6a, 0xe7, 0xbb,
        0x7a, 0x1f, 0x9c, 0xdf, 0xcc, 0x3c, 0x87, 0x7d, 0xbe, 0x46, 0x1a, 0xdd, 0xce, 0x2b, 0xbc, 0xb1,
        0x81, 0x97, 0x0d, 0x98, 0x15, 0x60, 0x9c, 0xcf, 0x36, 0x60, 0x56, 0x80, 0x4b, 0xc6, 0x0f, 0x6c,
        0xc2, 0xac, 0x08, 0x47, 0x34, 0x8e, 0x6d, 0xc4, 0xac, 0x10, 0xf7, 0x59, 0x39, 0x9b, 0x31, 0x2b,
        0xc6, 0x19, 0x9d, 0x63, 0x1b, 0x32, 0x2b, 0xc8, 0x32, 0x27, 0xd8, 0x94, 0x59, 0x51, 0x6e, 0x68,
        0x1d, 0xdb, 0x98, 0x59, 0x61, 0x4e, 0xa8, 0x1d, 0xdb, 0x9c, 0x45, 0x71, 0xe6, 0x39, 0xc1, 0x06,
        0x2d, 0x0a, 0x74, 0x45, 0xf1, 0xc4, 0x06, 0x2d, 0x0a, 0x74, 0x42, 0xf3, 0xc4, 0x26, 0x2d, 0x9a,
        0x34, 0xf2, 0x36, 0x68, 0x51, 0xa0, 0x0b, 0xaa, 0x27, 0x36, 0x68, 0x51, 0xa0, 0x23, 0xba, 0x27,
        0x36, 0x68, 0x51, 0xa0, 0x3b, 0xba, 0x27, 0x36, 0x68, 0x51, 0xa0, 0x0b, 0xba, 0x27, 0x36, 0x68,
        0x51, 0xa0, 0x65, 0x4e, 0x38, 0xf8, 0x9e, 0x15, 0x86, 0x36, 0x7d, 0xd7, 0x1c, 0x42, 0xcd, 0xe8,
        0x9e, 0x74, 0x87, 0x51, 0xd1, 0xbb, 0x11, 0x83, 0x43, 0xa9, 0x75, 0x2a, 0x95, 0x1d, 0x4e, 0x4d,
        0xe8, 0x5e, 0x14, 0x87, 0x54, 0xe7, 0x80, 0xe8, 0x90, 0x6a, 0x45, 0xf5, 0x62, 0x72, 0x58, 0x35,
        0xa2, 0x7b, 0x31, 0x7b, 0xb4, 0x8a, 0x7c, 0x71, 0x68, 0xb5, 0xa0, 0x7a, 0xb1, 0x3a, 0xbc, 0x0a,
        0xc6, 0x23, 0x36, 0x87, 0x57, 0x3b, 0xaa, 0x17, 0xbb, 0x43, 0xac, 0x19, 0xd5, 0x4b, 0xc1, 0x21,
        0x56, 0x7c, 0xfd, 0x23, 0xb1, 0x43, 0xac, 0x0d, 0xd5, 0x4b, 0xe2, 0x10, 0x6b, 0x42, 0xf5, 0x52,
        0x74, 0x88, 0x95, 0xe7, 0x84, 0xe4, 0x10, 0x6b, 0x9d, 0xd7, 0x79, 0x76, 0x88, 0x15, 0x7f, 0xe9,
        0x48, 0xc5, 0x21, 0xd6, 0x39, 0xa0, 0x3a, 0xbc, 0x5a, 0x50, 0xbd, 0xd4, 0x1c, 0x5e, 0xc5, 0xa7,
        0x36, 0x52, 0x77, 0x78, 0xb5, 0xa3, 0x7b, 0x39, 0x38, 0xc4, 0x9a, 0xd1, 0xbd, 0xcc, 0x0e, 0xb1,
        0xca, 0x9c, 0x20, 0x0e, 0xb1, 0xb6, 0x7c, 0xb4, 0x15, 0x6a, 0xaf, 0xe6, 0x70, 0xb4, 0x15, 0x6a,
        0xad, 0x72, 0x3e, 0xdc, 0x0a, 0xf5, 0xe5, 0x56, 0x0f, 0xb7, 0x42, 0x7d, 0xb7, 0xc9, 0xe1, 0x56,
        0xa8, 0x10, 0xd4, 0xc3, 0xa5, 0x50, 0xdf, 0x6c, 0xfd, 0xc7, 0x52, 0xf8, 0x1f, 0xdf, 0x2b, 0xde,
        0xfc, 0x94, 0x0b, 0x00, 0x00,
    ]
}
