import Commerce
import Explore
import Testing

/// Cases worked by hand.
struct OutcomeBookTests {
    private static let rules = Result {
        try Attribution(.last, windows: [.click: .minutes(10), .purchase: .minutes(60), .refund: .minutes(60)])
    }

    private func book(_ attribution: Attribution? = nil, rewards: RewardFunction = .standard) throws -> OutcomeBook<
        Diary
    > {
        OutcomeBook(
            learner: Diary(), attribution: try attribution ?? Self.rules.get(), rewards: rewards,
            timing: try OutcomeTiming(lateness: .minutes(5), liveAge: .minutes(1)))
    }

    private func rewards(_ decisions: [Decision], _ events: [Event], under rules: Attribution? = nil) throws
        -> [DecisionID: [Double]]
    {
        var book = try book(rules)
        let deliveries = decisions.map(OutcomeScenario.Delivery.decision) + events.map(OutcomeScenario.Delivery.event)
        for delivery in deliveries.sorted(by: { $0.time < $1.time }) { book.receive(delivery) }
        book.finish()
        return Dictionary(uniqueKeysWithValues: book.settled.entries.map { ($0.decision, $0.rewards) })
    }

    @Test func whatAnEventQuotesComesBeforeWhoDidIt() throws {
        let decisions: [Decision] = [
            .showing(["a", "b"], id: "1", at: minute(0), shopper: "s"),
            .showing(["b", "c"], id: "2", at: minute(1), shopper: "s"),
        ]
        let quoted = Event(.click, at: minute(2), shopper: "s", item: "b", decision: "1")
        #expect(try rewards(decisions, [quoted]) == ["1": [0, 0.3], "2": [0, 0]])
        let plain = Event(.click, at: minute(2), shopper: "s", item: "b")
        #expect(try rewards(decisions, [plain]) == ["1": [0, 0], "2": [0.3, 0]])
        let first = try Attribution(.first, windows: [.click: .minutes(10)])
        #expect(try rewards(decisions, [plain], under: first) == ["1": [0, 0.3], "2": [0, 0]])
        // The quoted decision did not show the item, so who did it decides.
        let wrong = Event(.click, at: minute(2), shopper: "s", item: "c", decision: "1")
        #expect(try rewards(decisions, [wrong]) == ["1": [0, 0], "2": [0, 0.3]])
    }

    @Test func theWindowBeginsWithTheDecisionAndEndsBeforeItsEnd() throws {
        let decision = Decision.showing(["a"], id: "1", at: minute(2), shopper: "s")
        for (time, reward) in [(1.999, 0.0), (2, 0.3), (11.999, 0.3), (12, 0)] {
            let event = Event(.click, at: minute(time), shopper: "s", item: "a", decision: "1")
            #expect(try rewards([decision], [event]) == ["1": [reward]], "a click at minute \(time)")
        }
    }

    @Test func anAnonymousVisitCountsForTheShopperItTurnsOutToBe() throws {
        let anonymous = Decision.showing(["a"], id: "1", at: minute(0), visitor: "v")
        let login = Event(.search, at: minute(1), shopper: "s", visitor: "v")
        let bought = Event(.purchase, at: minute(2), shopper: "s", item: "a")
        #expect(try rewards([anonymous], [login, bought]) == ["1": [1]])
        #expect(try rewards([anonymous], [bought]) == ["1": [0]])
        // The other way round: known when it was decided, anonymous when it was bought.
        let known = Decision.showing(["a"], id: "1", at: minute(0), shopper: "s", visitor: "v")
        let click = Event(.click, at: minute(3), visitor: "v", item: "a")
        #expect(try rewards([known], [click]) == ["1": [0.3]])
        // A device of two people is neither's.
        let other = Event(.search, at: minute(1), shopper: "t", visitor: "v")
        #expect(try rewards([anonymous], [login, other, bought]) == ["1": [0]])
        #expect(try rewards([known], [other, click]) == ["1": [0]])
    }

    @Test func aReturnFollowsItsPurchaseAndTakesItsRewardBack() throws {
        let decisions: [Decision] = [
            .showing(["a", "b"], id: "1", at: minute(0), shopper: "s"),
            .showing(["a", "b"], id: "2", at: minute(9), shopper: "s"),
        ]
        func bought(_ item: ItemID, _ quantity: Double) -> Event {
            Event(.purchase, at: minute(3), shopper: "s", item: item, order: "o", quantity: quantity)
        }
        func back(_ item: ItemID, _ quantity: Double?, at time: Double = 20) -> Event {
            Event(.refund, at: minute(time), shopper: "s", item: item, order: "o", quantity: quantity)
        }
        let events = [bought("a", 4), bought("b", 1)]
        #expect(try rewards(decisions, events + [back("a", 1)]) == ["1": [0.75, 1], "2": [0, 0]])
        #expect(try rewards(decisions, events + [back("a", nil), back("b", 9)]) == ["1": [0, 0], "2": [0, 0]])
        #expect(try rewards(decisions, events + [back("b", nil, at: 59)]) == ["1": [1, 0], "2": [0, 0]])
        #expect(try rewards(decisions, events + [back("b", nil, at: 60)]) == ["1": [1, 1], "2": [0, 0]])
        var book = try book()
        book.receive(decisions[0])
        book.receive(back("a", 1))
        book.receive(Event(.refund, at: minute(21), shopper: "s", item: "a"))
        book.finish()
        #expect(book.tally.unmatchedReturns == 2)
    }

    /// The second half of an order is another decision's, and still open when the first one's has settled.
    @Test func aReturnFollowsTheLastPurchaseOfItsOrder() throws {
        func bought(at time: Double) -> Event {
            Event(.purchase, at: minute(time), shopper: "s", item: "a", order: "o", quantity: 1)
        }
        let decisions: [Decision] = [
            .showing(["a"], id: "1", at: minute(0), shopper: "s"),
            .showing(["a"], id: "2", at: minute(30), shopper: "s"),
        ]
        let back = Event(.refund, at: minute(70), shopper: "s", item: "a", order: "o", quantity: 1)
        let expected: [DecisionID: [Double]] = ["1": [1], "2": [0]]
        #expect(try rewards(decisions, [bought(at: 1), bought(at: 31), back]) == expected)
    }

    @Test func whatIsLaterThanAllowedIsCountedAndChangesNothing() throws {
        var book = try book()
        book.receive(.showing(["a"], id: "1", at: minute(100), shopper: "s"))
        book.receive(Event(.search, at: minute(110), shopper: "s"))
        book.receive(Event(.click, at: minute(105), shopper: "s", item: "a"))
        book.receive(Event(.click, at: minute(104.9), shopper: "s", item: "a", id: "late"))
        book.receive(.showing(["a"], id: "0", at: minute(103), shopper: "s"))
        book.finish()
        #expect(book.settled.entries == [Diary.Entry(decision: "1", rewards: [0.3])])
        #expect(book.tally.lateEvents == 1 && book.tally.lateDecisions == 1)
        #expect(abs(book.tally.worstMiss - 120) < 1e-9)
        book.receive(.showing(["a"], id: "9", at: minute(200), shopper: "s"))
        #expect(book.finish().isEmpty && book.tally.lateDecisions == 2, "the record has ended")
    }

    @Test func deliveriesThatCannotBeTrueAreCountedAndChangeNothing() throws {
        var book = try book()
        book.receive(.showing(["a"], id: "1", at: minute(100), shopper: "s"), now: minute(100))
        book.receive(Event(.click, at: minute(400), shopper: "s", item: "a"), now: minute(101))
        book.receive(Event(.click, at: Timestamp(milliseconds: .max), shopper: "s", item: "a"))
        book.receive(Event(.click, at: Timestamp(milliseconds: .min), shopper: "s", item: "a"))
        book.receive(Event(.purchase, at: minute(101), shopper: "s", item: "a", quantity: .nan))
        #expect(book.tally.fromTheFuture == 1 && book.tally.invalid == 3)
        #expect(book.newest == minute(100))
    }

    @Test func theSameIdWithAnotherContentDoesNotCount() throws {
        var book = try book()
        book.receive(.showing(["a"], id: "1", at: minute(0), shopper: "s"))
        book.receive(.showing(["b"], id: "1", at: minute(0), shopper: "s"))
        book.receive(Event(.click, at: minute(1), shopper: "s", item: "a", id: "x"))
        book.receive(Event(.purchase, at: minute(1), shopper: "s", item: "a", id: "x"))
        book.receive(Event(.click, at: minute(1), shopper: "s", item: "a", id: "x"))
        book.finish()
        #expect(book.settled.entries == [Diary.Entry(decision: "1", rewards: [0.3])])
        #expect(book.tally.contradicted == 2 && book.tally.repeated == 1)
    }

    @Test func aDecisionSettlesWhenItsLongestWindowHasPassedTheWatermark() throws {
        var book = try book()
        book.receive(.showing(["a"], id: "1", at: minute(0), shopper: "s"))
        book.receive(.showing(["a"], id: "2", at: minute(6), shopper: "s"))
        #expect(book.advance(to: minute(64.99)).isEmpty)
        let settled = book.advance(to: minute(65))
        #expect(settled.map(\.decision.id) == ["1"] && settled.allSatisfy(\.isMature))
        #expect(book.mark == DecisionMark(time: minute(0), decision: "1"))
        #expect(book.openDecisions == 1)
        let rest = book.finish()
        #expect(rest.map(\.decision.id) == ["2"] && rest.allSatisfy { !$0.isMature })
    }

    @Test func aYoungDecisionIsNotYetALiveFailure() throws {
        var book = try book()
        book.receive(.showing(["a"], id: "1", at: minute(0), shopper: "s"))
        #expect(book.live().entries.isEmpty)
        book.receive(Event(.click, at: minute(0.5), shopper: "s", item: "a"))
        #expect(book.live().entries.isEmpty)
        book.advance(to: minute(1))
        #expect(book.live().entries == [Diary.Entry(decision: "1", rewards: [0.3])])
        #expect(book.settled.entries.isEmpty)
    }

    @Test func aDecisionDeliveredAfterAnEventOfItsMomentIsStillAnsweredByIt() throws {
        var book = try book()
        book.receive(Event(.search, at: minute(1), shopper: "s"))
        #expect(book.live().entries.isEmpty)
        book.receive(Event(.click, at: minute(2), shopper: "s", item: "a"))
        book.receive(.showing(["a"], id: "1", at: minute(2), shopper: "s"))
        book.advance(to: minute(3))
        #expect(book.live().entries == [Diary.Entry(decision: "1", rewards: [0.3])])
    }

    @Test func aRewardOutsideTheDeclaredRangeIsAFaultAndIsNotLearned() throws {
        let money = try RewardFunction(.money(.gbp, margin: 1), range: 0...100)
        var book = try book(rewards: money)
        book.receive(.showing(["a", "b"], id: "1", at: minute(0), shopper: "s"))
        book.receive(.showing(["a"], id: "2", at: minute(1), shopper: "t"))
        let price = Money(minorUnits: 9000, currency: .gbp)
        book.receive(Event(.purchase, at: minute(2), shopper: "s", item: "a", quantity: 2, price: price))
        book.receive(Event(.purchase, at: minute(2), shopper: "t", item: "a", price: price))
        book.advance(to: minute(10))
        #expect(book.live().entries == [Diary.Entry(decision: "2", rewards: [90])])
        let settled = book.finish()
        #expect(settled.map { $0.fault?.code } == ["reward.range", nil])
        #expect(book.settled.entries == [Diary.Entry(decision: "2", rewards: [90])])
        #expect(book.tally.faultyDecisions == 1 && book.updates == 1)
    }

    @Test func onlyTheShownCandidatesAreHeld() throws {
        var book = try book()
        book.receive(.showing(["a", "b"], id: "1", at: minute(0), shopper: "s"))
        let settled = try #require(book.finish().first)
        #expect(settled.decision.candidates.items == ["a", "b"])
        #expect(settled.decision.candidates.features == [1, 0, 1, 1])
    }

    @Test func aBookOfNothingIsEmpty() throws {
        var book = try book()
        #expect(book.finish().isEmpty && book.resumePoint == nil && book.newest == nil)
        #expect(book.live() == Diary())
        book.receive(.showing(["a"], id: "1", at: minute(0), shopper: "s"))
        #expect(book.finish().isEmpty && book.tally.lateDecisions == 1, "it has ended")
        var other = try self.book()
        other.receive(.showing([], id: "1", at: minute(0), shopper: "s"))
        #expect(other.finish().map(\.outcome.rewards) == [[]])
    }
}
