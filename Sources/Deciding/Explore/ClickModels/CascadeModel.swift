/// A shopper looks at a list from its first position, one after the other: after a skip always at the next, after a
/// click at position k with chance `continuations[k]`.
///
/// The dependent click model (Guo, Liu and Wang, WSDM 2009); without continuation it is the cascade model (Craswell,
/// Zoeter, Taylor and Ramsey, WSDM 2008). Examination of position 1 is 1 by construction.
public struct CascadeModel: ClickModel, Hashable, Codable {
    /// Chance of a click on the item when it is looked at. Shape [items]; the average for an item that the log did not
    /// hold.
    public let attractions: [Double]
    /// Chance of looking on after a click at each position. Shape [positions].
    public let continuations: [Double]
    /// What stands in for an item without attraction of its own.
    public let averageAttraction: Double

    public func attraction(of item: Int32) -> Double {
        attractions.indices.contains(Int(item)) ? attractions[Int(item)] : averageAttraction
    }

    /// After a click at a position, from 1; those beyond the log continue as the last one does.
    public func continuation(after position: Int) -> Double {
        precondition(position >= 1, "CascadeModel: positions are counted from 1")
        return continuations[min(position, continuations.count) - 1]
    }

    /// Chance that each position of a list is looked at, before any answer is known. Shape [list].
    ///
    /// `e_(k+1) = e_k (1 - a_k + a_k continuation_k)`.
    public func examinations(items: [Int32]) -> [Double] {
        var examination = 1.0
        return items.enumerated().map { place, item in
            defer {
                let attraction = attraction(of: item)
                examination *= 1 - attraction + attraction * continuation(after: place + 1)
            }
            return examination
        }
    }

    public func clickProbabilities(items: [Int32]) -> [Double] {
        zip(examinations(items: items), items).map { $0 * attraction(of: $1) }
    }

    public func conditionalClickProbabilities(items: [Int32], clicks: [Bool]) -> [Double] {
        var examination = 1.0
        return zip(items, clicks).enumerated().map { place, answer in
            let attraction = attraction(of: answer.0)
            let chance = examination * attraction
            if answer.1 {
                examination = continuation(after: place + 1)
            } else {
                examination = chance < 1 ? examination * (1 - attraction) / (1 - chance) : 0
            }
            return chance
        }
    }

    /// 1 up to the last click; after it, everywhere the chance that the shopper looked on.
    public func examined(items: [Int32], clicks: [Bool]) -> [Double] {
        guard let last = clicks.lastIndex(of: true) else { return [Double](repeating: 1, count: items.count) }
        var skipping = continuation(after: last + 1)
        for item in items[(last + 1)...] { skipping *= 1 - attraction(of: item) }
        let stopping = 1 - continuation(after: last + 1)
        let lookedOn = stopping + skipping > 0 ? skipping / (stopping + skipping) : 0
        return items.indices.map { $0 <= last ? 1 : lookedOn }
    }
}
