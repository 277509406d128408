import Commerce
import Explore
import Intake
import OffPolicy
import Testing

@Suite("Reading dsjson")
struct DSJSONReaderTests {
    static let line = """
        {"_label_cost":-0.5,"_label_probability":0.8,"_label_Action":2,"_labelIndex":1,"o":[],\
        "Timestamp":"2020-01-02T03:04:05.6780000Z","Version":"1","EventId":"e1","a":[2,1,3],\
        "c":{"GUser":{"id":"mk","age":31.5,"new":true,"old":false,"none":null,"_hidden":1},"hour":7,"_multi":[\
        {"TAction":{"topic":"art"}},{"TAction":{"topic":"news","price":-2e-1}},{"b":[0.5,0,1]}]},\
        "p":[0.8,0.1,0.1],"VWState":{"m":"x/y"}}
        """

    static func choice(_ text: String) throws -> LoggedChoice {
        let file = try LogFile(text)
        var reader = try DSJSONReader(path: file.path)
        guard case .choice(let choice) = try #require(try reader.next()) else {
            throw OffPolicyError(code: "test", message: "slots")
        }
        return choice
    }

    @Test("a line gives the action from 0, the reward as minus the cost, and features by namespace")
    func line() throws {
        let choice = try Self.choice(Self.line)
        #expect(
            choice.label
                == ChoiceLabel(
                    id: "e1", time: Timestamp(iso8601: "2020-01-02T03:04:05.678Z"), action: 1, propensity: 0.8,
                    reward: 0.5, order: [1, 0, 2], probabilities: [0.8, 0.1, 0.1]))
        #expect(
            choice.shared == [
                FeatureNamespace(" ", [NamedFeature("hour", .number(7))]),
                FeatureNamespace(
                    "GUser",
                    [NamedFeature("id", .text("mk")), NamedFeature("age", .number(31.5)), NamedFeature("new", .flag)]),
            ])
        try #require(choice.actions.count == 3)
        #expect(choice.actions[0] == [FeatureNamespace("TAction", [NamedFeature("topic", .text("art"))])])
        #expect(choice.actions[1][0].features[1] == NamedFeature("price", .number(-0.2)))
        #expect(
            choice.actions[2] == [
                FeatureNamespace(
                    "b",
                    [NamedFeature("0", .number(0.5)), NamedFeature("1", .number(0)), NamedFeature("2", .number(1))])
            ])
    }

    @Test("the fast path hashes to the same features as the names do")
    func hashing() throws {
        let file = try LogFile(Self.line + "\n" + Self.line)
        var hashed = HashedChoice()
        try Self.choice(Self.line).hash(into: &hashed)
        var reader = try DSJSONReader(path: file.path)
        var streamed = HashedChoice()
        for _ in 0..<2 {
            let label = try reader.next(into: &streamed)
            #expect(label?.action == 1)
            #expect(streamed == hashed)
        }
        #expect(try reader.next(into: &streamed) == nil)
        // hour, three of GUser, one, two, and two of the array, whose zero says nothing.
        #expect(hashed.features.count == 9)
        #expect(hashed.count == 3)
        #expect(hashed.namespaces.map { Character(Unicode.Scalar($0.letter)) } == [" ", "G", "T", "T", "b"])
        #expect(Set(hashed.features.map(\.hash)).count == 9)
    }

    @Test("nested objects are namespaces of their own name, words of _text are flags")
    func nesting() throws {
        let text = """
            {"_label_cost":0,"_label_probability":1,"_labelIndex":0,"c":{"U":{"a":1,"V":{"b":2}},"_text":"big red",\
            "_multi":[{"x":[{"y":3},{"y":4}]}]}}
            """
        let choice = try Self.choice(text)
        #expect(
            choice.shared == [
                FeatureNamespace(" ", [NamedFeature("big", .flag), NamedFeature("red", .flag)]),
                FeatureNamespace("U", [NamedFeature("a", .number(1))]),
                FeatureNamespace("V", [NamedFeature("b", .number(2))]),
            ])
        #expect(
            choice.actions == [
                [
                    FeatureNamespace("x", [NamedFeature("y", .number(3))]),
                    FeatureNamespace("x", [NamedFeature("y", .number(4))]),
                ]
            ])
        #expect(choice.label.order.isEmpty)
    }

    @Test("gzip is read as is, empty lines and lines without an end too")
    func gzip() throws {
        let file = try LogFile(storedGzip(Array((Self.line + "\n\n" + Self.line).utf8)), named: "log.json.gz")
        #expect(try readAll(try DSJSONReader(path: file.path)).count == 2)
    }

    @Test("answers without their decision are counted, and what was never shown is marked")
    func dangling() throws {
        let skipped = Self.line.replacing("\"VWState\"", with: "\"_skipLearn\":true,\"pdrop\":0.25,\"VWState\"")
        let file = try LogFile(
            "{\"RewardValue\":1,\"EventId\":\"e0\"}\n" + skipped + "\n{\"RewardValue\":2,\"c\":null}\n")
        var reader = try DSJSONReader(path: file.path)
        guard case .choice(let choice)? = try reader.next() else {
            return #expect(Bool(false), "a choice was expected")
        }
        #expect(!choice.label.isLearned)
        #expect(choice.label.dropped == 0.25)
        #expect(try reader.next() == nil)
        #expect(reader.danglingOutcomes == 2)
    }

    @Test("slots are read from 0, the chosen action first")
    func slots() throws {
        let text = """
            {"Timestamp":"2019-09-10T14:43:37Z","EventId":"e","c":{"U":{"id":"mk"},"_multi":[{"T":{"a":1}},{"T":{"a":2}},\
            {"T":{"a":3}}],"_slots":[{"_id":"top","S":{"w":2}},{}]},"_outcomes":[{"_label_cost":-1,"_id":"top",\
            "_a":[1,0,2],"_p":[0.84,0.08,0.08],"_o":[]},{"_label_cost":0,"_a":2,"_p":0.75}],"VWState":{}}
            """
        let file = try LogFile(text)
        var reader = try DSJSONReader(path: file.path)
        guard case .slots(let page)? = try reader.next() else { return #expect(Bool(false), "slots were expected") }
        #expect(page.actions.count == 3)
        #expect(
            page.slots == [
                LoggedSlot(
                    id: "top", features: [FeatureNamespace("S", [NamedFeature("w", .number(2))])], order: [1, 0, 2],
                    probabilities: [0.84, 0.08, 0.08], reward: 1),
                LoggedSlot(order: [2], probabilities: [0.75], reward: 0),
            ])
    }

    /// Each: what is replaced in the good line, by what, the code, and words of the message.
    static let corruptions: [(String, String, String, String)] = [
        ("\"c\":{", "\"c\":", "json.malformed", "not JSON"),
        ("{\"_label_cost\"", "[{\"_label_cost\"", "json.malformed", "not JSON"),
        ("\"_label_probability\":0.8", "\"_label_probability\":0", "log.propensity", "must be in (0, 1]; got 0"),
        ("\"_label_probability\":0.8", "\"_label_probability\":1.01", "log.propensity", "must be in (0, 1]; got 1.01"),
        ("\"_label_probability\":0.8", "\"_label_probability\":NaN", "json.number", "finite number; got NaN"),
        ("\"_label_probability\":0.8", "\"_label_probability\":\"x\"", "json.number", "finite number; got 'x'"),
        ("\"_label_probability\":0.8,", "", "log.propensity", "no _label_probability"),
        ("\"_label_probability\":0.8", "\"_label_probability\":0.5", "log.propensity", "'p' gives action 2 0.8"),
        ("\"p\":[0.8,0.1,0.1]", "\"p\":[0.8,0.1,0.3]", "log.distribution", "must sum to one"),
        ("\"p\":[0.8,0.1,0.1]", "\"p\":[0.8,-0.1,0.3]", "log.propensity", "in [0, 1]; got -0.1"),
        ("\"p\":[0.8,0.1,0.1]", "\"p\":[0.8,0.2]", "log.distribution", "3 actions and 'p' 2 probabilities"),
        ("\"a\":[2,1,3]", "\"a\":[2,1,1]", "log.action", "twice"),
        ("\"a\":[2,1,3]", "\"a\":[2,1,4]", "log.action", "names action 4.0"),
        ("\"a\":[2,1,3],", "\"a\":[2,1],", "log.distribution", "2 actions"),
        ("\"_label_Action\":2,\"_labelIndex\":1,", "\"_label_Action\":4,", "log.action", "1 to 3"),
        ("\"_label_Action\":2,\"_labelIndex\":1,", "\"_labelIndex\":3,", "log.action", "0 to 2"),
        ("\"_label_Action\":2,\"_labelIndex\":1,", "\"_label_Action\":0,", "log.action", "_label_Action is 0"),
        ("\"_label_Action\":2,\"_labelIndex\":1,", "\"_label_Action\":1.5,", "json.number", "whole number"),
        ("\"_label_Action\":2,\"_labelIndex\":1,", "", "dsjson.label", "neither"),
        ("\"_labelIndex\":1", "\"_labelIndex\":2", "dsjson.label", "_labelIndex is 2"),
        ("\"_label_cost\":-0.5,", "", "dsjson.label", "no _label_cost"),
        ("\"_label_cost\":-0.5", "\"_label_cost\":1e999", "json.number", "finite"),
        ("\"_label_cost\":-0.5", "\"_label_cost\":-1.5", "log.reward", "in 0.0 ... 1.0; got 1.5"),
        ("\"_multi\"", "\"_many\"", "dsjson.actions", "_multi"),
        ("\"c\":{", "\"d\":{", "dsjson.context", "no member 'c'"),
        ("2020-01-02T03", "2020-13-02T03", "log.time", "is not a time"),
        ("31.5", "Infinity", "json.number", "finite"),
        ("\"VWState\"", "\"pdrop\":1,\"VWState\"", "dsjson.pdrop", "[0, 1)"),
        ("\"VWState\"", "\"_skipLearn\":\"yes\",\"VWState\"", "json.flag", "true or false"),
    ]

    @Test("a line that is impossible is an issue with its number, and reading goes on", arguments: corruptions)
    func corrupt(_ old: String, _ new: String, _ code: String, _ words: String) throws {
        let bad = Self.line.replacing(old, with: new)
        try #require(bad != Self.line)
        let file = try LogFile([Self.line, bad, Self.line].joined(separator: "\n"))
        for isFast in [false, true] {
            var reader = try DSJSONReader(path: file.path, rewardRange: 0...1)
            var hashed = HashedChoice()
            func next() throws -> Bool {
                isFast ? try reader.next(into: &hashed) != nil : try reader.next() != nil
            }
            #expect(try next())
            let issue = try #require(throws: LogIssue.self) { _ = try next() }
            #expect(issue.line == 2)
            #expect(issue.code == code)
            #expect(issue.message.contains("line 2: ") && issue.message.contains(words), "\(issue.message)")
            #expect(try next())
            #expect(try !next())
        }
    }

    @Test("a scan refuses a log with bad lines after naming them all, or leaves them out and counts")
    func scan() throws {
        let bad = Self.line.replacing("\"_label_probability\":0.8", with: "\"_label_probability\":0")
        let file = try LogFile([Self.line, bad, Self.line, "{", Self.line].joined(separator: "\n"))
        var strict = try DSJSONReader(path: file.path)
        let error = try #require(throws: OffPolicyError.self) { try LogScan().run(&strict) { _, _ in } }
        #expect(error.code == "log.lines")
        #expect(
            error.message.contains("2 lines") && error.message.contains("line 2:") && error.message.contains("line 4:"))
        #expect(error.remedy?.contains("--skip-bad") == true)
        var lenient = try DSJSONReader(path: file.path)
        var entries = 0
        let leftOut = try LogScan(badLines: .skip).run(&lenient) { _, _ in entries += 1 }
        #expect(entries == 3)
        #expect(leftOut.bad == 2)
        #expect(leftOut.examples.map(\.line) == [2, 4])
    }

    @Test("a file that is cut off within gzip fails as a whole, also where bad lines are skipped")
    func truncated() throws {
        let whole = storedGzip(Array((Self.line + "\n").utf8))
        let file = try LogFile(Array(whole.dropLast(9)), named: "log.gz")
        var reader = try DSJSONReader(path: file.path)
        let error = try #require(throws: IntakeError.self) {
            try LogScan(badLines: .skip).run(&reader) { _, _ in }
        }
        #expect(error.code == "gzip.truncated")
    }
}
