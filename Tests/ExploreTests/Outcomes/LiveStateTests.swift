import Commerce
import Testing

@testable import Explore

@Suite("The live state of a learner")
struct LiveStateTests {
    /// Counts what it was taught since the last look.
    private final class Meter: OutcomeLearner, @unchecked Sendable {
        var lessons = 0
        func learn(_ decision: Decision, rewards: [Double]) { lessons += 1 }
    }

    @Test("keeps few states, and goes back hardly further than the change")
    func thinning() throws {
        let (stride, count) = (4, 4000)
        var queue = NumberedQueue<OpenDecision>()
        var state = LiveState<Meter>(stride: stride)
        let meter = Meter()
        var mostStates = 0
        for number in 0..<count {
            queue.append(OpenDecision(HeldDecision(.showing(["a"], id: DecisionID("\(number)"), at: minute(0)))))
            if number % 10 == 9 {
                _ = state.learner(after: queue, in: 0..<(number + 1), changedFrom: .max, on: meter)
                mostStates = max(mostStates, state.rememberedStates)
            }
        }
        #expect(meter.lessons == count)
        // 4 log2(1000 strides)
        #expect(mostStates <= 40)

        for depth in [1, 3, 10, 50, 333, 1500, 3999] {
            let place = count - depth
            queue[place].add(
                Event(.click, at: minute(1), item: "a", decision: queue[place].decision.id), under: .standard)
            meter.lessons = 0
            _ = state.learner(after: queue, in: 0..<count, changedFrom: place, on: meter)
            #expect(meter.lessons >= depth && meter.lessons <= depth * 3 / 2 + 2 * stride)
        }
    }
}
