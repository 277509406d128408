import Commerce
import Linear

/// A normal distribution of the coefficients of a linear function: what linear and logistic posteriors are made of.
///
/// Precision `A` and moments `b = A mean`, with `A` as an updatable factor; up to the noise variance, which is the
/// owner's affair. An observation that is worth a precision `h` along `x` and a moment `g` makes `A += h x x^T`,
/// `b += g x`.
struct CoefficientBelief: Sendable, Hashable {
    let prior: CoefficientPrior
    private(set) var factor: UpdatableCholesky
    /// Shape [stride], as ``coefficients``.
    private(set) var moments: [Double]
    /// The mean. Shape [stride], zero beyond the width.
    private(set) var coefficients: [Double]
    /// How much of the prior is in `A` and `b`: less than 1 only between two restorations by a ``ForgettingClock``.
    private(set) var priorShare: Double

    var width: Int { prior.width }

    init(prior: CoefficientPrior) {
        self.prior = prior
        factor = UpdatableCholesky(diagonal: prior.precision)
        let padding = [Double](repeating: 0, count: factor.stride - prior.width)
        coefficients = prior.mean + padding
        moments = zip(prior.mean, prior.precision).map { $0 * $1 } + padding
        priorShare = 1
    }

    /// With a precision and moments that were put together elsewhere. Shapes [width, width], [width]; O(width³).
    init(prior: CoefficientPrior, matrix: [Double], moments: [Double]) {
        self.init(prior: prior)
        self.moments.replaceSubrange(0..<width, with: moments)
        rebuild(from: matrix)
    }

    /// `x . mean` and `x^T A^-1 x`; `x` is overwritten by `U^-T x`. O(width²).
    func project(_ x: UnsafeMutablePointer<Double>) -> (mean: Double, square: Double) {
        var mean = 0.0
        var square = 0.0
        for place in 0..<width { mean += x[place] * coefficients[place] }
        factor.solveForward(x)
        for place in 0..<width { square += x[place] * x[place] }
        return (mean, square)
    }

    /// Calls `body` with room for a padded copy of the features. Nothing is allocated for up to 128 of them.
    func withVector<Result>(
        of features: UnsafeBufferPointer<Float>, _ body: (UnsafeMutablePointer<Double>) throws -> Result
    ) rethrows -> Result {
        try withUnsafeTemporaryAllocation(of: Double.self, capacity: factor.stride) { buffer in
            buffer.initialize(repeating: 0)
            for place in features.indices { buffer[place] = Double(features[place]) }
            guard let start = buffer.baseAddress else { preconditionFailure("a belief has at least one coefficient") }
            return try body(start)
        }
    }

    /// `A += precision x x^T`, `b += moment x`, and the new mean. O(width²).
    mutating func absorb(_ features: UnsafeBufferPointer<Float>, precision: Double, moment: Double) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: factor.stride) { x in
            x.initialize(repeating: 0)
            for place in features.indices { x[place] = Double(features[place]) }
            if let start = x.baseAddress { absorb(start, precision: precision, moment: moment) }
        }
    }

    /// The same for a padded vector, which is overwritten.
    mutating func absorb(_ x: UnsafeMutablePointer<Double>, precision: Double, moment: Double) {
        let root = precision.squareRoot()
        moments.withUnsafeMutableBufferPointer { moments in
            for place in moments.indices {
                moments[place] += moment * x[place]
                x[place] *= root
            }
        }
        factor.add(x)
        solve()
    }

    /// Takes back what ``absorb(_:precision:moment:)`` added; false, and nothing changed, where `A` would not stay
    /// definite. O(width²).
    mutating func release(_ features: UnsafeBufferPointer<Float>, precision: Double, moment: Double) -> Bool {
        let root = precision.squareRoot()
        let done = withUnsafeTemporaryAllocation(of: Double.self, capacity: factor.stride) { x in
            x.initialize(repeating: 0)
            for place in features.indices { x[place] = root * Double(features[place]) }
            return x.baseAddress.map { factor.remove($0) } ?? true
        }
        guard done else { return false }
        moments.withUnsafeMutableBufferPointer { moments in
            for place in features.indices { moments[place] -= moment * Double(features[place]) }
        }
        solve()
        return true
    }

    private mutating func solve() {
        coefficients.withUnsafeMutableBufferPointer { coefficients in
            _ = coefficients.update(from: moments)
            if let start = coefficients.baseAddress { factor.solve(start) }
        }
    }

    /// A draw of the coefficients, of covariance `scale A^-1`, into `draw` [stride]. O(width²).
    func sample(
        scale: Double, into draw: UnsafeMutableBufferPointer<Double>,
        using generator: inout some RandomNumberGenerator
    ) {
        let deviation = scale.squareRoot()
        for place in 0..<width { draw[place] = generator.normal(deviation: deviation) }
        for place in width..<factor.stride { draw[place] = 0 }
        if let start = draw.baseAddress { factor.solveBack(start) }
        for place in 0..<width { draw[place] += coefficients[place] }
    }
}

extension CoefficientBelief {
    /// Draws of the coefficients, less their mean. Shape [draws, width].
    ///
    /// In single precision: rounding is small beside the spread of what is drawn, however large the mean.
    func deviations(draws: Int, scale: Double, using generator: inout some RandomNumberGenerator) -> Matrix {
        let deviation = scale.squareRoot()
        var result = Matrix(rows: draws, columns: width)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: factor.stride) { draw in
            guard let start = draw.baseAddress else { return }
            draw.initialize(repeating: 0)
            for row in 0..<draws {
                for place in 0..<width { draw[place] = generator.normal(deviation: deviation) }
                factor.solveBack(start)
                for place in 0..<width { result[row, place] = Float(draw[place]) }
            }
        }
        return result
    }
}

extension CoefficientBelief {
    /// Evidence counts for a share `keep` of what it did; the prior counts for `priorShare` of itself.
    ///
    /// O(width²) where the prior's share falls as the evidence does, else O(width³): `A` is then put together again.
    mutating func discount(by keep: Double, priorShare share: Double) {
        let scaled = keep * priorShare
        if abs(scaled - share) <= 1e-12 * share {
            guard keep < 1 else { return }
            factor.multiply(by: keep)
            for place in moments.indices { moments[place] *= keep }
            priorShare = share
            return
        }
        var matrix = factor.matrix
        for place in matrix.indices { matrix[place] *= keep }
        for place in moments.indices { moments[place] *= keep }
        addPrior(share - scaled, to: &matrix)
        priorShare = share
        rebuild(from: matrix)
    }

    /// Takes over another belief's evidence. O(width³).
    mutating func merge(_ other: CoefficientBelief) throws {
        guard prior == other.prior else { throw ExploreError.differentPriors }
        var matrix = factor.matrix
        for (place, value) in other.factor.matrix.enumerated() { matrix[place] += value }
        for place in moments.indices { moments[place] += other.moments[place] }
        let share = max(priorShare, other.priorShare)
        addPrior(share - priorShare - other.priorShare, to: &matrix)
        priorShare = share
        rebuild(from: matrix)
    }

    /// Adds so much of the prior to a matrix and to the moments.
    private mutating func addPrior(_ share: Double, to matrix: inout [Double]) {
        for place in 0..<width {
            matrix[place * width + place] += share * prior.precision[place]
            moments[place] += share * prior.precision[place] * prior.mean[place]
        }
    }

    /// No eigenvalue of the precision, so no pivot, can be below the prior's smallest: evidence only adds.
    private mutating func rebuild(from matrix: [Double]) {
        let smallest = prior.precision.reduce(.infinity, min) * priorShare
        factor = UpdatableCholesky(matrix, size: width, smallestPivot: smallest)
        solve()
    }
}

extension CoefficientBelief: ArrayStorable {
    func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.store(prior.mean, as: "\(name).prior.mean")
        bundle.store(prior.precision, as: "\(name).prior.precision")
        bundle.store(factor.packed, as: "\(name).factor")
        bundle.store(Array(moments.prefix(width)), as: "\(name).moments")
        bundle.store(Array(coefficients.prefix(width)), as: "\(name).mean")
        bundle.store([priorShare], as: "\(name).prior.share")
    }

    init(from bundle: ArrayBundle, as name: String) throws {
        self.init(
            prior: try CoefficientPrior(
                mean: try bundle.finiteDoubles("\(name).prior.mean"),
                precision: try bundle.finiteDoubles("\(name).prior.precision")))
        let padding = [Double](repeating: 0, count: factor.stride - width)
        factor = try UpdatableCholesky(packed: try bundle.finiteDoubles("\(name).factor"), size: width)
        moments = try bundle.finiteDoubles("\(name).moments", count: width) + padding
        coefficients = try bundle.finiteDoubles("\(name).mean", count: width) + padding
        priorShare = try bundle.finiteDoubles("\(name).prior.share", count: 1)[0]
        try bundle.require(priorShare > 0 && priorShare <= 1, "\(name).prior.share", "must be in (0, 1]")
    }
}
