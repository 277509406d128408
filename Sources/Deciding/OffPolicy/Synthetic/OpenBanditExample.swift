import Foundation
import Linear

/// The very logs behind the table in `examples/synthetic` of the Open Bandit Pipeline 0.5.5, drawn again from their
/// seeds 0, 1, 2, ...: so that estimators can be compared on the same data.
///
/// The problem is that of ``SyntheticBandit``, but standardised by the log at hand. The original draws coefficients and
/// actions from generators of the same seed; so does this.
struct OpenBanditExample {
    private let arms: Int
    private let width: Int
    private let inverseTemperature: Double
    private let seed: UInt32
    private var generator: MersenneTwister

    init(arms: Int, width: Int, inverseTemperature: Double, seed: UInt32) {
        self.arms = arms
        self.width = width
        self.inverseTemperature = inverseTemperature
        self.seed = seed
        generator = MersenneTwister(seed: seed)
    }

    /// The next log of this seed.
    mutating func draw(_ decisions: Int) throws -> SyntheticLog {
        let contexts = (0..<decisions * width).map { _ in generator.normal() }
        let expected = expectedRewards(contexts, decisions: decisions)
        var choosing = MersenneTwister(seed: seed)
        var (actions, propensities) = ([Int32](), [Double]())
        for decision in 0..<decisions {
            let row = expected[decision * arms..<(decision + 1) * arms].map { exp(inverseTemperature * $0) }
            let total = row.reduce(0, +)
            let point = choosing.fraction()
            var (sum, arm) = (row[0] / total, 0)
            while arm < arms - 1, sum <= point {
                arm += 1
                sum += row[arm] / total
            }
            actions.append(Int32(arm))
            propensities.append(row[arm] / total)
        }
        let rewards = (0..<decisions).map { decision in
            generator.bernoulli(expected[decision * arms + Int(actions[decision])]) ? 1.0 : 0
        }
        let log = try LoggedDecisions(
            arms: (0..<arms).map { "arm \($0)" }, actions: actions, rewards: rewards, propensities: propensities,
            contexts: Matrix(rows: decisions, columns: width, values: contexts.map { Float($0) }))
        return SyntheticLog(log: log, expectedRewards: expected)
    }

    /// `logistic` of the standardised bilinear form of `[1, context]` and `[1, one-hot arm]`. Shape [decisions, arms].
    private func expectedRewards(_ contexts: [Double], decisions: Int) -> [Double] {
        var drawing = MersenneTwister(seed: seed)
        let common = (0...width).map { _ in drawing.uniform(-1, 1) }
        let offsets = (0...arms).map { _ in drawing.uniform(-1, 1) }
        let products = (0..<(1 + width) * (1 + arms)).map { _ in drawing.uniform(-1, 1) }
        var values: [Double] = []
        values.reserveCapacity(decisions * arms)
        for decision in 0..<decisions {
            let context = [1] + contexts[decision * width..<(decision + 1) * width]
            for arm in 0..<arms {
                var sum = offsets[0] + offsets[1 + arm]
                for place in 0...width {
                    let row = place * (1 + arms)
                    sum += context[place] * (common[place] + products[row] + products[row + 1 + arm])
                }
                values.append(sum)
            }
        }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        return values.map { LineRewards.logistic(($0 - mean) / deviation) }
    }
}
