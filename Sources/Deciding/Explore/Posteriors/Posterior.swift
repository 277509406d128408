public import Commerce
public import Linear

/// What can take over what another of its kind has learned, as if it had learned that too.
public protocol Mergeable {
    /// - Throws: ``ExploreError`` `merge` when the two did not start alike; nothing is then changed.
    mutating func merge(_ other: Self) throws
}

/// What is known of the expected reward of one arm.
public protocol ArmPosterior: ArrayStorable, Mergeable, Sendable, Hashable {
    /// In versions of policies, such as `beta(a=1.0,b=1.0)`.
    var version: String { get }
    /// The same before any answer.
    var fresh: Self { get }
    var mean: Double { get }
    /// Of the mean, not of one answer.
    var variance: Double { get }
    /// What was learned, as numbers that can be saved; those of ``fresh`` are zeros.
    var evidence: [Double] { get }

    /// The same prior with this evidence.
    ///
    /// - Throws: ``ExploreError`` `saved` when these cannot be the evidence of such a posterior.
    func with(evidence: ArraySlice<Double>) throws -> Self

    /// - Throws: what ``update(reward:weight:)`` would.
    func check(reward: Double, weight: Double) throws

    mutating func update(reward: Double, weight: Double) throws

    /// Takes back an answer that was learned before.
    mutating func remove(reward: Double, weight: Double)

    /// Answers count for a share `keep` of what they did; the prior regains the rest.
    mutating func discount(by keep: Double) throws
}

/// What is known of the coefficients of a linear function of features.
public protocol CoefficientPosterior: ArrayStorable, Mergeable, Sendable, Hashable {
    /// In versions of policies, such as `linear(width=40)`.
    var version: String { get }
    /// The same before any answer.
    var fresh: Self { get }
    /// Number of features.
    var width: Int { get }

    /// - Throws: what ``update(features:reward:weight:)`` would.
    func check(features: UnsafeBufferPointer<Float>, reward: Double, weight: Double) throws

    mutating func update(features: UnsafeBufferPointer<Float>, reward: Double, weight: Double) throws

    /// Evidence keeps a share `keep` of its weight, and the prior counts for `priorShare` of itself: O(width²) where
    /// that share falls with the evidence, else O(width³). Both in [0, 1], the second not 0.
    mutating func discount(by keep: Double, priorShare: Double)

    /// Expected reward and its variance; shapes [rows, width] in, [rows] out.
    func score(
        _ features: UnsafeBufferPointer<Float>, means: UnsafeMutableBufferPointer<Double>,
        variances: UnsafeMutableBufferPointer<Double>
    ) throws

    /// Mean and variance of the linear function itself, which orders actions as their rewards do.
    func scoreLinear(
        _ features: UnsafeBufferPointer<Float>, means: UnsafeMutableBufferPointer<Double>,
        variances: UnsafeMutableBufferPointer<Double>
    ) throws

    /// Draws of the coefficients less their mean: shape [draws, width], row after row.
    func deviations(draws: Int, using generator: inout SeededGenerator) -> Matrix
}
