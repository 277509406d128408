public import Commerce

/// Drops events that lack a field, or fills the gap with a constant, the median or the most frequent value.
///
/// Only kinds of event that should have the field are looked at (quantities in purchases, not in clicks), unless
/// `kinds` says otherwise. Complexity: O(events log events) to fit, O(events) to apply.
public struct FillMissing: CleaningStep {
    public static let name = "fill-missing"
    public static let parameters = ["field", "with", "constant", "kinds"]
    public static let isPerEvent = true

    public enum Filling: String, Sendable, Hashable, Codable {
        /// The event is dropped.
        case drop
        case constant
        /// Of the numbers that are there; of an even count, half-way between the middle two.
        case median
        /// Of equally frequent ones the least.
        case mostFrequent
    }

    public let field: EventField
    public let with: Filling
    public let constant: FieldValue?
    public let kinds: [EventKind]?

    /// - Throws: ``IntakeError`` `cleaning.parameter` for a median of texts, a constant that is missing, not wanted or of the
    ///   wrong sort.
    public init(
        _ field: EventField, with filling: Filling, constant: FieldValue? = nil, kinds: [EventKind]? = nil
    ) throws {
        if filling == .median, !field.isNumeric {
            throw IntakeError.cleaning(
                Self.self, "the median of '\(field.name)' is asked for, which holds texts",
                remedy: "use mostFrequent, constant or drop")
        }
        guard (filling == .constant) == (constant != nil) else {
            throw IntakeError.cleaning(
                Self.self, "'constant' must be given exactly when 'with' is constant; 'with' is \(filling.rawValue)")
        }
        if let constant { try Self.check(constant, for: field) }
        self.field = field
        self.with = filling
        self.constant = constant
        self.kinds = kinds
    }

    private static func check(_ constant: FieldValue, for field: EventField) throws {
        switch (field, constant) {
        case (.attribute, _): return
        case (_, .number(let number)) where field.isNumeric && number.isFinite: return
        case (_, .text(let text)) where !field.isNumeric && !text.isEmpty: return
        default:
            throw IntakeError.cleaning(
                Self.self,
                "the constant for '\(field.name)' must be \(field.isNumeric ? "a finite number" : "a text that is not empty"); got \(constant)"
            )
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            container.decode(EventField.self, forKey: .field), with: container.decode(Filling.self, forKey: .with),
            constant: container.decodeIfPresent(FieldValue.self, forKey: .constant),
            kinds: container.decodeIfPresent([EventKind].self, forKey: .kinds))
    }

    public func fit(_ events: [Event]) throws -> FittedValues {
        var fitted = FittedValues()
        guard with != .drop else { return fitted }
        if field == .price { fitted.currency = try events.onlyCurrency(for: Self.self) }
        let kinds = Set(kinds ?? field.expectedIn)
        let relevant = events.lazy.filter { kinds.contains($0.kind) }
        let value: FieldValue?
        switch with {
        case .constant, .drop: value = constant
        case .median:
            let numbers = relevant.compactMap { field.number(in: $0) }.filter(\.isFinite).sorted()
            value = numbers.isEmpty ? nil : .number(OrderStatistics.median(numbers))
        case .mostFrequent:
            value = mostFrequent(relevant)
        }
        if let value {
            fitted.fills[field.name] = value
        } else if relevant.contains(where: { field.isMissing(in: $0) }) {
            throw IntakeError(
                code: "cleaning.fit",
                message: "\(Self.name): no event has '\(field.name)', so there is nothing to fill it with",
                remedy: "use constant or drop, or leave the step out")
        }
        return fitted
    }

    private func mostFrequent(_ events: some Sequence<Event>) -> FieldValue? {
        var counts: [FieldValue: Int] = [:]
        for event in events {
            if let text = field.text(in: event) {
                counts[.text(text), default: 0] += 1
            } else if let number = field.number(in: event), number.isFinite {
                counts[.number(number), default: 0] += 1
            }
        }
        return counts.max { left, right in
            left.value == right.value ? right.key.isBefore(left.key) : left.value < right.value
        }?.key
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        var effect = StepEffect()
        let kinds = Set(kinds ?? field.expectedIn)
        if with == .drop {
            events.removeAll { kinds.contains($0.kind) && field.isMissing(in: $0) }
        } else if let value = fitted.fills[field.name] {
            for index in events.indices where kinds.contains(events[index].kind) && field.isMissing(in: events[index]) {
                field.set(value, currency: fitted.currency, in: &events[index])
                effect.changed += 1
            }
        }
        return effect
    }
}

extension FieldValue {
    /// Numbers before texts, each in ascending order.
    fileprivate func isBefore(_ other: FieldValue) -> Bool {
        switch (self, other) {
        case (.number(let left), .number(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        case (.number, .text): true
        case (.text, .number): false
        }
    }
}

extension [Event] {
    /// The one currency of the prices; nothing when there are no prices.
    ///
    /// - Throws: ``IntakeError`` `cleaning.currencies` when there are several: numbers of different currencies do not compare.
    func onlyCurrency(for step: any CleaningStep.Type) throws -> Currency? {
        var found: Currency?
        for index in indices {
            guard let currency = self[index].price?.currency, currency != found else { continue }
            if let found {
                throw IntakeError(
                    code: "cleaning.currencies",
                    message: "\(step.name): prices are in \(found) and in \(currency), which do not compare",
                    remedy: "convert prices to one currency, or clean each currency's events by themselves")
            }
            found = currency
        }
        return found
    }
}
