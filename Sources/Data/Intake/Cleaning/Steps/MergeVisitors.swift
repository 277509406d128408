public import Commerce

/// Gives a shopper to events of a visitor who was seen together with that shopper.
///
/// Rule: an event that names a visitor and no shopper gets the shopper with whom the visitor occurs in other events, if
/// there is exactly one such shopper and the nearest event with both lies at most `withinDays` days away. A visitor seen
/// with several shoppers (a shared device) is ambiguous: reported, and left as it is. O(events log events).
public struct MergeVisitors: CleaningStep {
    public static let name = "merge-visitors"
    public static let parameters = ["withinDays"]

    public let withinDays: Int

    /// Thirty days.
    public init() { withinDays = 30 }

    /// - Throws: ``IntakeError`` `cleaning.parameter` when `withinDays` is not from 1 to 3650.
    public init(withinDays: Int) throws {
        guard (1...3650).contains(withinDays) else {
            throw IntakeError.cleaning(Self.self, "withinDays must be from 1 to 3650; got \(withinDays)")
        }
        self.withinDays = withinDays
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(withinDays: container.decodeIfPresent(Int.self, forKey: .withinDays) ?? 30)
    }

    private struct Link {
        let shopper: ShopperID
        var isAmbiguous = false
        /// When the two were seen together.
        var times: [Timestamp]
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        var effect = StepEffect()
        var links: [VisitorID: Link] = [:]
        for event in events {
            guard let visitor = event.visitor, let shopper = event.shopper else { continue }
            if links[visitor] == nil { links[visitor] = Link(shopper: shopper, times: []) }
            if links[visitor]?.shopper != shopper { links[visitor]?.isAmbiguous = true }
            links[visitor]?.times.append(event.time)
        }
        for visitor in links.keys { links[visitor]?.times.sort() }
        var merged: Set<VisitorID> = []
        var tooFar = 0
        for index in events.indices where events[index].shopper == nil {
            guard let visitor = events[index].visitor, let link = links[visitor], !link.isAmbiguous else { continue }
            guard Self.distance(from: events[index].time, to: link.times) <= .days(withinDays) else {
                tooFar += 1
                continue
            }
            events[index].shopper = link.shopper
            merged.insert(visitor)
            effect.changed += 1
        }
        let ambiguous = links.filter(\.value.isAmbiguous).keys.sorted()
        effect.details = [
            "mergedVisitors": merged.count, "ambiguousVisitors": ambiguous.count, "eventsTooFarInTime": tooFar,
        ]
        effect.examples = ambiguous.prefix(5).map(\.rawValue)
        return effect
    }

    /// - Parameter times: ascending, not empty.
    private static func distance(from time: Timestamp, to times: [Timestamp]) -> Duration {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        let after = low < times.count ? times[low].since(time) : nil
        let before = low > 0 ? time.since(times[low - 1]) : nil
        return min(after ?? before ?? .zero, before ?? after ?? .zero)
    }
}
