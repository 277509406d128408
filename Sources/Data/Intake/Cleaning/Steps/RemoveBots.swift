public import Commerce

/// Removes every event of shoppers and visitors who act faster than a person can: more than `actionsPerMinute` times within
/// one clock minute, as the validation report counts them (impressions are not actions; consecutive lines of one order
/// are one). Events before 2000 are not counted: their times only number the rows of a source without times.
/// O(events log events).
public struct RemoveBots: CleaningStep {
    public static let name = "remove-bots"
    public static let parameters = ["actionsPerMinute"]

    public let actionsPerMinute: Int

    /// - Throws: ``IntakeError`` `cleaning.parameter` when the rate is not positive.
    public init(actionsPerMinute: Int = 60) throws {
        guard actionsPerMinute > 0 else {
            throw IntakeError.cleaning(Self.self, "actionsPerMinute must be positive; got \(actionsPerMinute)")
        }
        self.actionsPerMinute = actionsPerMinute
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(actionsPerMinute: container.decodeIfPresent(Int.self, forKey: .actionsPerMinute) ?? 60)
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        var effect = StepEffect()
        var isBots = [Bool](repeating: false, count: events.count)
        var bots = 0
        for person in PersonEvents.grouped(events, where: { _ in true }) {
            var meter = RateMeter()
            for index in person where PersonEvents.isTimed(events[index]) {
                let order = events[index].order.map(EventHashes.order) ?? 0
                meter.observe(events[index].kind, at: events[index].time, order: order)
            }
            guard meter.peak > actionsPerMinute, let first = person.first else { continue }
            bots += 1
            for index in person { isBots[index] = true }
            if effect.examples.count < 5 {
                effect.examples.append(events[first].shopper?.rawValue ?? events[first].visitor?.rawValue ?? "")
            }
        }
        events.keep { !isBots[$0] }
        effect.details["bots"] = bots
        return effect
    }
}

extension Array {
    /// Keeps the elements at the places for which the answer is yes, in their order.
    mutating func keep(where isKept: (Int) -> Bool) {
        var kept = 0
        for index in indices where isKept(index) {
            if kept != index { swapAt(kept, index) }
            kept += 1
        }
        removeSubrange(kept...)
    }
}
