import Testing

@testable import Evaluate

@Suite("Distributions")
struct DistributionTests {
    /// From SciPy 1.x `scipy.stats.norm.ppf`.
    @Test(
        "normal quantiles agree with SciPy",
        arguments: [
            (0.5, 0.0), (0.975, 1.959963984540054), (0.025, -1.9599639845400545), (0.9999, 3.719016485455709),
            (1e-10, -6.361340902404056),
        ])
    func normal(p: Double, expected: Double) {
        #expect(isClose(Normal.quantile(p), expected, absolute: 1e-9))
        #expect(isClose(Normal.cumulative(expected), p, absolute: 1e-15, relative: 1e-9))
    }

    /// From SciPy `2 * scipy.stats.t.sf(t, df)`.
    @Test(
        "Student's tail probabilities agree with SciPy",
        arguments: TDistributionFixture.cases)
    func student(_ value: (t: Double, df: Double, p: Double)) {
        #expect(isClose(StudentT.twoSided(value.t, degreesOfFreedom: value.df), value.p, absolute: 0, relative: 1e-9))
        #expect(isClose(StudentT.twoSided(-value.t, degreesOfFreedom: value.df), value.p, absolute: 0, relative: 1e-9))
    }

    @Test("the incomplete beta function is 0 at 0 and 1 at 1, and symmetric")
    func incompleteBeta() {
        #expect(StudentT.incompleteBeta(0, 2, 3) == 0)
        #expect(StudentT.incompleteBeta(1, 2, 3) == 1)
        for x in stride(from: 0.05, to: 1, by: 0.05) {
            #expect(isClose(StudentT.incompleteBeta(x, 2.5, 0.5), 1 - StudentT.incompleteBeta(1 - x, 0.5, 2.5)))
            // I_x(1, b) = 1 - (1 - x)^b.
            #expect(isClose(StudentT.incompleteBeta(x, 1, 3), 1 - (1 - x) * (1 - x) * (1 - x)))
        }
    }

    @Test("quantiles lie between order statistics at place (n + 1) p")
    func quantiles() {
        let sorted = [1.0, 2, 4, 8]
        #expect(quantile(0.5, of: sorted) == 3)
        #expect(quantile(0.4, of: sorted) == 2)
        #expect(quantile(0.001, of: sorted) == 1)
        #expect(quantile(0.999, of: sorted) == 8)
        #expect(quantile(0.5, of: [7]) == 7)
    }

    @Test("Holm's correction, by hand")
    func holm() {
        let adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005])
        #expect(zip(adjusted, [0.03, 0.06, 0.06, 0.02]).allSatisfy { isClose($0, $1) })
        #expect(holmAdjusted([]) == [])
        #expect(holmAdjusted([0.9, 0.8]) == [1, 1])
    }
}
