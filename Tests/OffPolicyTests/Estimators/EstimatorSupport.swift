import Commerce
import Linear
import OffPolicy

func isClose(_ left: Double, _ right: Double, absolute: Double = 1e-12, relative: Double = 1e-10) -> Bool {
    abs(left - right) <= max(absolute, relative * max(abs(left), abs(right)))
}

func areClose(_ left: [Double], _ right: [Double], absolute: Double = 1e-12, relative: Double = 1e-10) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { isClose($0, $1, absolute: absolute, relative: relative) }
}

/// The log of `Tests/Oracles/off_policy.py`: 60 decisions, 4 arms of which the last is never shown.
enum OracleLog {
    static let (count, arms) = (60, 4)

    static let actions: [Int32] = (0..<count).map { Int32(($0 * 13 + $0 / 3) % arms) }
    static let propensities: [Double] = (0..<count).map { (i: Int) -> Double in
        let weights = (0..<arms).map { (a: Int) -> Double in Double((i * 7 + a * 11 + i * a) % 5 + 1) }
        return weights[Int(actions[i])] / weights.reduce(0, +)
    }
    static let rewards: [Double] = (0..<count).map { (i: Int) -> Double in
        Double((i * 17 + Int(actions[i]) * 5) % 11) / 4 - 0.5
    }
    static let clicks: [Double] = (0..<count).map { (i: Int) -> Double in
        (i * 5 + Int(actions[i]) * 3) % 7 < 3 ? 1 : 0
    }
    static let model: [Double] = (0..<count * arms).map { (cell: Int) -> Double in
        Double((cell / arms * 3 + cell % arms * 7) % 9) / 3 - 0.25
    }
    static let contexts = Matrix(
        rows: count, columns: 2,
        values: (0..<count).flatMap { (i: Int) -> [Float] in
            [Float(i * 29 % 23) / 8 - 1, Float(i * 31 % 19) * 10 + 5]
        })
    static let armFeatures = Matrix(rows: arms, columns: 2, values: [0.5, -1, 1, 0.25, -2, 0.5, 0, 3])

    static func log(clicks: Bool = false) throws -> LoggedDecisions {
        try LoggedDecisions(
            arms: ["a", "b", "c", "d"], actions: actions, rewards: clicks ? Self.clicks : rewards,
            propensities: propensities, contexts: contexts, actionFeatures: armFeatures)
    }

    static func target() throws -> TargetProbabilities {
        try TargetProbabilities(
            arms: arms,
            values: (0..<count).flatMap { (i: Int) -> [Double] in
                let weights = (0..<arms).map { (a: Int) -> Double in
                    a == 2 && i % 4 == 0 ? 0 : Double((i * 5 + a * 3 + i * i) % 7 + 1)
                }
                return weights.map { $0 / weights.reduce(0, +) }
            })
    }
}

/// A random log with the logging policy's whole distributions, a target and a model.
struct RandomCase {
    let log: LoggedDecisions
    let target: TargetProbabilities
    let model: [Double]

    init(seed: UInt64, decisions: Int = 37, arms: Int = 3) throws {
        var generator = SeededGenerator(seed: seed)
        func distribution() -> [Double] {
            let weights = (0..<arms).map { _ in 0.05 + generator.unit() }
            return weights.map { $0 / weights.reduce(0, +) }
        }
        var (actions, rewards, propensities, target) = ([Int32](), [Double](), [Double](), [Double]())
        for _ in 0..<decisions {
            let logging = distribution()
            var (arm, point) = (0, generator.unit())
            while arm < arms - 1, point >= logging[arm] {
                point -= logging[arm]
                arm += 1
            }
            actions.append(Int32(arm))
            propensities.append(logging[arm])
            rewards.append(generator.normal(mean: Double(arm)))
            target += distribution()
        }
        log = try LoggedDecisions(
            arms: (0..<arms).map { "arm \($0)" }, actions: actions, rewards: rewards, propensities: propensities)
        self.target = try TargetProbabilities(arms: arms, values: target)
        model = (0..<decisions * arms).map { _ in generator.normal() }
    }
}

/// All estimators, with settings under which none is trivial on the logs above.
func allEstimators() throws -> [any OffPolicyEstimator] {
    [
        DirectMethod(), InversePropensity(), try InversePropensity(limit: 1.5), SelfNormalisedInversePropensity(),
        DoublyRobust(), try DoublyRobust(limit: 1.5), SelfNormalisedDoublyRobust(),
        try SwitchDoublyRobust(threshold: 1.5), try ShrunkDoublyRobust(strength: 2), Replay(seed: 3),
    ]
}
