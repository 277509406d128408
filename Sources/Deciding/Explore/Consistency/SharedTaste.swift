/// How much of the scores all shoppers share: personal means are shrunk towards those of the whole population.
///
/// `(1 - share) * personal + share * population`, given as additions to the personal means, so that they are recorded as
/// `CandidateSet.adjustments`. At share 0 everybody has a list of their own, at 1 all have the same; in between, an item
/// that the population likes better enters the lists of those who are nearly indifferent first. What share of a list
/// that makes common is measured by ``SharedShare``.
public struct SharedTaste: Sendable, Hashable {
    /// In [0, 1].
    public let share: Double

    /// - Throws: ``ExploreError`` `parameter` when the share is outside [0, 1].
    public init(share: Double) throws {
        try ExploreError.check(share >= 0 && share <= 1, "SharedTaste.share", "in [0, 1]", got: share)
        self.share = share
    }

    /// What to add to each personal mean. Shapes [candidates].
    public func additions(to personal: [Double], population: [Double]) -> [Double] {
        precondition(personal.count == population.count, "SharedTaste: as many personal means as the population's")
        return zip(personal, population).map { share * ($1 - $0) }
    }
}
