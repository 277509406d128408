import Foundation

extension LogisticPosterior {
    /// Mean and variance of the linear predictor for many actions at once. O(rows width²), without allocation.
    ///
    /// - Parameters:
    ///   - features: shape [rows, width], row after row; finite numbers.
    ///   - means, variances: shape [rows].
    /// - Throws: ``ExploreError`` `actions.shape` when the shapes do not fit.
    public func scoreLinear(
        _ features: UnsafeBufferPointer<Float>, means: UnsafeMutableBufferPointer<Double>,
        variances: UnsafeMutableBufferPointer<Double>
    ) throws {
        try belief.checkRows(features, means: means.count, variances: variances.count)
        belief.scores(of: features, means: means, squares: variances)
    }

    /// Chance of success and its variance for many actions at once. O(rows width²), without allocation.
    ///
    /// - Parameters:
    ///   - features: shape [rows, width], row after row; finite numbers.
    ///   - means, variances: shape [rows]; variances are of the chance, not of one answer.
    /// - Throws: ``ExploreError`` `actions.shape` when the shapes do not fit.
    public func score(
        _ features: UnsafeBufferPointer<Float>, means: UnsafeMutableBufferPointer<Double>,
        variances: UnsafeMutableBufferPointer<Double>
    ) throws {
        try scoreLinear(features, means: means, variances: variances)
        for row in means.indices {
            let (mean, variance) = (means[row], variances[row])
            means[row] = Self.chance(mean: mean, variance: variance)
            variances[row] = Self.chanceVariance(mean: mean, variance: variance)
        }
    }

    /// The same for arrays, whose room is used again.
    public func score(_ features: [Float], means: inout [Double], variances: inout [Double]) throws {
        try features.withUnsafeBufferPointer { features in
            try means.withUnsafeMutableBufferPointer { means in
                try variances.withUnsafeMutableBufferPointer { variances in
                    try score(features, means: means, variances: variances)
                }
            }
        }
    }

    /// Chance of success of one action and its variance. O(width²).
    public func prediction(for features: [Float]) throws -> (mean: Double, variance: Double) {
        var (means, variances) = ([0.0], [0.0])
        try score(features, means: &means, variances: &variances)
        return (means[0], variances[0])
    }

    /// The expected chance where the linear predictor is normal: `sigmoid(mean / sqrt(1 + pi variance / 8))`, within
    /// 0.02 of the integral (MacKay, "The evidence framework applied to classification networks", Neural Computation 4,
    /// 1992, equation 10).
    public static func chance(mean: Double, variance: Double) -> Double {
        sigmoid(mean / (1 + Double.pi / 8 * variance).squareRoot())
    }

    /// Variance of the chance where the linear predictor is normal, by nine-point Gauss-Hermite quadrature: within 1 %
    /// up to a variance of 2, within 7 % at 9.
    public static func chanceVariance(mean: Double, variance: Double) -> Double {
        let deviation = variance.squareRoot()
        var first = 0.0
        var second = 0.0
        for (node, weight) in GaussHermite.nine {
            let chance = sigmoid(mean + deviation * node)
            first += weight * chance
            second += weight * chance * chance
        }
        return max(0, second - first * first)
    }
}

/// Nodes and weights of the quadrature of a function of a standard normal variable.
enum GaussHermite {
    /// The roots of the ninth Hermite polynomial (probabilists'), and the weights that sum to one.
    static let nine: [(node: Double, weight: Double)] = [
        (-4.512745863399783, 2.2345844007746607e-05),
        (-3.20542900285647, 0.0027891413212317692),
        (-2.07684797867783, 0.04991640676521782),
        (-1.0232556637891326, 0.24409750289493953),
        (0.0, 0.40634920634920635),
        (1.0232556637891326, 0.24409750289493953),
        (2.07684797867783, 0.04991640676521782),
        (3.20542900285647, 0.0027891413212317692),
        (4.512745863399783, 2.2345844007746607e-05),
    ]
}
