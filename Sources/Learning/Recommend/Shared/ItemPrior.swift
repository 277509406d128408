import Commerce

/// The share of all events that each item has, scaled down so far that it only orders items for which a model
/// has no evidence, or the same: those come by popularity instead of by row number.
struct ItemPrior: Sendable, Hashable {
    /// At most ``scale``; shape [items].
    let scores: [Float]

    /// Far below any evidence and far above the rounding of zero.
    static let scale: Float = 1e-6

    init(_ examples: Interactions) {
        let counts = examples.weightByItem()
        let most = max(counts.max() ?? 0, .leastNormalMagnitude)
        scores = counts.map { Self.scale * Float($0 / most) }
    }

    init(scores: [Float]) { self.scores = scores }
}

extension Interactions {
    /// Total weight of the usable events of each item. O(events).
    func weightByItem() -> [Double] {
        var totals = [Double](repeating: 0, count: items.count)
        for event in 0..<count { totals[Int(itemRows[event])] += Double(UsableWeight.of(weights[event])) }
        return totals
    }
}
