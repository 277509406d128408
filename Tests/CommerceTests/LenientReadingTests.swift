import Commerce
import Foundation
import Testing

/// What the API takes in: what is empty may be left out, and everything is read as it is written.
struct LenientReadingTests {
    private func read<Value: Decodable>(_ json: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(json.utf8))
    }

    private func again<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    @Test func anEventNeedsItsKindAndTime() throws {
        let event: Event = try read(#"{"kind": "click", "time": "2026-01-02T03:04:05Z", "item": "a"}"#)
        #expect(event == Event(.click, at: try #require(Timestamp(iso8601: "2026-01-02T03:04:05Z")), item: "a"))
        #expect(throws: DecodingError.self) { let _: Event = try read(#"{"kind": "click", "item": "a"}"#) }
        let full = Event(
            .purchase, at: Timestamp(milliseconds: 5), shopper: "s", visitor: "v", item: "i", id: "e", session: "n",
            order: "o", decision: "d", surface: .cart, position: 3, quantity: 2.5,
            price: Money(minorUnits: 5, currency: .jpy), value: 4, text: "t", attributes: ["a": "b"])
        #expect(try again(full) == full)
    }

    @Test func anItemNeedsItsIdentifier() throws {
        let item: Item = try read(#"{"id": "a", "price": {"minorUnits": 5, "currency": "GBP"}}"#)
        #expect(item == Item(id: "a", price: Money(minorUnits: 5, currency: .gbp)))
        let shopper: Shopper = try read(#"{"id": "s"}"#)
        #expect(shopper == Shopper(id: "s"))
        let full = Item(
            id: "i", title: [.english: "x"], category: ["a", "b"], brand: "b", price: nil, stock: 3, text: "t",
            attributes: ["c": "d"], availableFrom: Timestamp(milliseconds: 1),
            availableUntil: Timestamp(milliseconds: 2))
        #expect(try again(full) == full)
    }

    @Test func aDecisionNeedsWhatItShowedAndHowLikelyThatWas() throws {
        let decision: Decision = try read(
            #"""
            {"id": "d", "time": "2026-01-02T03:04:05Z", "surface": "home", "policyVersion": "p",
             "slate": [{"item": "a", "position": 1, "propensity": 0.25, "score": 2}]}
            """#)
        let expected = Decision(
            id: "d", time: try #require(Timestamp(iso8601: "2026-01-02T03:04:05Z")), shopper: nil, surface: .home,
            candidates: CandidateSet(), policyVersion: "p",
            slate: [ShownAction(item: "a", position: 1, propensity: 0.25, source: "", score: 2)])
        #expect(decision == expected)
        #expect(throws: DecodingError.self) {
            let _: ShownAction = try read(#"{"item": "a", "position": 1, "score": 2}"#)
        }
        let outcome: Outcome = try read(#"{"decision": "d", "rewards": [0.5]}"#)
        #expect(outcome == Outcome(decision: "d", events: [], rewards: [0.5]))
    }

    @Test func aFullDecisionComesBackBitForBit() throws {
        var decision = Decision(
            id: "d", time: Timestamp(milliseconds: 77), shopper: "s", visitor: "v", session: "n", surface: .search,
            context: ["hour": 0.1],
            candidates: CandidateSet(
                items: ["a", "b"], sources: ["x"], sourceOf: [0, 0], sourceScores: [0.1, 1e-30],
                featureNames: ["f"], features: [1 / 3, -0.0], means: [0.7, .leastNonzeroMagnitude],
                variances: [1, 2], adjustments: [0, 3], kinds: [1, -1], spread: 0.5),
            policyVersion: "p", snapshotVersion: "v", rankerVersion: "r", seed: .max,
            length: 3,
            exploration: Exploration(rate: 0.1, factors: ["new": 2], greedyReward: 1, spent: 0.3, information: 4),
            rules: [AppliedRule(rule: "pin", effect: .pin(position: 1), items: ["a"])],
            slate: [
                ShownAction(item: "b", position: 1, propensity: 1 / 3, propensityError: 0.01, source: "x", score: -1)
            ])
        decision.slate[0].reasons = [Reason(.popular, source: "x", terms: ["t"], strength: 0.2)]
        decision.slate[0].isPinned = true
        #expect(try again(decision) == decision)
    }

    @Test func theSlateAloneKeepsTheRowsOfWhatWasShown() {
        let candidates = CandidateSet(
            items: ["a", "b", "c"], sources: ["x", "y"], sourceOf: [0, 1, 0], sourceScores: [1, 2, 3],
            featureNames: ["f", "g"], features: [1, 2, 3, 4, 5, 6], means: [7, 8, 9], variances: [1, 1, 1])
        let decision = Decision(
            id: "d", time: Timestamp(milliseconds: 0), shopper: nil, surface: .home, candidates: candidates,
            policyVersion: "p",
            slate: ["c", "z", "a"].enumerated().map {
                ShownAction(item: ItemID($1), position: $0 + 1, propensity: 1, source: "x", score: 0)
            })
        let kept = decision.keepingSlate()
        #expect(
            kept.candidates
                == CandidateSet(
                    items: ["c", "a"], sources: ["x", "y"], sourceOf: [0, 0], sourceScores: [3, 1],
                    featureNames: ["f", "g"], features: [5, 6, 1, 2], means: [9, 7], variances: [1, 1]))
        #expect(kept.slate == decision.slate && kept.keepingSlate() == kept)
    }

    @Test func columnsThatDoNotFitAreNamed() {
        #expect(CandidateSet(items: ["a"], means: [1]).misfit == nil)
        #expect(CandidateSet(items: ["a"], means: [1, 2]).misfit?.contains("'means' has 2 entries") == true)
        #expect(
            CandidateSet(items: ["a"], featureNames: ["f"], features: [1, 2]).misfit?.contains("1 candidates x 1")
                == true)
        #expect(CandidateSet(items: ["a"], sources: ["x"], sourceOf: [1]).misfit?.contains("source 1 of 1") == true)
    }
}
