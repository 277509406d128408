import Commerce
import Explore
import Linear
import Testing

struct PageHinkleyTests {
    /// On 300 streams of 2,000 values each, with a false alarm in 20,000 on average, 9.5 % of streams alarm. More than
    /// 47 would be 3.6 standard errors above that: 2 chances in 10,000.
    @Test(arguments: [1.0, 0.05, 0.3])
    func alarmsOnUnchangingStreamsNoMoreOftenThanDeclared(_ rate: Double) throws {
        var alarms = 0
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var detector = try PageHinkley(falseAlarmEvery: 20_000)
            for _ in 0..<2_000 {
                let value = rate == 1 ? generator.normal() : (generator.bernoulli(rate) ? 1 : 0)
                if try detector.observe(value) != nil {
                    alarms += 1
                    break
                }
            }
        }
        #expect(alarms <= 47)
    }

    /// Clicks fall from 0.3 to 0.2, a shift of 0.22 deviations, after 2,000 values.
    @Test func findsAFallOfClicksWithinItsExpectedDelay() throws {
        var delays: [Int] = []
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var detector = try PageHinkley()
            for place in 0..<4_000 {
                let value: Double = generator.bernoulli(place < 2_000 ? 0.3 : 0.2) ? 1 : 0
                if let direction = try detector.observe(value) {
                    if place >= 2_000 {
                        delays.append(place - 2_000)
                        #expect(direction == .fall)
                    }
                    break
                }
            }
        }
        let expected = try PageHinkley().threshold / (0.1 / 0.458 - 0.05)
        #expect(delays.count >= 90)
        #expect(Double(delays.sorted()[delays.count / 2]) < 1.5 * expected)
    }

    /// Siegmund's approximation with these settings: exp(2 k b) - 2 k b - 1 = 4 k^2 N.
    @Test func takesTheThresholdFromTheDeclaredFalseAlarms() throws {
        let detector = try PageHinkley(tolerance: 0.25, falseAlarmEvery: 10_000)
        // By hand: exp(x) - x - 1 = 2,500 at x = 7.8274; h = 7.8274 / 0.5 - 1.166.
        #expect(abs(detector.threshold - 14.489) < 0.002)
    }

    @Test(arguments: [(0.0, 1_000.0, 100), (.nan, 1_000, 100), (0.1, 10, 100), (0.1, .infinity, 100), (0.1, 1_000, 3)])
    func refusesParametersOutOfRange(_ tolerance: Double, _ every: Double, _ warmUp: Int) {
        #expect(throws: ExploreError.self) {
            try PageHinkley(tolerance: tolerance, falseAlarmEvery: every, warmUp: warmUp)
        }
    }
}
