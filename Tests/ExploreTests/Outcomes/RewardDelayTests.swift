import Commerce
import Explore
import Foundation
import Testing

struct RewardDelayTests {
    private let function = Result { try RewardFunction(.weights(.standard), range: -100...100) }

    private func settled(
        _ events: [(EventKind, minutes: Double)], isMature: Bool = true, fault: ExploreError? = nil
    ) -> SettledDecision {
        let decision = Decision.showing(["a"], id: "1", at: minute(0), shopper: "s")
        return SettledDecision(
            decision: decision,
            outcome: Outcome(
                decision: "1",
                events: events.map { Event($0.0, at: minute($0.minutes), shopper: "s", item: "a", order: "o") },
                rewards: [0]),
            isMature: isMature, fault: fault)
    }

    @Test func saysHowMuchOfTheRewardComesAfterAnAge() throws {
        var delay = RewardDelay()
        #expect(delay.share(after: .zero) == nil && delay.age(reaching: 0.5) == nil && delay.matured([]) == nil)
        try delay.add(settled([(.click, 1), (.purchase, 60)]), under: function.get())
        try delay.add(settled([(.favourite, 10)]), under: function.get())
        try delay.add(settled([]), under: function.get())
        try delay.add(settled([(.purchase, 5)], isMature: false), under: function.get())
        try delay.add(settled([(.purchase, 5)], fault: ExploreError(code: "x", message: "x")), under: function.get())
        #expect(delay.decisions == 3 && abs(delay.total - 1.8) < 1e-12)
        func share(_ minutes: Double) -> Double { delay.share(after: .seconds(minutes * 60)) ?? .nan }
        // 0.3 at minute 1, 0.5 at minute 10, 1 at hour 1; ages are known to 5 %.
        for (age, expected) in [(0.0, 1.8), (0.9, 1.8), (1.1, 1.5), (9, 1.5), (11, 1), (56, 1), (64, 0)] {
            #expect(abs(share(age) - expected / 1.8) < 1e-12, "after \(age) minutes")
        }
        func minutes(_ share: Double) -> Double { (delay.age(reaching: share) ?? .zero) / .seconds(60) }
        #expect(minutes(0.1) > 1 && minutes(0.1) < 1.06)
        #expect(minutes(0.4) > 10 && minutes(0.4) < 10.6)
        #expect(minutes(0.95) > 60 && minutes(0.95) < 63.5)
        #expect(delay.age(reaching: 0) == .zero)
        let again = try JSONDecoder().decode(RewardDelay.self, from: JSONEncoder().encode(delay))
        #expect(again == delay)
    }

    @Test func aReturnTakesBackWhatHadArrived() throws {
        var delay = RewardDelay()
        try delay.add(settled([(.click, 1), (.purchase, 10), (.refund, 100)]), under: function.get())
        #expect(abs(delay.total - 0.3) < 1e-12)
        #expect(abs((delay.share(after: .minutes(50)) ?? 0) + 1 / 0.3) < 1e-9, "it takes back 1 of the 1.3 there was")
        #expect((delay.age(reaching: 0.9) ?? .zero) < .minutes(2))
    }

    /// True mean 0.5, delays exponential with mean 60 minutes. 20,000 decisions to learn the delay and 20,000 of ages
    /// up to two hours; the standard error of the corrected mean is about 0.005, so that 0.025 fails once in a million.
    @Test func correctsTheMeanOfYoungDecisions() throws {
        var random = SeededGenerator(seed: 5)
        func delayInMinutes() -> Double { -60 * Foundation.log(1 - random.unit()) }
        let purchases = try RewardFunction(.any(of: [.purchase]), range: 0...1)
        var delay = RewardDelay()
        for _ in 0..<20_000 {
            let events: [(EventKind, minutes: Double)] = random.unit() < 0.5 ? [(.purchase, delayInMinutes())] : []
            try delay.add(settled(events), under: purchases)
        }
        let young = (0..<20_000).map { _ -> (reward: Double, age: Duration) in
            let age = 120 * random.unit()
            let reward = random.unit() < 0.5 && delayInMinutes() <= age ? 1.0 : 0
            return (reward, .seconds(age * 60))
        }
        let plain = young.map(\.reward).reduce(0, +) / Double(young.count)
        #expect(plain < 0.31, "taken as they stand they look like 0.28")
        #expect(abs((delay.matured(young) ?? 0) - 0.5) < 0.025)
    }
}
