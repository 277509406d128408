public import Commerce

/// The cleaning of a log, declared: steps in order, with their parameters.
///
/// ```json
/// {"steps": [{"step": "deduplicate", "by": "content"},
///            {"step": "net-cancellations"},
///            {"step": "remove-bots", "actionsPerMinute": 60}]}
/// ```
public struct CleaningRecipe: Sendable {
    public var steps: [any CleaningStep]

    public init(_ steps: [any CleaningStep]) { self.steps = steps }

    /// Leaves the events as they are.
    public static let none = CleaningRecipe([])

    /// What does no harm to any log: events delivered twice count once, visitors who turn out to be a shopper join them, and
    /// purchases that were taken back are not learned from.
    public static let standard = CleaningRecipe([Deduplicate(by: .content), MergeVisitors(), NetCancellations()])

    /// Fits each step on the events as the steps before left them, applies it, and records what happened.
    ///
    /// Complexity: that of the steps; none exceeds O(events log events). Holds the events in memory.
    /// - Throws: ``IntakeError`` when a step cannot be fitted on these events.
    public func clean(_ events: consuming [Event]) throws -> (events: [Event], record: CleaningRecord) {
        let before = events.count
        var records: [StepRecord] = []
        for step in steps {
            let fitted = try step.fit(events)
            records.append(StepRecord(step, fitted, on: &events))
        }
        let record = CleaningRecord(
            recipe: self, eventsBefore: before, eventsAfter: events.count, steps: records)
        return (events, record)
    }
}

extension CleaningRecipe: Hashable {
    public static func == (left: Self, right: Self) -> Bool {
        left.steps.map { AnyHashable($0) } == right.steps.map { AnyHashable($0) }
    }

    public func hash(into hasher: inout Hasher) {
        for step in steps { hasher.combine(AnyHashable(step)) }
    }
}
