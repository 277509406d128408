import Commerce
import Foundation
import OffPolicy
import Testing

@Suite("Our own decision log")
struct DecisionLogTests {
    static func record(_ number: Int, generator: inout SeededGenerator) -> DecisionRecord {
        let items = (0..<5).map { ItemID("item \($0) \"汉\"") }
        let slate = (0..<3).map { place in
            ShownAction(
                item: items[(number + place) % 5], position: place + 1, propensity: 1 - generator.unit(),
                propensityError: place == 2 ? 0.25 : 0, source: "popularity", score: generator.unit() - 0.5,
                reasons: [Reason(.followsItem, source: "markov", evidence: [items[4]], strength: generator.unit())],
                isPinned: place == 1,
                isExploration: place == 0)
        }
        let id = DecisionID("d\(number)")
        return DecisionRecord(
            decision: Decision(
                id: id, time: Timestamp(milliseconds: Int64.random(in: 0..<(1 << 42), using: &generator)),
                shopper: number % 2 == 0 ? "s1" : nil, visitor: "v", session: nil, surface: Surface(rawValue: "home"),
                context: ["hour": generator.unit() * 1e-9],
                candidates: CandidateSet(
                    items: items, sources: ["popularity"], sourceOf: [0, 0, 0, 0, 0],
                    sourceScores: items.map { _ in Float(generator.unit()) }, featureNames: ["f"],
                    features: items.map { _ in Float(generator.unit()) },
                    means: items.map { _ in Float(generator.unit()) }),
                policyVersion: "budgeted(share=0.02)", seed: generator.next(),
                exploration: Exploration(rate: 0.1, factors: ["shopper": 2]),
                rules: [AppliedRule(rule: "pin", effect: .pin(position: 2), items: [items[1]])],
                slate: slate),
            outcome: number % 3 == 0
                ? nil
                : Outcome(
                    decision: id,
                    events: [Event(.click, at: Timestamp(seconds: 5), shopper: "s1", item: items[0], decision: id)],
                    rewards: [generator.unit(), 0, -1.5]))
    }

    static func records(_ count: Int) -> [DecisionRecord] {
        var generator = SeededGenerator(seed: 3)
        return (0..<count).map { record($0, generator: &generator) }
    }

    static func text(_ records: [DecisionRecord]) throws -> String {
        let writer = DecisionWriter()
        return try records.map { String(decoding: try writer.line($0), as: UTF8.self) }.joined(separator: "\n")
    }

    @Test("what is read back equals what was written, packed or not", arguments: [false, true])
    func roundTrip(isPacked: Bool) throws {
        let written = Self.records(20)
        let bytes = Array(try Self.text(written).utf8)
        let file = try LogFile(isPacked ? storedGzip(bytes) : bytes)
        #expect(try readAll(try DecisionReader(path: file.path)) == written)
    }

    @Test("the same record gives the same bytes")
    func bytes() throws {
        #expect(try Self.text(Self.records(3)) == Self.text(Self.records(3)))
    }

    /// Each: how the second record is spoilt, the code, and words of the message.
    static let corruptions: [(@Sendable (inout DecisionRecord) -> Void, String, String)] = [
        ({ $0.decision.slate[1].propensity = 0 }, "log.propensity", "position 2 must be in (0, 1]; got 0"),
        ({ $0.decision.slate[0].propensity = 1.5 }, "log.propensity", "position 1 must be in (0, 1]; got 1.5"),
        ({ $0.decision.slate[0].propensityError = -1 }, "log.propensity", "standard error"),
        ({ $0.decision.slate[0].position = 2 }, "decision.position", "element 1 says position 2"),
        ({ $0.decision.slate[0].item = "stranger" }, "log.action", "'stranger' is shown but is none"),
        ({ $0.decision.slate[0].item = $0.decision.slate[1].item }, "log.action", "shown twice"),
        ({ $0.decision.slate = [] }, "decision.slate", "shows nothing"),
        ({ $0.outcome?.decision = "other" }, "outcome.decision", "'other'"),
        ({ $0.outcome?.rewards = [1] }, "outcome.rewards", "1 rewards for 3"),
        ({ $0.outcome?.rewards = [1, 0, -3] }, "log.reward", "in -2.0 ... 2.0; got -3"),
    ]

    @Test("a decision that is impossible is an issue with its line, and reading goes on", arguments: corruptions)
    func corrupt(_ spoil: @Sendable (inout DecisionRecord) -> Void, _ code: String, _ words: String) throws {
        var records = Self.records(3)
        spoil(&records[1])
        let file = try LogFile(try Self.text(records))
        var reader = try DecisionReader(path: file.path, rewardRange: -2...2)
        _ = try reader.next()
        let issue = try #require(throws: LogIssue.self) { _ = try reader.next() }
        #expect(issue.line == 2)
        #expect(issue.code == code)
        #expect(issue.message.contains(words), "\(issue.message)")
        #expect(try reader.next() == records[2])
    }

    @Test(
        "a field that is missing or of another kind is named",
        arguments: [
            ("\"slate\":", "\"plate\":", "'decision.slate' is missing"),
            ("\"seed\":", "\"seed\":\"x\",\"y\":", "'decision.seed'"),
            ("\"time\":\"", "\"time\":\"x", "'decision.time': 'x"),
            ("{\"decision\":", "{\"decision\":{", "not JSON"),
        ])
    func fields(_ old: String, _ new: String, _ words: String) throws {
        let good = try Self.text(Self.records(1))
        let bad = good.replacing(old, with: new, maxReplacements: 1)
        try #require(bad != good)
        let file = try LogFile(bad)
        var reader = try DecisionReader(path: file.path)
        let issue = try #require(throws: LogIssue.self) { _ = try reader.next() }
        #expect(issue.message.contains("line 1: ") && issue.message.contains(words), "\(issue.message)")
    }

    @Test("a number that JSON has no words for is refused by name")
    func unwritable() throws {
        var records = Self.records(1)
        records[0].decision.context["hour"] = .nan
        let error = try #require(throws: OffPolicyError.self) { try DecisionWriter().line(records[0]) }
        #expect(error.message.contains("decision.context.hour"))
    }
}
