public import Commerce
import Foundation

/// Hysteresis: what a shopper was shown lately on a surface keeps an advantage, so that lists change when there is a
/// reason to and not with every small change of a score.
///
/// An item at position k of a list of n has there the familiarity `1 - (k - 1) / (2 n)`, halved with every half-life
/// since the list was shown; an item's familiarity is the largest of its lists'. The candidate gains
///
///     dial * 2 * (highest mean - lowest mean) * familiarity,
///
/// so that at dial 1 all of a list just shown stay before everything else. Gains are additions to means: record them as
/// `CandidateSet.adjustments`, and a replay needs nothing else.
public struct Familiarity: Sendable, Hashable {
    /// From 0, where only scores count, to 1, where what was just shown stays.
    public let dial: Double
    public let halfLife: Duration

    /// - Throws: ``ExploreError`` `parameter` when the dial is outside [0, 1] or the half-life is not positive.
    public init(dial: Double, halfLife: Duration = .hours(24)) throws {
        try ExploreError.check(dial >= 0 && dial <= 1, "Familiarity.dial", "in [0, 1]", got: dial)
        try ExploreError.check(halfLife > .zero, "Familiarity.halfLife", "positive", got: halfLife)
        self.dial = dial
        self.halfLife = halfLife
    }

    /// What to add to each mean. O(candidates + length of all lists).
    ///
    /// - Parameters:
    ///   - means, items: of the candidates; as many of each.
    ///   - recent: lists of this shopper on this surface, in any order; those after `time` count as just shown.
    /// - Returns: shape [candidates]; not negative.
    public func additions(
        to means: [Double], of items: [ItemID], after recent: [RecentList], at time: Timestamp
    ) -> [Double] {
        precondition(means.count == items.count, "Familiarity: as many means as items")
        var additions = [Double](repeating: 0, count: means.count)
        guard dial > 0, !recent.isEmpty, let highest = means.max(), let lowest = means.min() else { return additions }
        let unit = dial * 2 * (highest - lowest)
        guard unit > 0 else { return additions }
        let familiarity = familiarity(after: recent, at: time)
        for (place, item) in items.enumerated() { additions[place] = unit * (familiarity[item] ?? 0) }
        return additions
    }

    /// In (0, 1], of every item that was shown.
    private func familiarity(after recent: [RecentList], at time: Timestamp) -> [ItemID: Double] {
        var familiarity: [ItemID: Double] = [:]
        for list in recent {
            let age = max(0, Double(time.since(list.time).wholeMilliseconds))
            let decay = exp2(-age / Double(max(1, halfLife.wholeMilliseconds)))
            for (place, item) in list.items.enumerated() {
                let here = decay * (1 - Double(place) / Double(2 * list.items.count))
                familiarity[item] = max(familiarity[item] ?? 0, here)
            }
        }
        return familiarity
    }
}
