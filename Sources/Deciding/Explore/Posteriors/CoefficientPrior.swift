/// What is believed of the coefficients of a linear function before any answer: independent normals.
public struct CoefficientPrior: Sendable, Hashable {
    /// Shape [features].
    public let mean: [Double]
    /// How strongly each coefficient is held to its mean. Shape [features]. In a ``LinearPosterior`` the unit is
    /// answers: the coefficient's prior variance is noise variance / precision (the ridge). In a
    /// ``LogisticPosterior`` it is 1 / precision.
    public let precision: [Double]

    public var width: Int { mean.count }

    /// In versions of policies: the width, and the precision where it is the same throughout.
    var version: String {
        let first = precision[0]
        let isPlain = precision.allSatisfy { $0 == first } && mean.allSatisfy { $0 == 0 }
        return "width=\(width),precision=" + (isPlain ? "\(first)" : "own")
    }

    /// - Throws: ``ExploreError`` `parameter` unless there are between 1 and 1024 features, the means are finite and
    ///   the precisions positive and finite.
    public init(mean: [Double], precision: [Double]) throws {
        try ExploreError.check(
            (1...1024).contains(mean.count), "CoefficientPrior.width", "in [1, 1024]", got: mean.count)
        try ExploreError.check(
            precision.count == mean.count, "CoefficientPrior.precision", "as long as the mean, \(mean.count)",
            got: precision.count)
        for place in mean.indices {
            try ExploreError.check(
                abs(mean[place]) <= Observation.largest, "CoefficientPrior.mean", "finite", got: mean[place])
            try ExploreError.check(
                precision[place] > 0 && precision[place] <= Observation.largest, "CoefficientPrior.precision",
                "positive and finite", got: precision[place])
        }
        self.mean = mean
        self.precision = precision
    }

    /// Every coefficient near 0, held equally.
    public init(width: Int, precision: Double = 1) throws {
        try ExploreError.check((1...1024).contains(width), "CoefficientPrior.width", "in [1, 1024]", got: width)
        try self.init(
            mean: [Double](repeating: 0, count: width), precision: [Double](repeating: precision, count: width))
    }
}
