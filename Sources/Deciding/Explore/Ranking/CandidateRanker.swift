/// What the candidates of one decision are expected to earn, in buffers that are used again.
///
/// Shapes: [candidates]. Single precision, because that is what the log keeps: the choice is made from these very
/// numbers, so that a replay makes the same.
public struct CandidateScores: Sendable, Hashable {
    public var means: [Float]
    /// Of the expected reward, not of a single answer.
    public var variances: [Float]

    public init(means: [Float] = [], variances: [Float] = []) {
        self.means = means
        self.variances = variances
    }
}

/// Says what candidates are expected to earn, and how sure it is.
public protocol CandidateRanker: Sendable {
    /// Lineage and number of updates: `mixed-effects(spring)#1042`.
    var version: String { get }
    /// The features it was made for.
    var featureNames: [String] { get }

    /// Scores candidates, replacing what `scores` held.
    ///
    /// - Parameters:
    ///   - features: [candidates, features], row after row.
    ///   - items: rows of the ``ItemTable``.
    /// - Throws: ``ExploreError`` `actions.shape` when the features do not fit, `actions.features` when one is not
    ///   finite, with its name and place.
    func score(features: [Float], items: [Int32], into scores: inout CandidateScores) throws

    /// Variance of expected reward that one answer of full weight is expected to remove.
    func information(mean: Double, variance: Double) -> Double
}
