public import Commerce

/// Writes numbers on the scale from 0 to 1, beside the originals: field `quantity` gives the attribute `quantity.unit`.
///
/// The ranges are those of the training events and stay in the record; later numbers outside them count as the nearer
/// end. ``NumberRange/value(at:)`` leads back. The originals stay because sums of money need them.
public struct NormaliseNumbers: CleaningStep {
    public static let name = "normalise"
    public static let parameters = ["fields"]
    public static let isPerEvent = true

    public let fields: [EventField]

    /// - Throws: ``IntakeError`` `cleaning.parameter` when a field holds no numbers or none is named.
    public init(_ fields: [EventField]) throws {
        guard !fields.isEmpty else { throw IntakeError.cleaning(Self.self, "fields must name at least one field") }
        if let text = fields.first(where: { !$0.isNumeric }) {
            throw IntakeError.cleaning(Self.self, "fields must hold numbers; got '\(text.name)'")
        }
        self.fields = fields
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(container.decode([EventField].self, forKey: .fields))
    }

    /// The attribute in which a field's normalised number is found.
    public static func attribute(for field: EventField) -> String {
        if case .attribute(let name) = field { return name + ".unit" }
        return field.name + ".unit"
    }

    public func fit(_ events: [Event]) throws -> FittedValues {
        var fitted = FittedValues()
        if fields.contains(.price) { fitted.currency = try events.onlyCurrency(for: Self.self) }
        for field in fields {
            fitted.ranges[field.name] = NumberRange(fitting: events.lazy.compactMap { field.number(in: $0) })
        }
        return fitted
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        var effect = StepEffect()
        let scales = fields.compactMap { field in
            fitted.ranges[field.name].map { (field: field, range: $0, name: Self.attribute(for: field)) }
        }
        for index in events.indices {
            var isChanged = false
            for (field, range, name) in scales {
                guard let number = field.number(in: events[index]), !number.isNaN,
                    field != .price || events[index].price?.currency == fitted.currency
                else { continue }
                let text = range.unit(of: number).description
                if events[index].attributes[name] != text {
                    events[index].attributes[name] = text
                    isChanged = true
                }
            }
            if isChanged { effect.changed += 1 }
        }
        return effect
    }
}
