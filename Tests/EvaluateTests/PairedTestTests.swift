import Commerce
import Testing

@testable import Evaluate

@Suite("Paired tests")
struct PairedTestTests {
    private func test(_ differences: [Double], counts: [Double]? = nil) -> PairedTest {
        PairedTest(differences: differences, counts: counts ?? Array(repeating: 1, count: differences.count))
    }

    @Test("the randomisation test counts sign flips: three equal differences leave 2 of 8 as extreme")
    func randomisationByHand() {
        let p = test([0.5, 0, 0.5, 0, 0.5]).randomisation(draws: 20_000, seed: 1)
        // Six standard errors of a share of one in four.
        #expect(isClose(p, 0.25, absolute: 6 * (0.25 * 0.75 / 20_000).squareRoot()))
    }

    @Test("it agrees with all sign flips of a small sample", arguments: 0..<20)
    func exhaustive(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let differences = (0..<8).map { _ in generator.unit() - 0.4 }
        let observed = abs(differences.reduce(0, +))
        let extreme = (0..<256).count { flips in
            let sum = differences.enumerated().reduce(0.0) { $0 + (flips >> $1.offset & 1 == 0 ? 1 : -1) * $1.element }
            return abs(sum) >= observed - 1e-12
        }
        let exact = Double(extreme) / 256
        let p = test(differences).randomisation(draws: 4000, seed: seed)
        #expect(isClose(p, exact, absolute: 5 * (exact * (1 - exact) / 4000).squareRoot() + 0.001))
    }

    @Test("no difference gives a p-value of 1, and no t")
    func equalModels() {
        let same = test([0, 0, 0])
        #expect(same.randomisation(draws: 100, seed: 1) == 1)
        #expect(PairedTest.bootstrap(estimate: 0, replicates: [0, 0, 0]) == 1)
        #expect(same.studentT() == nil)
        #expect(test([0.3]).studentT() == nil)
    }

    @Test("the t-test, by hand: differences 1, 2, 3 give t = 2 sqrt(3) on 2 degrees of freedom")
    func studentByHand() throws {
        // For two degrees of freedom, p = 1 - t / sqrt(t² + 2).
        let t = 2 * 3.0.squareRoot()
        #expect(isClose(test([1, 2, 3]).studentT(), 1 - t / (t * t + 2).squareRoot()))
    }

    @Test("equal counts per shopper scale the t-test by nothing")
    func ratioScale() {
        let once = test([0.1, -0.2, 0.4, 0.3]).studentT()
        let twice = test([0.2, -0.4, 0.8, 0.6], counts: [2, 2, 2, 2]).studentT()
        #expect(isClose(once, twice))
    }

    /// 400 pairs of equal models with many ties. A test at 5 % rejects 20 of them, give or take 4.4 a standard
    /// deviation; more than 40 in less than one of ten thousand runs. With a real lead it should mostly reject.
    @Test("false alarms come at the promised rate, and a real lead is found")
    func errorRates() throws {
        var generator = SeededGenerator(seed: 21)
        var alarms = (randomisation: 0, bootstrap: 0, t: 0)
        var found = 0
        for run in 0..<400 {
            let differences = (0..<100).map { _ -> Double in
                generator.unit() < 0.4 ? generator.unit() - generator.unit() : 0
            }
            let equal = test(differences)
            if equal.randomisation(draws: 199, seed: UInt64(run)) < 0.05 { alarms.randomisation += 1 }
            if try #require(equal.studentT()) < 0.05 { alarms.t += 1 }
            let sums = BootstrapTests.sums(differences)
            let replicates = try Bootstrap(resamples: 199, seed: UInt64(run)).replicates(of: sums).column(0)
            let p = PairedTest.bootstrap(estimate: differences.reduce(0, +) / 100, replicates: replicates)
            if p < 0.05 { alarms.bootstrap += 1 }
            if test(differences.map { $0 + 0.12 }).randomisation(draws: 199, seed: UInt64(run)) < 0.05 { found += 1 }
        }
        #expect((4...40).contains(alarms.randomisation))
        #expect((4...40).contains(alarms.t))
        #expect((4...44).contains(alarms.bootstrap))
        #expect(found > 360)
    }
}
