import Commerce
import Explore
import Testing

@testable import Engine

@Suite("Events of clocks that count whole seconds")
struct CoarseTimeTests {
    private static func event(at time: Int64, quoting decision: DecisionID?) -> Event {
        var event = Event(.click, at: Timestamp(milliseconds: time), shopper: "ada", item: "mug")
        event.decision = decision
        return event
    }

    @Test(
        "one within the second of its list is taken as of the list's moment; all others stay when they were",
        arguments: [
            (5_000, 5_400, 5_400), (5_000, 5_999, 5_999), (5_000, 5_001, 5_001), (5_000, 5_000, 5_000),
            (5_000, 6_000, 5_000), (4_000, 5_400, 4_000), (6_000, 5_400, 6_000), (5_001, 5_400, 5_001),
            (5_399, 5_400, 5_399),
        ] as [(Int64, Int64, Int64)])
    func times(_ time: Int64, _ decided: Int64, _ taken: Int64) {
        let decision = DecisionID.ordered(time: Timestamp(milliseconds: decided), seed: 3)
        let event = Self.event(at: time, quoting: decision)
        #expect(event.afterItsDecision.time.milliseconds == taken)
        #expect(event.afterItsDecision.afterItsDecision == event.afterItsDecision)
    }

    @Test("a list whose name does not tell its moment moves nothing")
    func strangers() {
        for name in ["d1", "", "01M805A2W4DNSGH17QQYR41VF", "01M805A2W4DNSGH17QQYR41VFU", "91M805A2W4DNSGH17QQYR41VFN"]
        {
            #expect(DecisionID(name).orderedTime == nil)
            #expect(Self.event(at: 5_000, quoting: DecisionID(name)).afterItsDecision.time.milliseconds == 5_000)
        }
        #expect(Self.event(at: 5_000, quoting: nil).afterItsDecision.time.milliseconds == 5_000)
    }

    @Test("the moment in a name is the one that it was made of", arguments: [0, 1, 1_795_300_000_123, (1 << 45) - 1])
    func names(_ milliseconds: Int64) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(DecisionID.ordered(time: time, seed: 9, ordinal: 7).orderedTime == time)
    }
}
