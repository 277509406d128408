public import Commerce

/// What a cleaning did, step by step, with everything that was learned on the way: stored with an import or a model, it
/// says how the events came to be, and cleans later ones alike (``fitted``).
public struct CleaningRecord: Sendable, Hashable, Codable {
    public var recipe: CleaningRecipe
    public var eventsBefore: Int
    public var eventsAfter: Int
    /// One for each step of the recipe.
    public var steps: [StepRecord]

    /// The recipe with what it learned, for events that it was not fitted on.
    public var fitted: FittedCleaning { FittedCleaning(recipe: recipe, values: steps.map(\.fitted)) }
}

/// What one step saw and did.
public struct StepRecord: Sendable, Hashable, Codable {
    /// Its name.
    public var step: String
    public var eventsBefore: Int
    public var eventsAfter: Int
    /// Events that remain and are different.
    public var changed: Int
    /// Further counts, by a word for each.
    public var details: [String: Int]
    /// A few names that a person may want to look up.
    public var examples: [String]
    public var fitted: FittedValues

    public var removed: Int { eventsBefore - eventsAfter }

    /// Applies the step.
    init(_ step: any CleaningStep, _ fitted: FittedValues, on events: inout [Event]) {
        self.step = type(of: step).name
        self.fitted = fitted
        eventsBefore = events.count
        let effect = step.apply(fitted, to: &events)
        eventsAfter = events.count
        changed = effect.changed
        details = effect.details
        examples = effect.examples
    }
}

/// A recipe with what its steps learned from training events.
public struct FittedCleaning: Sendable, Hashable, Codable {
    public let recipe: CleaningRecipe
    /// One for each step.
    public let values: [FittedValues]

    init(recipe: CleaningRecipe, values: [FittedValues]) {
        self.recipe = recipe
        self.values = values
    }

    /// Whether parts of a log, cleaned one after the other, come out as the whole would.
    public var isPerEvent: Bool { recipe.steps.allSatisfy { type(of: $0).isPerEvent } }

    /// Cleans other events with what was learned; nothing is fitted anew.
    public func clean(_ events: consuming [Event]) -> (events: [Event], record: CleaningRecord) {
        let before = events.count
        var records: [StepRecord] = []
        for (step, values) in zip(recipe.steps, values) { records.append(StepRecord(step, values, on: &events)) }
        let record = CleaningRecord(
            recipe: recipe, eventsBefore: before, eventsAfter: events.count, steps: records)
        return (events, record)
    }

    /// Cleans the events of one part of a stream.
    ///
    /// - Throws: ``IntakeError`` `cleaning.stream` when a step must see the whole log at once.
    public func clean(part batch: inout IntakeBatch) throws {
        if let whole = recipe.steps.first(where: { !type(of: $0).isPerEvent }) {
            throw IntakeError(
                code: "cleaning.stream",
                message: "the step \(type(of: whole).name) needs the whole log and cannot be applied to a stream",
                remedy: "clean the events in memory, or leave the step out")
        }
        for (step, values) in zip(recipe.steps, values) { _ = step.apply(values, to: &batch.events) }
    }
}
