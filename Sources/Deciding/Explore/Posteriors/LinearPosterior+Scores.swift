import Linear

extension CoefficientBelief {
    /// Checks rows of features and buffers before they reach the kernel.
    func checkRows(_ features: UnsafeBufferPointer<Float>, means: Int, variances: Int) throws {
        guard means == variances, features.count == means * width else {
            throw ExploreError(
                code: "actions.shape",
                message: "\(means) means and \(variances) variances need \(means) x \(width) features; got "
                    + "\(features.count)")
        }
    }

    /// `x . mean` and `x^T A^-1 x` of each row. O(rows width²), without allocation.
    func scores(
        of features: UnsafeBufferPointer<Float>, means: UnsafeMutableBufferPointer<Double>,
        squares: UnsafeMutableBufferPointer<Double>
    ) {
        coefficients.withUnsafeBufferPointer { coefficients in
            guard let rows = features.baseAddress, let center = coefficients.baseAddress,
                let means = means.baseAddress, let squareStart = squares.baseAddress
            else { return }
            factor.scores(
                of: rows, count: squares.count, coefficients: center, means: means, squares: squareStart)
        }
    }
}

extension LinearPosterior {
    /// Expected reward and its variance for many actions at once. O(rows width²), without allocation.
    ///
    /// An action comes out the same, to the last bit, alone and among others.
    /// - Parameters:
    ///   - features: shape [rows, width], row after row; finite numbers.
    ///   - means, variances: shape [rows]; variances are of the expected reward, not of one answer.
    /// - Throws: ``ExploreError`` `actions.shape` when the shapes do not fit.
    public func score(
        _ features: UnsafeBufferPointer<Float>, means: UnsafeMutableBufferPointer<Double>,
        variances: UnsafeMutableBufferPointer<Double>
    ) throws {
        try belief.checkRows(features, means: means.count, variances: variances.count)
        belief.scores(of: features, means: means, squares: variances)
        let noise = noiseVariance
        for row in variances.indices { variances[row] *= noise }
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

    /// Expected reward of one action and its variance. O(width²).
    public func prediction(for features: [Float]) throws -> (mean: Double, variance: Double) {
        var (means, variances) = ([0.0], [0.0])
        try score(features, means: &means, variances: &variances)
        return (means[0], variances[0])
    }
}
