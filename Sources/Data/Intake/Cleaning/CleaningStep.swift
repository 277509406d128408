public import Commerce

/// One thing done to a log before models learn from it: a value of parameters, checked when made.
///
/// A step first learns what it must from the events (`fit`), and is then applied with what was learned; so a step fitted
/// on training events treats later ones in the same way. What it did is told by a ``StepEffect``.
public protocol CleaningStep: Sendable, Hashable, Codable {
    /// The word in recipes, such as `remove-bots`.
    static var name: String { get }

    /// The names of its parameters in recipes.
    static var parameters: [String] { get }

    /// Whether each event is treated by itself, so that the fitted step can also be applied to a stream in parts.
    static var isPerEvent: Bool { get }

    /// What the step must know of the events, such as their median.
    ///
    /// - Throws: ``IntakeError`` when the events do not allow it (a median of nothing, prices in two currencies).
    func fit(_ events: [Event]) throws -> FittedValues

    /// Changes the events; those that remain keep their order.
    ///
    /// Applying a step twice with the same fitted values does no more than once.
    func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect
}

extension CleaningStep {
    public static var isPerEvent: Bool { false }

    public func fit(_ events: [Event]) throws -> FittedValues { FittedValues() }
}

/// What a step learned from the events it was fitted on.
public struct FittedValues: Sendable, Hashable, Codable {
    /// By field: what normalisation maps to [0, 1], or what lies within the bounds of outliers.
    public var ranges: [String: NumberRange] = [:]
    /// By field: what fills a gap.
    public var fills: [String: FieldValue] = [:]
    /// The currency of fitted prices.
    public var currency: Currency?

    public init() {}
}

/// What a step did, apart from removing events.
public struct StepEffect: Sendable, Hashable {
    /// Events that remain and are different.
    public var changed = 0
    /// Further counts, by a word for each (`ambiguousVisitors`).
    public var details: [String: Int] = [:]
    /// A few names that a person may want to look up.
    public var examples: [String] = []

    public init() {}
}

extension IntakeError {
    /// A parameter of a step breaks its rule.
    static func cleaning(_ step: any CleaningStep.Type, _ rule: String, remedy: String? = nil) -> IntakeError {
        IntakeError(code: "cleaning.parameter", message: "\(step.name): \(rule)", remedy: remedy)
    }
}
