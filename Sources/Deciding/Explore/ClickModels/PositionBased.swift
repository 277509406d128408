import Foundation

/// Settings of a fit of the position-based model by maximum likelihood.
///
/// Examinations and attractions are improved in turn, each to its maximum given the others (a concave problem in one
/// variable each). This climbs the same likelihood as expectation-maximisation and never falls, but needs far fewer
/// rounds where clicks are rare. Assumes that who is shown an item at which position says nothing about attraction
/// beyond the item's number; where positions depend on the shopper, number pairs of item and context, or use
/// ``RandomisedExamination``.
public struct PositionBased: Sendable, Hashable {
    public let maximumRounds: Int
    /// Rounds stop when no examination changes by more than this, relative to itself.
    public let tolerance: Double

    /// - Throws: ``ExploreError`` `parameter` when there is no round or the tolerance is not positive.
    public init(maximumRounds: Int = 500, tolerance: Double = 1e-7) throws {
        try ExploreError.check(maximumRounds >= 1, "PositionBased.maximumRounds", "at least 1", got: maximumRounds)
        try ExploreError.check(tolerance > 0, "PositionBased.tolerance", "positive", got: tolerance)
        self.maximumRounds = maximumRounds
        self.tolerance = tolerance
    }

    /// A fitted model and how the fit went.
    public struct Fit: Sendable {
        public let model: PositionBasedModel
        /// After each round; never falls.
        public let logLikelihoods: [Double]
        public let hasConverged: Bool
    }

    /// O(impressions + rounds * pairs of item and position that occur).
    ///
    /// - Throws: ``ExploreError`` `clicks.empty`, `clicks.none`, `clicks.positions`; `clicks.position` for a position
    ///   without any click; `clicks.identifiability` for one that no clicked item links to position 1.
    public func fit(_ log: ClickLog) throws -> Fit {
        try log.checkForFitting()
        let byItem = ClickCells(byItem: log)
        let byPosition = ClickCells(regrouping: byItem, into: log.positionCount)
        try byPosition.checkIdentifiability(items: log.itemCount)
        var examinations = byPosition.clickRates()
        let highest = examinations.max() ?? 1
        for position in examinations.indices { examinations[position] /= highest }
        var attractions = byItem.clickRates().map { $0.isNaN ? 0 : min(1, $0) }
        var logLikelihoods: [Double] = []
        var hasConverged = false
        while logLikelihoods.count < maximumRounds, !hasConverged {
            for item in attractions.indices {
                attractions[item] = byItem.mostLikelyFactor(of: item, given: examinations, from: attractions[item])
            }
            let before = examinations
            for position in examinations.indices {
                examinations[position] = byPosition.mostLikelyFactor(
                    of: position, given: attractions, from: examinations[position])
            }
            logLikelihoods.append(byItem.logLikelihood(attractions, examinations))
            hasConverged = zip(before, examinations).allSatisfy {
                abs($1 / examinations[0] - $0 / before[0]) <= tolerance * $1 / examinations[0]
            }
            rescale(&examinations, &attractions)
        }
        return Fit(
            model: PositionBasedModel(
                byItem, examinations, attractions, errors: byItem.examinationErrors(examinations, attractions)),
            logLikelihoods: logLikelihoods, hasConverged: hasConverged)
    }

    /// The products stay; the largest examination becomes 1, so that attractions have all the room they can have.
    private func rescale(_ examinations: inout [Double], _ attractions: inout [Double]) {
        let largest = examinations.max() ?? 1
        for position in examinations.indices { examinations[position] /= largest }
        for item in attractions.indices { attractions[item] *= largest }
    }
}
