public import Commerce

/// Takes cancelled and returned quantities out of their purchases, by the rule of ``ReversalCheck``.
///
/// A purchase whose whole quantity was taken back goes, with what took it back; otherwise quantities shrink. A missing
/// quantity counts as 1. What finds no purchase stays, unless `dropUnmatched`. O(events log events).
public struct NetCancellations: CleaningStep {
    public static let name = "net-cancellations"
    public static let parameters = ["dropUnmatched"]

    public let dropUnmatched: Bool

    public init(dropUnmatched: Bool = false) { self.dropUnmatched = dropUnmatched }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        dropUnmatched = try container.decodeIfPresent(Bool.self, forKey: .dropUnmatched) ?? false
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        var effect = StepEffect()
        var lines: [PurchaseLine] = []
        for index in events.indices {
            if let line = PurchaseLine(events[index], EventHashes(events[index]), sequence: index) {
                lines.append(line)
            }
        }
        lines.sort(by: PurchaseLine.isBefore)
        var taken: [Int: Double] = [:]
        var start = 0
        while start < lines.count {
            var end = start + 1
            while end < lines.count, lines[end].key == lines[start].key { end += 1 }
            if lines[start..<end].contains(where: \.isReversal) {
                for match in ReversalMatcher.match(lines[start..<end]) {
                    taken[Int(match.purchase), default: 0] += match.quantity
                    taken[Int(match.reversal), default: 0] += match.quantity
                }
            }
            start = end
        }
        var isGone = [Bool](repeating: false, count: events.count)
        var unmatched = 0
        for index in events.indices {
            let isReversal = events[index].kind == .cancellation || events[index].kind == .refund
            if let quantity = taken[index] {
                let left = abs(events[index].quantity ?? 1) - quantity
                if left <= 0 {
                    isGone[index] = true
                } else {
                    events[index].quantity = left
                    effect.changed += 1
                }
            }
            if isReversal, !isGone[index] {
                unmatched += 1
                isGone[index] = dropUnmatched
            }
        }
        events.keep { !isGone[$0] }
        effect.details["unmatched"] = unmatched
        return effect
    }
}
