/// An item is clicked when its position is looked at and the item attracts, and the two have nothing to do with each
/// other: `P(click) = examination(position) * attraction(item)`.
///
/// (Richardson, Dominowska and Ragno, WWW 2007; Craswell, Zoeter, Taylor and Ramsey, WSDM 2008.) Only products can be
/// observed, so examination is relative to position 1, which is 1; attraction is the chance of a click at position 1.
/// A position that is looked at more than the first has an examination above 1.
public struct PositionBasedModel: ClickModel, Hashable, Codable {
    /// Shape [positions], from position 1, which is 1.
    public let examinations: [Double]
    /// Standard errors of ``examinations``; 0 for position 1. Shape [positions].
    public let examinationErrors: [Double]
    /// Chance of a click at position 1. Shape [items]; the average for an item that the log did not hold.
    public let attractions: [Double]
    /// What stands in for an item without attraction of its own: the average over impressions.
    public let averageAttraction: Double

    /// From factors on any scale, and the errors of ``examinations``.
    init(_ byItem: ClickCells, _ factors: [Double], _ attractionFactors: [Double], errors: [Double]) {
        let first = factors[0]
        var relative = attractionFactors.map { $0 * first }
        let counts = relative.indices.map(byItem.impressions)
        averageAttraction = zip(relative, counts).reduce(0) { $0 + $1.0 * $1.1 } / counts.reduce(0, +)
        for item in relative.indices where counts[item] == 0 { relative[item] = averageAttraction }
        attractions = relative
        examinations = factors.map { $0 / first }
        examinationErrors = errors
    }

    /// Of a position, from 1; those beyond the log are looked at as the last one is.
    public func examination(of position: Int) -> Double {
        precondition(position >= 1, "PositionBasedModel: positions are counted from 1")
        return examinations[min(position, examinations.count) - 1]
    }

    /// `1 / examination`: what a click at this position counts for in an inverse-propensity estimate, at most `limit`.
    ///
    /// Unbiased but for the limit; see ``ClickModel/weighed(_:items:)`` for weights that keep rewards in their range.
    public func inverseExamination(of position: Int, limit: Double = 20) -> Double {
        min(limit, 1 / examination(of: position))
    }

    /// Chance of a click at position 1.
    public func attraction(of item: Int32) -> Double {
        attractions.indices.contains(Int(item)) ? attractions[Int(item)] : averageAttraction
    }

    public func clickProbabilities(items: [Int32]) -> [Double] {
        items.enumerated().map { min(1, examination(of: $0 + 1) * attraction(of: $1)) }
    }

    /// The same as ``clickProbabilities(items:)``: positions have nothing to do with each other.
    public func conditionalClickProbabilities(items: [Int32], clicks: [Bool]) -> [Double] {
        clickProbabilities(items: items)
    }

    /// After a skip `e (1 - a) / (1 - e a)`, with e and a relative to the most examined position.
    public func examined(items: [Int32], clicks: [Bool]) -> [Double] {
        let largest = max(1, examinations.max() ?? 1)
        return zip(items, clicks).enumerated().map { place, answer in
            guard !answer.1 else { return 1 }
            let examination = examination(of: place + 1) / largest
            let attraction = min(1, attraction(of: answer.0) * largest)
            guard examination < 1 else { return 1 }
            return examination * (1 - attraction) / (1 - examination * attraction)
        }
    }
}
