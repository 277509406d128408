/// What a ranker says of the candidates of one slate: expected rewards and how sure it is of them.
///
/// Shapes: `means`, `variances` [candidates]. Variances are of the expected reward, not of a single answer.
public struct ScoredActions: Sendable {
    public var means: [Double]
    public var variances: [Double]

    /// - Throws: ``ExploreError`` `actions.empty`, `actions.shape`, or `scores` when a mean is not finite or a variance
    ///   negative or not finite.
    public init(means: [Double], variances: [Double]) throws {
        guard !means.isEmpty else {
            throw ExploreError(
                code: "actions.empty", message: "there is no action to choose from",
                remedy: "add a source that always has candidates, such as popularity")
        }
        guard means.count == variances.count else {
            throw ExploreError(
                code: "actions.shape", message: "\(means.count) means, but \(variances.count) variances")
        }
        for place in means.indices {
            guard means[place].isFinite, variances[place].isFinite, variances[place] >= 0 else {
                throw ExploreError(
                    code: "scores",
                    message: "candidate \(place) must have a finite mean and a variance of at least 0; got "
                        + "\(means[place]) and \(variances[place])")
            }
        }
        self.means = means
        self.variances = variances
    }

    public var count: Int { means.count }
}
