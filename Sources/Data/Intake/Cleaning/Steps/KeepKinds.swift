public import Commerce

/// Keeps events of some kinds and drops the rest: by default those that show interest (``EventKind/isPositive``).
public struct KeepKinds: CleaningStep {
    public static let name = "keep-kinds"
    public static let parameters = ["kinds"]
    public static let isPerEvent = true

    public let kinds: [EventKind]

    /// - Throws: ``IntakeError`` `cleaning.parameter` when no kind is named.
    public init(_ kinds: [EventKind] = EventKind.allCases.filter(\.isPositive)) throws {
        guard !kinds.isEmpty else { throw IntakeError.cleaning(Self.self, "kinds must name at least one kind") }
        self.kinds = kinds
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            container.decodeIfPresent([EventKind].self, forKey: .kinds) ?? EventKind.allCases.filter(\.isPositive))
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        let kept = Set(kinds)
        events.removeAll { !kept.contains($0.kind) }
        return StepEffect()
    }
}
