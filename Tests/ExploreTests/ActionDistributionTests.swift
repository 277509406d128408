import Commerce
import Explore
import Testing

struct ActionDistributionTests {
    @Test func samplesEachActionAsOftenAsItsProbabilityAndReportsIt() throws {
        let distribution = try ActionDistribution([0.5, 0, 0.3, 0.2])
        var generator = SeededGenerator(seed: 3)
        var counts = [Int](repeating: 0, count: 4)
        for _ in 0..<40_000 {
            let drawn = distribution.sample(using: &generator)
            #expect(drawn.propensity == distribution.probabilities[drawn.action])
            counts[drawn.action] += 1
        }
        #expect(counts[1] == 0)
        // Five standard errors of a share of 40,000 draws: fails for one seed in a million.
        for (action, probability) in distribution.probabilities.enumerated() {
            let share = Double(counts[action]) / 40_000
            #expect(abs(share - probability) <= 5 * (probability * (1 - probability) / 40_000).squareRoot())
        }
    }

    @Test(arguments: [[0.5, 0.4], [1.2, -0.2], [.nan, 1], []])
    func refusesWhatIsNoDistribution(_ probabilities: [Double]) {
        #expect(throws: ExploreError.self) { try ActionDistribution(probabilities) }
    }
}
