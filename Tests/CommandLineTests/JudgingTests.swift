import Foundation
import Testing

/// `ope` on good and on bad logs of every layout, and on what a simulated shop has decided.
@Suite("Judging policies at the command line")
struct JudgingTests {
    // MARK: Logs

    /// Sixty rows of three items; the row at line 9 may be spoilt.
    static func openBandit(_ ninth: String? = nil) -> String {
        var lines = ["timestamp,item_id,position,click,propensity_score,user_feature_0"]
        for row in 0..<60 {
            lines.append(
                "2019-11-24 00:00:\(row < 10 ? "0" : "")\(row).000000+00:00,\(row % 3),1,\(row % 4 == 0 ? 1 : 0),0.3333,a"
            )
        }
        if let ninth { lines[8] = ninth }
        return lines.joined(separator: "\n") + "\n"
    }

    static func row(item: String = "1", click: String = "0", propensity: String = "0.3333") -> String {
        "2019-11-24 00:00:07.000000+00:00,\(item),1,\(click),\(propensity),a"
    }

    /// Fifty choices among two actions; in the line 5 one text may be put for another.
    static func dsjson(_ old: String = "", _ new: String = "") -> String {
        (0..<50).map { row in
            let (shown, other) = row % 2 == 0 ? (1, 2) : (2, 1)
            let line =
                #"{"_label_cost":\#(row % 3 == 0 ? "-1.0" : "0.0"),"_label_probability":0.5,"_label_Action":\#(shown),"#
                + #""_labelIndex":\#(shown - 1),"EventId":"e\#(row)","Timestamp":"2026-03-01T00:00:00Z","a":[\#(shown),\#(other)],"#
                + #""c":{"U":{"x":1},"_multi":[{"A":{"t":"a"}},{"A":{"t":"b"}}]},"p":[0.5,0.5]}"#
            return row == 4 ? line.replacingOccurrences(of: old, with: new) : line
        }.joined(separator: "\n") + "\n"
    }

    /// Forty lists of two of three items, as written elsewhere, without what may be left out.
    static func decisions(_ old: String = "", _ new: String = "") -> String {
        (0..<40).map { row in
            let line =
                #"{"decision":{"id":"d\#(row)","time":"2026-03-01T10:00:00Z","surface":"home","policyVersion":"p","#
                + #""candidates":{"items":["a","b","c"]},"slate":[{"item":"\#(row % 2 == 0 ? "a" : "b")","position":1,"propensity":0.5},"#
                + #"{"item":"c","position":2,"propensity":0.25}]},"outcome":{"decision":"d\#(row)","rewards":[\#(row % 3 == 0 ? 1 : 0),0]}}"#
            return row == 4 ? line.replacingOccurrences(of: old, with: new) : line
        }.joined(separator: "\n") + "\n"
    }

    // MARK: Bad logs

    struct Bad: CustomTestStringConvertible, Sendable {
        let name: String
        let preset: String
        let content: Data
        /// All of these must be in the message.
        let words: [String]
        var arguments: [String] = []

        init(_ name: String, _ preset: String, _ text: String, _ words: [String], _ arguments: [String] = []) {
            self.init(name, preset, Data(text.utf8), words, arguments)
        }

        init(_ name: String, _ preset: String, _ content: Data, _ words: [String], _ arguments: [String] = []) {
            (self.name, self.preset, self.content, self.words, self.arguments) = (
                name, preset, content, words, arguments
            )
        }

        var testDescription: String { "\(preset): \(name)" }
    }

    static let badLogs: [Bad] =
        [
            Bad("propensity 0", "open-bandit", openBandit(row(propensity: "0")), ["line 9", "(0, 1]", "got 0"]),
            Bad("propensity 1.7", "open-bandit", openBandit(row(propensity: "1.7")), ["line 9", "(0, 1]", "1.7"]),
            Bad("propensity NaN", "open-bandit", openBandit(row(propensity: "NaN")), ["line 9", "finite", "NaN"]),
            Bad("click 2", "open-bandit", openBandit(row(click: "2")), ["line 9", "0 or 1"]),
            Bad("unknown item", "open-bandit", openBandit(row(item: "-1")), ["line 9", "item_id"]),
            Bad("ragged row", "open-bandit", openBandit("a,b"), ["line 9", "2 fields where 6"]),
            Bad("header alone", "open-bandit", String(openBandit().prefix(64)) + "\n", ["no row"]),
            Bad(
                "probability 0", "dsjson", dsjson("_label_probability\":0.5", "_label_probability\":0"),
                ["line 5", "(0, 1]"]),
            Bad(
                "probability 1.5", "dsjson", dsjson("_label_probability\":0.5", "_label_probability\":1.5"),
                ["line 5", "1.5"]),
            Bad(
                "probability NaN", "dsjson", dsjson("_label_probability\":0.5", "_label_probability\":NaN"),
                ["line 5", "NaN"]),
            Bad("p sums to 0.9", "dsjson", dsjson("[0.5,0.5]", "[0.5,0.4]"), ["line 5", "sum to one", "0.9"]),
            Bad("unknown action", "dsjson", dsjson("_label_Action\":1", "_label_Action\":7"), ["line 5", "7"]),
            Bad(
                "no actions", "dsjson", dsjson("{\"A\":{\"t\":\"a\"}},{\"A\":{\"t\":\"b\"}}", ""),
                ["line 5", "no action"]),
            Bad("cut line", "dsjson", dsjson("\"EventId\"", "\"Even\n"), ["line 5", "not JSON"]),
            Bad(
                "reward 50", "dsjson", dsjson("_label_cost\":0.0", "_label_cost\":-50.0"),
                ["line 5", "0.0 ... 10.0", "50"],
                ["--reward-range", "0,10"]),
            Bad("propensity 0", "decisions", decisions("0.25", "0"), ["line 5", "position 2", "(0, 1]"]),
            Bad("propensity 1.2", "decisions", decisions("0.25", "1.2"), ["line 5", "position 2", "1.2"]),
            Bad("propensity NaN", "decisions", decisions("0.25", "NaN"), ["line 5", "propensity", "NaN"]),
            Bad(
                "unknown item", "decisions", decisions("\"item\":\"a\"", "\"item\":\"z\""),
                ["line 5", "'z'", "none of the candidates"]),
            Bad(
                "rewards of another length", "decisions", decisions("\"rewards\":[0,0]", "\"rewards\":[0]"),
                ["line 5", "1 rewards for 2"]),
            Bad(
                "reward 99", "decisions", decisions("\"rewards\":[0,0]", "\"rewards\":[99,0]"), ["line 5", "99"],
                ["--reward-range", "0,10"]),
        ]
        + ["open-bandit", "dsjson", "decisions"].flatMap { preset in
            [
                Bad("empty file", preset, "", ["bad.log", "remedy"]),
                Bad("gzip cut off", preset, Data(BadInputTests.gzip.prefix(60)), ["bad.log", "remedy"]),
                Bad("not UTF-8", preset, Data([0xFF, 0xFE, 0x41, 0x0A]), ["bad.log", "remedy"]),
            ]
        }

    @Test("a bad log is refused with place, value and remedy, and no figure is printed", arguments: badLogs)
    func refuses(_ bad: Bad) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("bad.log", bad.content)
        let result = try CommandRunner.run(["ope", file, "--preset", bad.preset] + bad.arguments)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        for word in bad.words { #expect(result.errors.contains(word), "no '\(word)' in: \(result.errors)") }
        #expect(result.errors.contains("remedy:"), "\(result.errors)")
        #expect(!result.errors.contains("latin1"))
    }

    @Test("bad lines can be left out, which the report counts")
    func skipsBadLines() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("log.csv", Self.openBandit(Self.row(propensity: "0")))
        let result = try CommandRunner.run(["ope", file, "--preset", "open-bandit", "--skip-bad", "--json"])
        #expect(result.status == 0, "\(result.errors)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(report["decisions"] as? Int == 59)
        #expect((report["leftOut"] as? [String: Any])?["bad"] as? Int == 1)
    }

    @Test(
        "a target that does not go with the log is refused by name",
        arguments: [
            ("arm:99", "its arms are 0, 1, 2"), ("epsilon-greedy(2)", "[0, 1]"), ("thompson", "policy for lists"),
            ("nonsense", "no target 'nonsense'"), ("like:no.csv", "no.csv"), ("sum.json", "sum to one"),
            ("strange.json", "'99'"), ("torn.json", "not such JSON"),
        ])
    func refusesTargets(_ target: String, _ words: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("log.csv", Self.openBandit())
        _ = try folder.file("sum.json", #"{"probabilities":{"0":0.5,"1":0.2}}"#)
        _ = try folder.file("strange.json", #"{"probabilities":{"0":0.5,"99":0.5}}"#)
        _ = try folder.file("torn.json", #"{"probabilities":"#)
        let name = target.hasSuffix(".json") ? folder.path(target) : target
        let result = try CommandRunner.run(["ope", file, "--preset", "open-bandit", "--target", name])
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test("estimators are chosen by name, and must go with the log")
    func estimators() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("log.csv", Self.openBandit())
        func ope(_ names: String, _ file: String, _ preset: String) throws -> CommandRunner.Result {
            try CommandRunner.run([
                "ope", file, "--preset", preset, "--target", "uniform", "--json", "--estimators", names,
            ])
        }
        let names = "dr,sndr,switch-dr,switch-dr(10),dros,dros(100),replay,ips(slope),ips(20)"
        let result = try ope(names, file, "open-bandit")
        #expect(result.status == 0, "\(result.errors)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let estimates = try #require(report["estimates"] as? [[String: Any]])
        #expect(
            estimates.compactMap { $0["estimator"] as? String } == [
                "dr", "sndr", "switch-dr(threshold=slope)", "switch-dr(threshold=10)", "dros(strength=slope)",
                "dros(strength=100)", "replay", "ips(limit=slope)", "ips(limit=20)",
            ])
        let lists = try folder.file("log.jsonl", Self.decisions())
        let slates = try CommandRunner.run([
            "ope", lists, "--preset", "decisions", "--target", "logging", "--estimators", "rips,iips",
        ])
        #expect(slates.status == 0, "\(slates.errors)")
        for (names, file, preset, words) in [
            ("dr,nonsense", file, "open-bandit", "no estimator 'nonsense'"),
            ("ips(0)", file, "open-bandit", "positive"),
            ("rips", file, "open-bandit", "judges lists"), ("dr", lists, "decisions", "judges single choices"),
            ("dr", folder.path("none.csv"), "open-bandit", "there is no file or folder"),
        ] {
            let refused = try ope(names, file, preset)
            #expect(refused.status == 1 && refused.output.isEmpty)
            #expect(refused.errors.contains(words), "\(refused.errors)")
        }
    }

    @Test("a policy that never explored answers for itself alone")
    func deterministicLog() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("log.csv", Self.openBandit().replacingOccurrences(of: "0.3333", with: "1"))
        let result = try CommandRunner.run(["ope", file, "--preset", "open-bandit", "--json"])
        #expect(result.status == 0, "\(result.errors)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let refused = try #require(report["refusals"] as? [[String: Any]])
        #expect(Set(refused.compactMap { $0["estimator"] as? String }) == ["ips", "snips", "dr"])
        #expect(refused.allSatisfy { $0["code"] as? String == "log.deterministic" })
    }

    @Test("a log of ours that was written elsewhere needs no more than what was shown, and says so where more is asked")
    func decisionsFromElsewhere() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("log.jsonl", Self.decisions())
        let own = try CommandRunner.run(["ope", file, "--preset", "decisions", "--target", "logging"])
        #expect(own.status == 0, "\(own.errors)")
        #expect(own.output.contains("40 decisions, lists of 2 (home, p)"))
        let greedy = try CommandRunner.run(["ope", file, "--preset", "decisions", "--target", "greedy"])
        #expect(greedy.status == 1)
        #expect(greedy.errors.contains("cannot be known"))
    }

    // MARK: What a shop has decided

    @Test("the decisions of a simulated shop are judged from its folder, one surface and one policy at a time")
    func shopFolder() throws {
        let folder = try TemporaryFolder()
        let simulated = try CommandRunner.run([
            "simulate", "--policies", "epsilon-greedy(0.3)", "--days", "2", "--seeds", "1", "--shoppers", "120",
            "--items",
            "80", "--data", folder.path("shops"),
        ])
        #expect(simulated.status == 0, "\(simulated.errors)")
        let shop = folder.path("shops/epsilon-greedy(0.3)-1")
        let mixed = try CommandRunner.run(["ope", shop])
        #expect(mixed.status == 1)
        #expect(mixed.errors.contains("several surfaces") && mixed.errors.contains("--surface"))
        let policies = try CommandRunner.run(["ope", shop, "--surface", "home"])
        #expect(policies.status == 1)
        #expect(policies.errors.contains("several policies") && policies.errors.contains("--logged-by"))

        let arguments = ["ope", shop, "--surface", "home", "--logged-by", "epsilon-greedy"]
        let plot = folder.path("plot.html")
        let result = try CommandRunner.run(
            arguments + [
                "--target", "logging", "--target", "epsilon-greedy(0.3)", "--target", "greedy", "--json", "--plot",
                plot,
            ])
        #expect(result.status == 0, "\(result.errors)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(report["logger"] as? String == "epsilon-greedy(epsilon=0.3)")
        let estimates = try #require(report["estimates"] as? [[String: Any]])
        func value(_ target: String, _ estimator: String) throws -> Double {
            try #require(
                estimates.first { $0["target"] as? String == target && $0["estimator"] as? String == estimator }?[
                    "value"]
                    as? Double)
        }
        // A policy judged from its own log has weights of one: its value is the mean.
        #expect(abs(try value("epsilon-greedy(0.3)", "snrips") - value("logging", "mean")) < 1e-9)
        let page = try String(contentsOfFile: plot, encoding: .utf8)
        #expect(page.contains("<svg") && page.contains("greedy, snrips"))

        // What is exported says the same, read back from the file.
        let exported = try CommandRunner.run(["export", shop, "--surface", "home", "--logged-by", "epsilon-greedy"])
        #expect(exported.status == 0, "\(exported.errors)")
        let file = try folder.file("home.jsonl", exported.output)
        let again = try CommandRunner.run([
            "ope", file, "--preset", "decisions", "--target", "logging", "--target", "epsilon-greedy(0.3)", "--target",
            "greedy", "--json",
        ])
        #expect(again.status == 0, "\(again.errors)")
        let second = try #require(try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
        #expect((second["estimates"] as? NSArray) == (report["estimates"] as? NSArray))
        let empty = try CommandRunner.run(["export", shop, "--surface", "nowhere"])
        #expect(empty.status == 1 && empty.output.isEmpty)
        #expect(empty.errors.contains("no such decision") && empty.errors.contains("--surface"))

        let budget = try CommandRunner.run(arguments + ["--target", "budgeted(0.02)"])
        #expect(budget.status == 1)
        #expect(budget.errors.contains("cannot be known") && budget.errors.contains("simulate"))
        let nobody = try CommandRunner.run(["ope", shop, "--logged-by", "nobody"])
        #expect(nobody.status == 1)
        #expect(nobody.errors.contains("--logged-by"))
    }
}
