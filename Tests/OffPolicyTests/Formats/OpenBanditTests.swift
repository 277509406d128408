import Commerce
import Linear
import OffPolicy
import Testing

@Suite("The Open Bandit CSV")
struct OpenBanditTests {
    static let header =
        ",timestamp,item_id,position,click,propensity_score,user_feature_0,user_feature_1,"
        + "user-item_affinity_0,user-item_affinity_1,user-item_affinity_2"
    static let rows = [
        "0,2019-11-24 00:01:03.979311+00:00,2,2,0,0.045525,cef3,2d03,0.0,1.0,0.0",
        "1,2019-11-24 00:01:45.406608+00:00,0,3,1,0.5,cef3,f1c2,0.0,0.0,2.5",
        "2,2019-11-24 00:02:45+00:00,1,2,0,1,aaaa,2d03,0.0,0.0,0.0",
    ]
    static let items = ",item_id,item_feature_0,item_feature_1\n0,1,0.5,red\n1,0,-2,blue\n2,2,1e-3,red\n"

    static func file(_ rows: [String] = rows) throws -> LogFile {
        try LogFile(([header] + rows).joined(separator: "\n") + "\n", named: "log.csv")
    }

    @Test("rows become choices with contexts and features of the arms")
    func decisions() throws {
        let (file, items) = (try Self.file(), try LogFile(Self.items, named: "items.csv"))
        let log = try OpenBanditLog(path: file.path, items: items.path)
        #expect(log.count == 3)
        #expect(log.itemCount == 3)
        #expect(log.times[0] == Timestamp(iso8601: "2019-11-24T00:01:03.979Z"))
        let all = try log.decisions()
        #expect(all.arms == ["0", "1", "2"])
        #expect(all.actions == [2, 0, 1])
        #expect(all.rewards == [0, 1, 0])
        #expect(all.propensities == [0.045525, 0.5, 1])
        // Positions 1 to 3, then aaaa and cef3, then 2d03 and f1c2, then three affinities.
        #expect(all.contexts.columns == 10)
        #expect(Array(all.contexts[row: 0]) == [0, 1, 0, 0, 1, 1, 0, 0, 1, 0])
        #expect(Array(all.contexts[row: 1]) == [0, 0, 1, 0, 1, 0, 1, 0, 0, 2.5])
        // Numbers as they are, then blue and red; the file numbers its rows otherwise than its items.
        #expect(Array(all.actionFeatures[row: 0]) == [-2, 1, 0])
        #expect(Array(all.actionFeatures[row: 1]) == [0.5, 0, 1])
        let second = try log.decisions(at: 2)
        #expect(second.actions == [2, 1])
        #expect(second.contexts.columns == 7)
        let error = try #require(throws: OffPolicyError.self) { try log.decisions(at: 1) }
        #expect(error.code == "log.empty" && error.remedy?.contains("2, 3") == true)
    }

    static let corruptions: [(String, String, String)] = [
        ("0,2019-11-24 00:01:03.979311+00:00,2,2,0,0,cef3,2d03,0.0,1.0,0.0", "log.propensity", "(0, 1]"),
        ("0,2019-11-24 00:01:03.979311+00:00,2,2,0,1.5,cef3,2d03,0.0,1.0,0.0", "log.propensity", "1.5"),
        ("0,2019-11-24 00:01:03.979311+00:00,2,2,0,nan,cef3,2d03,0.0,1.0,0.0", "csv.number", "'nan'"),
        ("0,2019-11-24 00:01:03.979311+00:00,2,2,2,0.5,cef3,2d03,0.0,1.0,0.0", "log.reward", "click"),
        ("0,2019-11-24 00:01:03.979311+00:00,3,2,0,0.5,cef3,2d03,0.0,1.0,0.0", "log.action", "0 ..< 3"),
        ("0,2019-11-24 00:01:03.979311+00:00,1,0,0,0.5,cef3,2d03,0.0,1.0,0.0", "log.position", "at least 1"),
        ("0,yesterday,1,1,0,0.5,cef3,2d03,0.0,1.0,0.0", "log.time", "yesterday"),
        ("0,2019-11-24 00:01:03.979311+00:00,1,1,0,0.5,cef3,2d03,0.0,1.0", "row.ragged", "10 fields where 11"),
        ("0,2019-11-24 00:01:03.979311+00:00,1,1,0,0.5,cef3,2d03,0.0,x,0.0", "csv.number", "user-item_affinity_1"),
    ]

    @Test("a row that is impossible is an issue with its line, and reading goes on", arguments: corruptions)
    func corrupt(_ row: String, _ code: String, _ words: String) throws {
        let file = try Self.file([Self.rows[0], row, Self.rows[2]])
        var reader = try OpenBanditReader(path: file.path)
        _ = try reader.next()
        let issue = try #require(throws: LogIssue.self) { _ = try reader.next() }
        #expect(issue.line == 3)
        #expect(issue.code == code)
        #expect(issue.message.contains(words), "\(issue.message)")
        #expect(try reader.next()?.item == 1)
        #expect(throws: OffPolicyError.self) { try OpenBanditLog(path: file.path) }
        let lenient = try OpenBanditLog(path: file.path, scan: LogScan(badLines: .skip))
        #expect(lenient.count == 2)
        #expect(lenient.leftOut.bad == 1)
    }

    @Test("a file of another layout, an empty one and gaps among the items are refused by name")
    func otherFiles() throws {
        let other = try LogFile("a,b\n1,2\n")
        let error = try #require(throws: OffPolicyError.self) { try OpenBanditReader(path: other.path) }
        #expect(error.message.contains("timestamp, item_id, position, click, propensity_score"))
        let empty = try LogFile("")
        #expect(throws: OffPolicyError.self) { try OpenBanditReader(path: empty.path) }
        let gap = try LogFile(",item_id,item_feature_0\n0,0,1\n1,2,1\n")
        #expect(throws: OffPolicyError.self) { try OpenBanditItems(path: gap.path) }
        let twice = try LogFile(",item_id,item_feature_0\n0,0,1\n1,0,1\n")
        #expect(throws: LogIssue.self) { try OpenBanditItems(path: twice.path) }
    }

    @Test("what is read back equals what was written, packed or not", arguments: [false, true])
    func roundTrip(isPacked: Bool) throws {
        var generator = SeededGenerator(seed: 5)
        let written = (0..<200).map { number in
            OpenBanditRow(
                time: Timestamp(milliseconds: Int64.random(in: 0..<(1 << 42), using: &generator)),
                item: Int.random(in: 0..<4, using: &generator), position: Int.random(in: 1...3, using: &generator),
                isClicked: Bool.random(using: &generator), propensity: 1 - generator.unit(),
                userFeatures: ["plain", ["with, comma", "with \"quotes\"", "汉字"][number % 3]],
                affinities: (0..<4).map { _ in Float(generator.unit()) })
        }
        var writer = OpenBanditWriter(userFeatures: 2, affinities: 4)
        var text = writer.header + "\n"
        for row in written { text += try writer.line(row) + "\n" }
        let bytes = Array(text.utf8)
        let file = try LogFile(isPacked ? storedGzip(bytes) : bytes)
        #expect(try readAll(try OpenBanditReader(path: file.path)) == written)
    }

    @Test("the writer refuses what the reader would", arguments: [0, 1.1, .nan])
    func refusals(propensity: Double) {
        var writer = OpenBanditWriter(userFeatures: 0)
        #expect(throws: OffPolicyError.self) {
            try writer.line(
                OpenBanditRow(
                    time: Timestamp(seconds: 0), item: 0, position: 1, isClicked: false, propensity: propensity,
                    userFeatures: []))
        }
    }

    /// Facts of the published files, counted by another program.
    static let publishedFacts: [(String, Int, Int, Double, Double)] = [
        ("random/men", 34, 46, 0.029412, 0.029412), ("random/women", 46, 46, 0.021739, 0.021739),
        ("bts/men", 34, 69, 0.000165, 0.72529), ("bts/women", 46, 46, 0.000001, 0.9628),
    ]

    @Test("the published logs are read whole", .enabled(if: PublicData.has("open-bandit")), arguments: publishedFacts)
    func published(_ name: String, _ items: Int, _ clicks: Int, _ smallest: Double, _ largest: Double) throws {
        let campaign = name.split(separator: "/")[1]
        let log = try OpenBanditLog(path: PublicData.path("open-bandit/\(name)/\(campaign).csv.gz"))
        #expect(log.count == 10_000)
        #expect(log.itemCount == items)
        #expect(log.clicks.count { $0 } == clicks)
        #expect(abs((log.propensities.min() ?? 0) - smallest) < 1e-6)
        #expect(abs((log.propensities.max() ?? 0) - largest) < 1e-6)
        #expect(log.catalogue?.count == items)
        #expect(try log.decisions(at: 1).count < 10_000)
    }
}
