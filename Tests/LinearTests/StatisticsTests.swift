import Testing

@testable import Linear

/// Distributions that intervals and tests are made of.
@Suite("Statistics")
struct StatisticsTests {
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
        arguments: StudentTFixture.cases)
    func student(_ value: (t: Double, df: Double, p: Double)) {
        #expect(isClose(StudentT.twoSided(value.t, degreesOfFreedom: value.df), value.p, absolute: 0, relative: 1e-9))
        #expect(isClose(StudentT.twoSided(-value.t, degreesOfFreedom: value.df), value.p, absolute: 0, relative: 1e-9))
    }

    @Test("Student's quantiles undo the tail probability, and agree with SciPy")
    func studentQuantiles() {
        // scipy.stats.t.ppf(1 - p / 2, df)
        for (p, df, expected) in [
            (0.05, 1, 12.706204736174705), (0.05, 4, 2.7764451051977943), (0.05, 29, 2.045229642132704),
            (0.01, 10, 3.1692726726169504), (0.05, 1e7, 1.9599642217672055),
        ] {
            #expect(isClose(StudentT.twoSidedQuantile(p, degreesOfFreedom: df), expected, absolute: 1e-8))
        }
        #expect(StudentT.twoSidedQuantile(1e-12, degreesOfFreedom: 0.01) == .infinity)
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

    private func isClose(_ left: Double, _ right: Double, absolute: Double = 1e-9, relative: Double = 1e-9) -> Bool {
        abs(left - right) <= max(absolute, relative * max(abs(left), abs(right)))
    }
}
