import OffPolicy
import Testing

/// A problem so small that every possible log can be written down: expectations are sums, not simulations.
///
/// Two contexts, two arms, three decisions: `(2 * 2 * 2)³ = 512` logs of context, arm and binary reward.
struct ExactExpectationTests {
    static let decisions = 3
    static let contextShare = [0.3, 0.7]
    static let expected = [[0.2, 0.9], [0.6, 0.5]]
    static let logging = [[0.75, 0.25], [0.4, 0.6]]
    static let target = [[0.1, 0.9], [0.5, 0.5]]
    /// Wrong on purpose.
    static let model = [[0.7, 0.1], [0.3, 0.4]]

    static var truth: Double {
        (0..<2).reduce(0) { sum, x in
            sum + contextShare[x] * (0..<2).reduce(0) { $0 + target[x][$1] * expected[x][$1] }
        }
    }

    /// Sums `statistic` of all logs, each by its probability.
    static func expectation(
        of estimator: any OffPolicyEstimator, _ statistic: (Estimation) throws -> Double
    ) throws -> Double {
        var (sum, total) = (0.0, 0.0)
        for code in 0..<512 {
            var probability = 1.0
            var (contexts, actions, rewards) = ([Int](), [Int32](), [Double]())
            for place in 0..<decisions {
                let cell = code >> (3 * place) & 7
                let (x, a, r) = (cell & 1, cell >> 1 & 1, cell >> 2)
                probability *= contextShare[x] * logging[x][a] * (r == 1 ? expected[x][a] : 1 - expected[x][a])
                contexts.append(x)
                actions.append(Int32(a))
                rewards.append(Double(r))
            }
            let log = try LoggedDecisions(
                arms: ["a", "b"], actions: actions, rewards: rewards,
                propensities: (0..<decisions).map { logging[contexts[$0]][Int(actions[$0])] })
            let estimation = try estimator.evaluate(
                log, under: TargetProbabilities(arms: 2, values: contexts.flatMap { target[$0] }),
                rewards: contexts.flatMap { model[$0] })
            sum += probability * (try statistic(estimation))
            total += probability
        }
        #expect(isClose(total, 1))
        return sum
    }

    @Test func weightingAndDoublyRobustAreUnbiased() throws {
        for estimator in [InversePropensity(), DoublyRobust()] as [any OffPolicyEstimator] {
            let value = try Self.expectation(of: estimator) { $0.value }
            #expect(isClose(value, Self.truth), "\(estimator.name): \(value) for \(Self.truth)")
        }
    }

    /// The squared standard error is unbiased too, so the interval's width is right on average for any sample size.
    @Test func theirSquaredErrorsAreUnbiased() throws {
        for estimator in [InversePropensity(), DoublyRobust()] as [any OffPolicyEstimator] {
            let variance = try Self.expectation(of: estimator) { ($0.value - Self.truth) * ($0.value - Self.truth) }
            let claimed = try Self.expectation(of: estimator) {
                let error = try $0.standardError()
                return error * error
            }
            #expect(isClose(claimed, variance), "\(estimator.name)")
        }
    }

    @Test func theModelAloneIsBiasedByItsErrorsAndClippingByWhatItCuts() throws {
        func bias(_ term: (_ x: Int, _ a: Int) -> Double) -> Double {
            (0..<2).reduce(0) { sum, x in
                sum + Self.contextShare[x] * (0..<2).reduce(0) { $0 + term(x, $1) }
            }
        }
        let direct = try Self.expectation(of: DirectMethod()) { $0.value } - Self.truth
        #expect(isClose(direct, bias { Self.target[$0][$1] * (Self.model[$0][$1] - Self.expected[$0][$1]) }))
        let clipped = try Self.expectation(of: InversePropensity(limit: 1)) { $0.value } - Self.truth
        let cut = bias { x, a in
            (min(Self.target[x][a] / Self.logging[x][a], 1) * Self.logging[x][a] - Self.target[x][a])
                * Self.expected[x][a]
        }
        #expect(isClose(clipped, cut))
        #expect(cut < -0.1)
    }

    @Test func selfNormalisedValuesAreOnlySlightlyBiased() throws {
        let bias = try Self.expectation(of: SelfNormalisedInversePropensity()) { $0.value } - Self.truth
        #expect(abs(bias) > 1e-3 && abs(bias) < 0.15)
    }
}
