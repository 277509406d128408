import Commerce
import Explore
import Linear
import Testing

/// What is left of the exact answer after a million updates, on features that are nearly collinear and of very
/// different sizes.
@Suite("A million updates")
struct MillionUpdateTests {
    private static let width = 6
    private static let count = 1_000_000

    /// The second feature is almost the third; the fourth is large, the fifth small.
    private static func features(_ generator: inout SeededGenerator, into x: inout [Float]) {
        let shared = Float(generator.unit()) - 0.5
        x[0] = 1
        x[1] = shared
        x[2] = shared + 1e-3 * (Float(generator.unit()) - 0.5)
        x[3] = 1000 * (Float(generator.unit()) - 0.5)
        x[4] = 1e-2 * (Float(generator.unit()) - 0.5)
        x[5] = Float(generator.unit()) - 0.5
    }

    @Test func aLinearPosteriorStaysAtTheBatchSolution() throws {
        let prior = try CoefficientPrior(width: Self.width)
        var posterior = try LinearPosterior(prior: prior)
        var batch = BatchSums(width: Self.width)
        var generator = SeededGenerator(seed: 1)
        var x = [Float](repeating: 0, count: Self.width)
        for _ in 0..<Self.count {
            Self.features(&generator, into: &x)
            let reward = Double(x[1]) - 2 * Double(x[5]) + generator.unit()
            try posterior.update(features: x, reward: reward)
            batch.add(x, reward)
        }
        let regression = batch.regression(prior)
        // The matrix has a condition number of some 10^10: of the 16 digits of a double, that leaves 6.
        expectClose(posterior.mean, regression.mean, 1e-7)
        expectClose(try posterior.prediction(for: x).variance, regression.square(x), 1e-9)
    }

    @Test func aLogisticPosteriorStaysFiniteAndFindsTheTruth() throws {
        var posterior = LogisticPosterior(prior: try CoefficientPrior(width: 4))
        let truth = [-3.0, 1, -0.5, 0]
        var generator = SeededGenerator(seed: 2)
        var x: [Float] = [1, 0, 0, 0]
        for _ in 0..<Self.count {
            for place in 1..<4 { x[place] = Float(2 * generator.unit() - 1) }
            let linear = zip(truth, x).reduce(0) { $0 + $1.0 * Double($1.1) }
            let chance = LogisticPosterior.chance(mean: linear, variance: 0)
            try posterior.update(features: x, reward: generator.unit() < chance ? 1 : 0)
        }
        for place in 0..<4 {
            var unit: [Float] = [0, 0, 0, 0]
            unit[place] = 1
            let deviation = try posterior.linearVariance(of: unit).squareRoot()
            // Five posterior standard deviations; each is below 0.012.
            #expect(deviation < 0.012)
            #expect(abs(posterior.mean[place] - truth[place]) <= 5 * deviation)
        }
    }
}

/// Sums of products in flat arrays: a million additions to nested ones would take longer than what is tested.
private struct BatchSums {
    let width: Int
    var matrix: [Double]
    var moments: [Double]

    init(width: Int) {
        self.width = width
        matrix = [Double](repeating: 0, count: width * width)
        moments = [Double](repeating: 0, count: width)
    }

    mutating func add(_ x: [Float], _ reward: Double) {
        matrix.withUnsafeMutableBufferPointer { matrix in
            moments.withUnsafeMutableBufferPointer { moments in
                x.withUnsafeBufferPointer { x in
                    var row = 0
                    while row < width {
                        let value = Double(x[row])
                        moments[row] += reward * value
                        var column = row
                        while column < width {
                            matrix[row * width + column] += value * Double(x[column])
                            column += 1
                        }
                        row += 1
                    }
                }
            }
        }
    }

    func regression(_ prior: CoefficientPrior) -> BatchRegression {
        var result = BatchRegression(prior)
        for row in 0..<width {
            result.moments[row] += moments[row]
            for column in 0..<width {
                result.matrix[row][column] += matrix[min(row, column) * width + max(row, column)]
            }
        }
        return result
    }
}

extension LogisticPosterior {
    /// Of the linear predictor of one action.
    func linearVariance(of features: [Float]) throws -> Double {
        var (means, variances) = ([0.0], [0.0])
        try features.withUnsafeBufferPointer { features in
            try means.withUnsafeMutableBufferPointer { means in
                try variances.withUnsafeMutableBufferPointer { variances in
                    try scoreLinear(features, means: means, variances: variances)
                }
            }
        }
        return variances[0]
    }
}
