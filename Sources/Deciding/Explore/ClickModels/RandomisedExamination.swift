import Foundation

/// Examination of positions from a log in which chance had a part in who got which position, without a model of
/// attraction: intervention harvesting.
///
/// For each item shown at positions 1 and k both, the two click rates differ by examination alone. Items are combined
/// as strata by Mantel and Haenszel's ratio (1959; for rates Greenland and Robins, Biometrics 41, 1985), which holds
/// however few impressions each item has:
///
///     examination(k) = sum of C_ki N_1i / N_i  /  sum of C_1i N_ki / N_i,   N_i = N_1i + N_ki,
///
/// with clicks C and impressions N weighted by 1 / propensity where the log has propensities, so that the shoppers who
/// saw an item at k stand for the same population as those who saw it at 1 (Agarwal, Zaitsev, Wang, Li, Najork and
/// Joachims, "Estimating position bias without intrusive interventions", WSDM 2019).
public struct RandomisedExamination: Sendable, Hashable {
    public init() {}

    /// Attractions are then the most likely ones given the examinations. O(impressions + items * positions).
    ///
    /// - Throws: ``ExploreError`` `clicks.empty`, `clicks.none`, `clicks.positions`; `clicks.identifiability` for a
    ///   position that shares no item with position 1, or whose shared items were never clicked at one of the two.
    public func fit(_ log: ClickLog) throws -> PositionBasedModel {
        try log.checkForFitting()
        let strata = WeightedStrata(log)
        let ratios = try strata.ratios()
        let errors = strata.errors(of: ratios)
        let highest = ratios.max() ?? 1
        let factors = ratios.map { $0 / highest }
        let byItem = ClickCells(byItem: log)
        let attractions = (0..<log.itemCount).map { byItem.mostLikelyFactor(of: $0, given: factors, from: 0.5) }
        return PositionBasedModel(byItem, factors, attractions, errors: errors)
    }
}

/// Weighted clicks and impressions of each item at each position. Shapes [items, positions], row after row.
private struct WeightedStrata {
    private let positions: Int
    private var clicks: [Double]
    private var shown: [Double]
    /// Sums of squared weights.
    private var squares: [Double]

    init(_ log: ClickLog) {
        positions = log.positionCount
        clicks = [Double](repeating: 0, count: log.itemCount * positions)
        shown = clicks
        squares = clicks
        for list in 0..<log.lists {
            let first = log.starts[list]
            for impression in first..<log.starts[list + 1] {
                let place = Int(log.items[impression]) * positions + impression - first
                let weight = log.propensities.isEmpty ? 1 : 1 / log.propensities[impression]
                shown[place] += weight
                squares[place] += weight * weight
                if log.clicks[impression] { clicks[place] += weight }
            }
        }
    }

    /// Shape [positions]; 1 comes first.
    func ratios() throws -> [Double] {
        var above = [Double](repeating: 0, count: positions)
        var below = above
        forEachShared { first, other, position in
            let both = shown[first] + shown[other]
            above[position] += clicks[other] * shown[first] / both
            below[position] += clicks[first] * shown[other] / both
        }
        return try (0..<positions).map { position in
            guard position > 0 else { return 1 }
            guard above[position] > 0, below[position] > 0 else {
                throw ExploreError(
                    code: "clicks.identifiability",
                    message: "items shown at both position 1 and position \(position + 1) were not clicked at both: "
                        + "the two cannot be compared",
                    remedy: "show some items at several positions, for example with a small share of uniform slates")
            }
            return above[position] / below[position]
        }
    }

    /// Standard errors: `sum of C_ki N_1i / N_i - ratio * C_1i N_ki / N_i` has mean zero, and its variance follows from
    /// the click rates pooled over the two positions.
    func errors(of ratios: [Double]) -> [Double] {
        var variances = [Double](repeating: 0, count: positions)
        var below = variances
        forEachShared { first, other, position in
            let ratio = ratios[position]
            let both = shown[first] + shown[other]
            let rate = min(1, (clicks[first] + clicks[other]) / (shown[first] + ratio * shown[other]))
            let otherRate = min(1, ratio * rate)
            let share = shown[first] / both
            let otherShare = shown[other] / both
            // A rate from n answers has its variance p (1 - p) underrated by (n - 1) / n.
            let answers = both * both / (squares[first] + squares[other])
            let correction = min(2, answers / max(answers - 1, 0.5))
            variances[position] +=
                correction
                * (share * share * squares[other] * otherRate * (1 - otherRate)
                    + ratio * ratio * otherShare * otherShare * squares[first] * rate * (1 - rate))
            below[position] += clicks[first] * otherShare
        }
        return (0..<positions).map { $0 == 0 ? 0 : variances[$0].squareRoot() / below[$0] }
    }

    private func forEachShared(_ body: (_ first: Int, _ other: Int, _ position: Int) -> Void) {
        for first in stride(from: 0, to: shown.count, by: positions) where shown[first] > 0 {
            for position in 1..<positions where shown[first + position] > 0 {
                body(first, first + position, position)
            }
        }
    }
}
