import Linear
import OffPolicy
import Testing

/// Values, errors and intervals against numbers printed by NumPy.
struct EstimatorOracleTests {
    @Test(arguments: OffPolicyFixture.estimators)
    func agreesWithNumPy(_ expected: OffPolicyFixture.Expected) throws {
        let estimator = try #require(try allEstimators().first { $0.name == expected.name })
        let estimation = try estimator.evaluate(
            OracleLog.log(), under: OracleLog.target(), rewards: OracleLog.model)
        #expect(isClose(estimation.value, expected.value))
        #expect(isClose(try estimation.standardError(), expected.standardError))
        #expect(isClose(estimation.effectiveSampleSize, expected.ess))
        let interval = try estimation.interval(confidence: 0.95)
        #expect(isClose(interval.low, expected.low, relative: 1e-8))
        #expect(isClose(interval.high, expected.high, relative: 1e-8))
        let bernstein = try estimation.bernsteinInterval(confidence: 0.95, range: -3...4)
        #expect(isClose(bernstein.high - estimation.value, expected.bernsteinReach))
        #expect(isClose(estimation.value - bernstein.low, expected.bernsteinReach))
        #expect(estimation.influence.count == OracleLog.count)
        #expect(isClose(estimation.influence.reduce(0, +), 0, absolute: 1e-10))
    }

    @Test func theOracleKnowsEveryEstimatorButReplay() throws {
        let names = try allEstimators().map(\.name)
        #expect(Set(names).subtracting(OffPolicyFixture.estimators.map(\.name)) == ["replay"])
    }
}
