import Commerce
import Foundation
import Intake
import Testing

enum SplitJSON {
    static func roundTrip(_ plan: SplitPlan) throws -> SplitPlan {
        try JSONDecoder().decode(SplitPlan.self, from: JSONEncoder().encode(plan))
    }

    static func decode(_ text: String) throws -> SplitPlan {
        try JSONDecoder().decode(SplitPlan.self, from: Data(text.utf8))
    }
}

@Suite("Leave-last-out")
struct SplitsLeaveLastOutTests {
    @Test("the last event is the test, the one before it the validation")
    func lastTwo() throws {
        let source = SplitShop.letters(["abcd", "bd", "cab"])
        let split = try LeaveLastOut(validation: true).split(source)
        #expect(SplitShop.names(split.training.itemRows, in: source) == "ab" + "bd" + "c")
        #expect(split.test.map { SplitShop.names($0.history.items, in: source) } == ["abc", "ca"])
        #expect(split.test.map { SplitShop.names($0.targets, in: source) } == ["d", "b"])
        #expect(split.validation.map { SplitShop.names($0.history.items, in: source) } == ["ab", "c"])
        #expect(split.validation.map { SplitShop.names($0.targets, in: source) } == ["c", "a"])
        #expect(split.test[0].history.weights == [1, 2, 3])
        #expect(split.tally.trainingOnlyShoppers == 1)
    }

    @Test("a repeated last item is no target by default, yet stays out of training")
    func repeatedTarget() throws {
        let source = SplitShop.letters(["aba", "abc"])
        let dropped = try LeaveLastOut().split(source)
        #expect(dropped.test.map(\.owner) == [1])
        #expect(dropped.tally.test.repeatedEvents == 1)
        #expect(SplitShop.names(dropped.training.itemRows, in: source) == "abab")
        let kept = try LeaveLastOut(repeats: .keep).split(source)
        #expect(kept.test.map { SplitShop.names($0.targets, in: source) } == ["a", "c"])
        #expect(kept.tally.test.repeatedEvents == 1)
        #expect(kept.tally.test.newItems == 1)
    }

    @Test("too few events to leave a history are refused as a setting")
    func minimumEvents() {
        #expect(throws: IntakeError.self) { try LeaveLastOut(minimumEvents: 1) }
        #expect(throws: IntakeError.self) { try LeaveLastOut(validation: true, minimumEvents: 2) }
        #expect(throws: IntakeError.self) {
            try SplitJSON.decode(#"{"protocol":"leave-last-out","minimumEvents":0}"#)
        }
    }

    @Test("when nobody has enough events the split says so")
    func nothingToTest() throws {
        let failure = #expect(throws: IntakeError.self) {
            try LeaveLastOut().split(SplitShop.letters(["a", "b"]))
        }
        #expect(failure?.code == "split.empty")
        #expect(throws: IntakeError.self) { try LeaveLastOut().split(SplitShop.letters([])) }
    }
}

@Suite("Global time split")
struct SplitsTimeTests {
    @Test("no training event is later than a test event, nor a validation event out of its window", arguments: 0..<100)
    func leakFree(seed: UInt64) throws {
        let source = SplitShop.random(seed: seed)
        let cut = Timestamp(seconds: 40)
        let split = try TimeSplit(test: .instant(cut), validation: .instant(Timestamp(seconds: 30))).split(source)
        #expect(split.training.times.allSatisfy { $0 < Timestamp(seconds: 30) })
        #expect(split.trainingAndValidation.times.allSatisfy { $0 < cut })
        for query in split.test {
            let own = source.history(of: try #require(query.owner))
            let after = Set(zip(own.items, own.times).filter { $0.1 >= cut }.map(\.0))
            #expect(Set(query.targets) == after.subtracting(query.history.items))
        }
    }

    @Test("a share keeps events of one instant together, after the cut")
    func tiedInstants() throws {
        let source = SplitShop.letters(["abcd", "eabc"], times: [[1, 2, 5, 5], [1, 5, 6, 7]])
        let split = try TimeSplit(test: .share(0.5)).split(source)
        // The fifth of eight times is 5: what happened at 5 is test, so three events remain.
        #expect(SplitShop.names(split.training.itemRows, in: source) == "abe")
        #expect(split.test.map { SplitShop.names($0.targets, in: source) } == ["cd", "abc"])
    }

    @Test("new shoppers and new items are counted, and handled as declared")
    func newcomers() throws {
        let source = SplitShop.letters(["abc", "bx", "c"], times: [[1, 2, 9], [8, 9], [3]])
        let usual = try TimeSplit(test: .instant(Timestamp(seconds: 5))).split(source)
        #expect(usual.test.map(\.owner) == [0])
        #expect(usual.tally.test.newShoppers == 1)
        #expect(usual.tally.test.newItems == 1)
        #expect(usual.tally.trainingOnlyShoppers == 1)
        let open = try TimeSplit(test: .instant(Timestamp(seconds: 5)), newShoppers: .keep, newItems: .drop)
            .split(source)
        #expect(open.test.map { SplitShop.names($0.targets, in: source) } == ["c", "b"])
        #expect(open.test[1].history == History(shopper: nil, items: []))
    }

    @Test("without times, or with cuts in the wrong order, it refuses")
    func refusals() throws {
        let timeless = Interactions(
            shoppers: Vocabulary(["s"]), items: Vocabulary(["a", "b"]), histories: [History(shopper: 0, items: [0, 1])])
        #expect(throws: IntakeError.self) { try TimeSplit(test: .share(0.5)).split(timeless) }
        #expect(throws: IntakeError.self) { try TimeSplit(test: .share(1)) }
        #expect(throws: IntakeError.self) { try TimeSplit(test: .share(.nan)) }
        #expect(throws: IntakeError.self) { try TimeSplit(test: .share(0.5), validation: .share(0.5)) }
        let mixed = try TimeSplit(test: .share(0.5), validation: .instant(Timestamp(seconds: 99)))
        #expect(throws: IntakeError.self) { try mixed.split(SplitShop.letters(["abc"])) }
        #expect(throws: IntakeError.self) { try TimeSplit(test: .share(0.5)).split(SplitShop.letters([])) }
    }
}

@Suite("Stratified random split")
struct SplitsStratifiedTests {
    @Test("each shopper gives the declared share, halves to even, and at least one event to training")
    func shares() throws {
        let source = SplitShop.letters(["abcdefghij", "abcdef", "abcd", "a"])
        let split = try StratifiedSplit(seed: 3).split(source)
        // 7.5 and 4.5 round to the even 8 and 4.
        #expect((0..<4).map { split.training.offsets[$0 + 1] - split.training.offsets[$0] } == [8, 4, 3, 1])
        #expect(split.test.map(\.targets.count) == [2, 2, 1])
        let three = try StratifiedSplit(training: 0.5, validation: 0.3, seed: 3).split(source)
        #expect(three.validation.map(\.targets.count) == [3, 2, 1])
        #expect(three.test.map(\.targets.count) == [2, 1, 1])
    }

    @Test("every event is equally likely to be held out")
    func uniformity() throws {
        let source = SplitShop.letters(["abcd"])
        var heldOut = [Int](repeating: 0, count: 4)
        for seed in 0..<4000 {
            for target in try StratifiedSplit(seed: UInt64(seed)).split(source).test[0].targets {
                heldOut[Int(target)] += 1
            }
        }
        // 4,000 draws of one in four: six standard deviations are 164.
        #expect(heldOut.reduce(0, +) == 4000)
        #expect(heldOut.allSatisfy { abs($0 - 1000) < 164 })
    }

    @Test("a shopper's draw does not depend on the other shoppers, but on the seed")
    func independence() throws {
        let letters = "abcdefghijkl"
        let long = try StratifiedSplit(seed: 9).split(SplitShop.letters([letters, letters, letters]))
        let short = try StratifiedSplit(seed: 9).split(SplitShop.letters([letters, letters]))
        #expect(Array(long.test.prefix(2)) == short.test)
        #expect(long.test[0].targets != long.test[1].targets)
        let other = try StratifiedSplit(seed: 10).split(SplitShop.letters([letters, letters]))
        #expect(other.test != short.test)
    }

    @Test("shares that leave no test are refused", arguments: [(0, 0.2), (1, 0), (0.8, 0.2), (0.5, -0.1), (.nan, 0)])
    func refusals(training: Double, validation: Double) {
        #expect(throws: IntakeError.self) {
            try StratifiedSplit(training: training, validation: validation, seed: 1)
        }
    }
}

@Suite("Session prefixes")
struct SplitsSessionTests {
    let sessions = [History(items: [4, 2, 4]), History(items: [7]), History(items: [1, 3])]

    @Test("every prefix asks for the item after it")
    func prefixes() throws {
        let queries = try SessionPrefixes().queries(from: sessions)
        #expect(queries.map(\.history.items) == [[4], [4, 2], [1]])
        #expect(queries.map(\.targets) == [[2], [4], [3]])
        #expect(queries.map(\.owner) == [0, 0, 2])
    }

    @Test("short prefixes can be left out and long ones cut to their end")
    func window() throws {
        let session = [History(items: [1, 2, 3, 4])]
        let queries = try SessionPrefixes(minimumPrefix: 2, window: 2).queries(from: session)
        #expect(queries.map(\.history.items) == [[1, 2], [2, 3]])
        #expect(throws: IntakeError.self) { try SessionPrefixes(minimumPrefix: 0) }
        #expect(throws: IntakeError.self) { try SessionPrefixes(window: 0) }
    }

    @Test("sessions cut beforehand give one question each")
    func lastItems() {
        let queries = SessionPrefixes.lastItems(of: sessions)
        #expect(queries.map(\.history.items) == [[4, 2], [1]])
        #expect(queries.map(\.targets) == [[4], [3]])
        #expect(queries.allSatisfy { $0.owner == nil })
    }
}

@Suite("Split plans as text")
struct SplitsPlanTests {
    @Test("a plan is one flat object with the name of its protocol")
    func json() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let plan = SplitPlan.time(try TimeSplit(test: .share(0.75), validation: .instant(Timestamp(seconds: 0))))
        #expect(
            String(decoding: try encoder.encode(plan), as: UTF8.self)
                == #"{"newItems":"keep","newShoppers":"drop","protocol":"time","repeats":"drop","test":0.75,"validation":"1970-01-01T00:00:00Z"}"#
        )
        #expect(try SplitJSON.decode(#"{"protocol":"leave-last-out"}"#) == .leaveLastOut(try LeaveLastOut()))
        #expect(
            try SplitJSON.decode(#"{"protocol":"stratified","seed":5}"#) == .stratified(try StratifiedSplit(seed: 5)))
    }

    @Test("an unknown protocol names the known ones")
    func unknown() {
        let failure = #expect(throws: IntakeError.self) { try SplitPlan(named: "random", seed: 1) }
        #expect(failure?.remedy?.contains("leave-last-out, time, stratified") == true)
        #expect(throws: DecodingError.self) { try SplitJSON.decode(#"{"protocol":"random"}"#) }
    }

    @Test("the names of the command line give the usual parameters", arguments: SplitPlan.names)
    func named(name: String) throws {
        let source = SplitShop.random(seed: 4)
        #expect(try SplitPlan(named: name, seed: 2).name == name)
        #expect(try SplitPlan(named: name, seed: 2).split(source).validation.isEmpty)
        #expect(try !SplitPlan(named: name, validation: true, seed: 2).split(source).validation.isEmpty)
    }
}
