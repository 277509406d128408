import Commerce
import Foundation
import Testing

@Suite("Events, rewards and decisions")
struct EventTests {
    private static func roundTrip<Value: Codable>(_ value: Value) throws -> (copy: Value, json: String) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(value)
        return (try JSONDecoder().decode(Value.self, from: data), String(decoding: data, as: UTF8.self))
    }

    private static let event = Event(
        .refund, at: Timestamp(milliseconds: 1_323_435_000_250), shopper: "s", visitor: "v", item: "i", id: "e",
        session: "n", order: "o", decision: "d", surface: .home, position: 3, quantity: 2,
        price: Money(minorUnits: 1999, currency: .gbp), value: 4.5, text: "红色 \"dress\"",
        attributes: ["device": "phone"])

    @Test("an event survives JSON, whole or bare")
    func eventJSON() throws {
        let full = try Self.roundTrip(Self.event)
        #expect(full.copy == Self.event)
        #expect(full.json.contains(#""kind":"return""#))
        #expect(full.json.contains(#""surface":"home""#))
        #expect(full.json.contains(#""time":"2011-12-09T12:50:00.250Z""#))
        let bare = Event(.search, at: Timestamp(seconds: 0))
        let plain = try Self.roundTrip(bare)
        #expect(plain.copy == bare)
        #expect(plain.json == #"{"attributes":{},"kind":"search","time":"1970-01-01T00:00:00Z"}"#)
    }

    @Test("a decision survives JSON with its slate, reasons and outcome")
    func decisionJSON() throws {
        let decision = Decision(
            id: "01J", time: Timestamp(seconds: 9), shopper: nil, visitor: "v", surface: Surface(rawValue: "kiosk"),
            context: ["hour": 20], candidates: CandidateSet(items: ["a", "b"]), policyVersion: "p1",
            snapshotVersion: "m3",
            slate: [
                ShownAction(
                    item: "b", position: 1, propensity: 0.25, source: "ease", score: -1.5,
                    reasons: [Reason(.followsItem, source: "markov", evidence: ["a"], strength: 0.5)]),
                ShownAction(item: "a", position: 2, propensity: 1, source: "rule", score: 0, isPinned: true),
            ])
        #expect(try Self.roundTrip(decision).copy == decision)
        let outcome = Outcome(decision: "01J", events: [Self.event], rewards: [0.3, 0])
        #expect(try Self.roundTrip(outcome).copy == outcome)
        let shopper = Shopper(id: "s", attributes: ["city": "Lyon"])
        #expect(try Self.roundTrip(shopper).copy == shopper)
    }

    /// Written out, since stored numbers must never change meaning.
    @Test("storage codes are fixed")
    func storageCodes() {
        let codes: [EventKind: Int] = [
            .impression: 1, .view: 2, .click: 3, .favourite: 4, .unfavourite: 5, .cart: 6, .uncart: 7, .checkout: 8,
            .purchase: 9, .cancellation: 10, .refund: 11, .rating: 12, .review: 13, .search: 14, .message: 15,
            .share: 16,
            .dislike: 17,
        ]
        #expect(codes.count == EventKind.allCases.count)
        #expect(Set(codes.values).count == codes.count)
        for (kind, code) in codes {
            #expect(kind.storageCode == code)
            #expect(EventKind(storageCode: code) == kind)
        }
        for code in [0, -1, 18, Int.max] { #expect(EventKind(storageCode: code) == nil) }
    }

    @Test("what is wanted concerns an item, and what was undone is not wanted")
    func kinds() {
        for kind in EventKind.allCases where kind.isPositive { #expect(kind.needsItem) }
        for kind in [EventKind.impression, .unfavourite, .uncart, .cancellation, .refund, .dislike] {
            #expect(!kind.isPositive && kind.needsItem)
        }
        #expect(EventKind(rawValue: "return") == .refund)
    }

    @Test("standard rewards: a purchase is 1, and giving back takes it back")
    func rewards() throws {
        let weights = RewardWeights.standard
        #expect(weights[.purchase] == 1 && weights[.purchase] + weights[.refund] == 0)
        #expect(weights[.cart] + weights[.uncart] > 0 && weights[.impression] == 0)
        for kind in EventKind.allCases where kind.isPositive { #expect(weights[kind] > 0) }
        #expect(try RewardWeights([.click: 0.2])[.cart] == 0)
        for value in [Double.nan, .infinity] {
            let failure = #expect(throws: CommerceError.self) { try RewardWeights([.click: value]) }
            #expect(failure?.message.contains("RewardWeights.click") == true)
        }
    }

    @Test("rewards in JSON are one object by kind; an unknown kind is refused")
    func rewardsJSON() throws {
        let weights = try RewardWeights([.refund: -2, .click: 0.5])
        let result = try Self.roundTrip(weights)
        #expect(result.json == #"{"click":0.5,"return":-2}"#)
        #expect(result.copy == weights)
        #expect(try Self.roundTrip(RewardWeights.standard).copy == .standard)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RewardWeights.self, from: Data(#"{"wink":1}"#.utf8))
        }
    }
}
