import Commerce
import Explore
import Testing

/// The promise of the book, on hundreds of awkward records.
struct OutcomeBookLawTests {
    private static let lateness = Duration.minutes(15)

    private static func book(_ touch: Attribution.Touch = .last) throws -> OutcomeBook<Diary> {
        OutcomeBook(
            learner: Diary(), attribution: try OutcomeScenario.rules(touch), rewards: .standard,
            timing: try OutcomeTiming(lateness: lateness, liveAge: .zero), stride: 7)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func deliveriesRepeatedLateAndOutOfOrderLeaveNoTrace(seed: UInt64) throws {
        let scenario = OutcomeScenario(seed: seed)
        var (straight, messy) = (try Self.book(), try Self.book())
        var (expected, released): ([Outcome], [Outcome]) = ([], [])
        for delivery in scenario.inOrder { expected += straight.receive(delivery).map(\.outcome) }
        expected += straight.finish().map(\.outcome)
        var random = SeededGenerator(seed: seed ^ 0xFEED)
        for delivery in scenario.delivered(lateness: Self.lateness, using: &random) {
            released += messy.receive(delivery).map(\.outcome)
        }
        #expect(!released.isEmpty, "something must have settled before the end")
        released += messy.finish().map(\.outcome)
        #expect(released == expected)
        #expect(messy.settled.entries.count == scenario.decisions.count)
        #expect(messy.settled == straight.settled)
        #expect(messy.settled.state.bitPattern == straight.settled.state.bitPattern)
        #expect(
            released.map(\.decision) == messy.settled.entries.map(\.decision),
            "each is let go once, in the order of learning")
    }

    @Test(arguments: 300..<340 as Range<UInt64>, Attribution.Touch.allCases)
    func attributesAsThePlainRulesDo(seed: UInt64, touch: Attribution.Touch) throws {
        var scenario = OutcomeScenario(seed: seed)
        // The oracle does not know the canonical order of one moment, so no two events share one.
        for place in scenario.events.indices {
            scenario.events[place].time = scenario.events[place].time + .milliseconds(place)
        }
        let expected = AttributionOracle(try OutcomeScenario.rules(touch), scenario.decisions, scenario.events)
            .attributed()
        var book = try Self.book(touch)
        var settled: [SettledDecision] = []
        for delivery in scenario.inOrder { settled += book.receive(delivery) }
        settled += book.finish()
        #expect(settled.count == scenario.decisions.count)
        for one in settled {
            #expect(one.outcome.events == expected[one.decision.id] ?? [])
            #expect(
                try one.outcome.rewards == RewardFunction.standard.rewards(of: one.outcome.events, for: one.decision))
        }
        let total = expected.values.reduce(0) { $0 + $1.count }
        let tally = book.tally
        #expect(tally.attributedByDecision + tally.attributedByPerson + tally.attributedByOrder == total)
        #expect(
            total + tally.unattributedEvents + tally.unmatchedReturns + tally.ignoredEvents == scenario.events.count)
        #expect(min(tally.attributedByDecision, tally.attributedByPerson) > 0)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func theLiveStateIsWhatLearningEverythingAgainWouldGive(seed: UInt64) throws {
        let scenario = OutcomeScenario(seed: seed)
        var random = SeededGenerator(seed: seed)
        let deliveries = scenario.delivered(lateness: Self.lateness, using: &random)
        var book = try Self.book()
        var seen: [OutcomeScenario.Delivery] = []
        for delivery in deliveries {
            book.receive(delivery)
            seen.append(delivery)
            guard random.unit() < 0.05 else { continue }
            // A book that gets what has been delivered so far, in order, and then ends.
            var plain = try Self.book()
            let ordered = seen.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            for (_, delivery) in ordered { plain.receive(delivery) }
            plain.finish()
            let live = book.live()
            #expect(live == plain.settled)
            #expect(live.state.bitPattern == plain.settled.state.bitPattern)
            #expect(book.live() == live, "asking changes nothing")
        }
        book.finish()
        #expect(book.live() == book.settled)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func aBookThatIsMadeAgainGoesOnAsIfNothingHadHappened(seed: UInt64) throws {
        let deliveries = OutcomeScenario(seed: seed).inOrder
        var whole = try Self.book()
        for delivery in deliveries { whole.receive(delivery) }

        var first = try Self.book()
        for delivery in deliveries.prefix(deliveries.count * 5 / 6) { first.receive(delivery) }
        let resume = try #require(first.resumePoint)
        var second = OutcomeBook(
            learner: first.settled, attribution: first.attribution, rewards: first.rewards, timing: first.timing,
            resumingAfter: first.mark, updates: first.updates)
        for (place, delivery) in deliveries.enumerated() where delivery.time >= resume {
            second.receive(delivery)
            guard place % 8 == 0 else { continue }
            let learned = second.live().entries.map(\.decision)
            #expect(Set(learned).count == learned.count, "nothing is learned twice while the book fills again")
        }
        #expect(second.settled.entries.count > first.settled.entries.count)
        #expect(second.settled == whole.settled)
        #expect(second.live() == whole.live())
        second.finish()
        whole.finish()
        #expect(second.settled == whole.settled)
        #expect(second.updates == whole.updates)
    }
}
