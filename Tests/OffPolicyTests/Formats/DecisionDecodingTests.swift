import Commerce
import Foundation
import OffPolicy
import Testing

/// The reader decodes lines by itself; Foundation's decoder is the oracle.
@Suite("Decoding decision records")
struct DecisionDecodingTests {
    /// Everything a record can hold, with numbers of every size.
    private static func record(_ seed: UInt64) -> DecisionRecord {
        var generator = SeededGenerator(seed: seed)
        func float() -> Float {
            while true {
                let value = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
                if value.isFinite { return value }
            }
        }
        func double() -> Double {
            while true {
                let value = Double(bitPattern: generator.next())
                if value.isFinite { return value }
            }
        }
        var record = DecisionLogTests.record(1 + 3 * Int(seed), generator: &generator)
        record.decision.seed = seed == 0 ? .max : generator.next()
        record.decision.context = ["a\n\"\\/\u{1}": double(), "": 0, "汉😀": double()]
        record.decision.candidates.means = (0..<200).map { _ in float() } + [0, -0.0, 1, .leastNonzeroMagnitude]
        record.decision.candidates.kinds = [.min, -1, 0, .max]
        record.decision.candidates.sourceOf = [0, 255]
        record.decision.candidates.spread = double()
        record.decision.rules = [
            AppliedRule(rule: "a", effect: .pin(position: 2), items: ["x"], note: "n"),
            AppliedRule(rule: "b", effect: .adjust, items: []), AppliedRule(rule: "c", effect: .exclude, items: ["y"]),
            AppliedRule(rule: "d", effect: .atMost(count: 3), items: []),
        ]
        record.outcome?.events[0].price = Money(decimal: 12.5, currency: .eur)
        record.outcome?.events[0].value = double()
        return record
    }

    @Test("every number and text comes back as it was, as from Foundation", arguments: 0..<20 as Range<UInt64>)
    func oracle(_ seed: UInt64) throws {
        let written = Self.record(seed)
        let line = try DecisionWriter().line(written)
        let file = try LogFile(Array(line))
        let read = try #require(try readAll(try DecisionReader(path: file.path)).first)
        #expect(read == written)
        #expect(read == (try JSONDecoder().decode(DecisionRecord.self, from: line)))
        #expect(read.decision.candidates.means.map(\.bitPattern) == written.decision.candidates.means.map(\.bitPattern))
    }

    private static let line =
        #"{"decision":{"id":"d","time":"2026-01-01T00:00:00Z","surface":"home","policyVersion":"p","seed":SEED,"#
        + #""candidates":{"means":[1,MEAN],"sourceOf":[BYTE]},"slate":[{"item":"i","position":1,"propensity":1,"#
        + #""score":SCORE}]}}"#

    private static func read(_ changes: [String: String]) throws -> DecisionRecord {
        var text = line
        for (name, value) in ["SEED": "1", "MEAN": "2", "BYTE": "0", "SCORE": "0.5"].merging(
            changes, uniquingKeysWith: { $1 })
        {
            text = text.replacing(name, with: value)
        }
        let file = try LogFile(text)
        var reader = try DecisionReader(path: file.path)
        return try #require(try reader.next())
    }

    @Test("whole numbers may be written in other ways, and floats lie nearest to what is written")
    func spellings() throws {
        #expect(try Self.read(["SEED": "2.0"]).decision.seed == 2)
        #expect(try Self.read(["SEED": "1e3"]).decision.seed == 1_000)
        #expect(try Self.read(["SEED": "18446744073709551615"]).decision.seed == .max)
        // Just above the middle of two floats, and nearer to it than a double can say.
        let halfway = "1.00000005960464477539062500000001"
        #expect(try Self.read(["MEAN": halfway]).decision.candidates.means[1] == Float(1).nextUp)
    }

    @Test(
        "a value that does not fit is an issue that names its place",
        arguments: [
            ("SEED", "-1", "decision.seed"), ("SEED", "1.5", "decision.seed"), ("SEED", "1e30", "decision.seed"),
            ("SEED", "true", "decision.seed"), ("MEAN", "null", "decision.candidates.means.[1]"),
            ("MEAN", "\"2\"", "decision.candidates.means.[1]"), ("MEAN", "[2]", "decision.candidates.means.[1]"),
            ("MEAN", "1e39", "decision.candidates.means.[1]"), ("MEAN", "NaN", "decision.candidates.means.[1]"),
            ("BYTE", "256", "decision.candidates.sourceOf.[0]"), ("BYTE", "{}", "decision.candidates.sourceOf.[0]"),
            ("SCORE", "\"1\"", "decision.slate.[0].score"), ("SCORE", "1e999", "decision.slate.[0].score"),
        ])
    func refusals(_ name: String, _ value: String, _ place: String) throws {
        let issue = try #require(throws: LogIssue.self) { _ = try Self.read([name: value]) }
        #expect(issue.code == "decision.fields" && issue.line == 1)
        #expect(issue.message.contains("'\(place)'"), "\(issue.message)")
    }
}
