import Testing

@testable import Evaluate

@Suite("Means of repetitions")
struct SampleMeanTests {
    @Test("the interval is Student's, by hand")
    func byHand() throws {
        // s^2 = 2.5, t(4, 0.975) = 2.776445.
        let sample = SampleMean(of: [1, 2, 3, 4, 5])
        #expect(sample.mean == 3)
        let interval = try #require(sample.interval)
        #expect(abs(interval.high - (3 + 2.776445 * 0.5.squareRoot())) < 1e-5)
        #expect(abs(interval.low - (3 - 2.776445 * 0.5.squareRoot())) < 1e-5)
    }

    @Test("one figure has a mean and no interval")
    func single() {
        #expect(SampleMean(of: [7]).interval == nil)
        #expect(SampleMean(of: [7]).mean == 7)
    }

    @Test("differences are paired")
    func paired() throws {
        let sample = SampleMean(ofDifferences: [11, 22, 33], [10, 20, 30])
        #expect(sample == SampleMean(of: [1, 2, 3]))
    }
}
