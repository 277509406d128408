public import Commerce

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Caps, or drops, numbers that lie outside fences fitted on the training events.
///
/// | method | fences |
/// | --- | --- |
/// | `interquartile` | Q1 − k (Q3 − Q1), Q3 + k (Q3 − Q1); Tukey's rule, k = 1.5 marks outliers, 3 far-out ones |
/// | `deviation` | median ± k · 1.4826 · MAD, where MAD is the median of the distances from the median |
/// | `quantiles` | the quantiles at `lower` and `upper` (winsorising, when they cap) |
///
/// With `onLogarithm` the fences are found among the logarithms of the positive numbers, which suits skewed amounts;
/// numbers that are not positive are then left alone. Quantiles interpolate (type 7). NaN is always outside: capped, it
/// becomes a missing value. Complexity: O(events log events) to fit, O(events) to apply.
public struct LimitOutliers: CleaningStep {
    public static let name = "limit-outliers"
    public static let parameters = [
        "field", "method", "multiplier", "lower", "upper", "action", "onLogarithm", "kinds",
    ]
    public static let isPerEvent = true

    public enum Method: String, Sendable, Hashable, Codable { case interquartile, deviation, quantiles }
    public enum Action: String, Sendable, Hashable, Codable { case cap, drop }

    public let field: EventField
    public let method: Method
    /// k; used by `interquartile` (1.5 unless given) and `deviation` (3 unless given).
    public let multiplier: Double
    /// Levels of the quantiles; used by `quantiles`.
    public let lower: Double
    public let upper: Double
    public let action: Action
    public let onLogarithm: Bool
    /// Nothing for all kinds that have the number.
    public let kinds: [EventKind]?

    /// - Throws: ``IntakeError`` `cleaning.parameter` naming the parameter, the rule and the value.
    public init(
        _ field: EventField, method: Method, multiplier: Double? = nil, lower: Double = 0.01, upper: Double = 0.99,
        action: Action = .cap, onLogarithm: Bool = false, kinds: [EventKind]? = nil
    ) throws {
        let multiplier = multiplier ?? (method == .deviation ? 3 : 1.5)
        guard field.isNumeric else {
            throw IntakeError.cleaning(Self.self, "field must hold numbers; got '\(field.name)'")
        }
        guard multiplier > 0, multiplier.isFinite else {
            throw IntakeError.cleaning(Self.self, "multiplier must be positive and finite; got \(multiplier)")
        }
        guard lower >= 0, upper <= 1, lower < upper else {
            throw IntakeError.cleaning(
                Self.self, "lower and upper must satisfy 0 <= lower < upper <= 1; got \(lower) and \(upper)")
        }
        self.field = field
        self.method = method
        self.multiplier = multiplier
        self.lower = lower
        self.upper = upper
        self.action = action
        self.onLogarithm = onLogarithm
        self.kinds = kinds
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            container.decode(EventField.self, forKey: .field),
            method: container.decodeIfPresent(Method.self, forKey: .method) ?? .interquartile,
            multiplier: container.decodeIfPresent(Double.self, forKey: .multiplier),
            lower: container.decodeIfPresent(Double.self, forKey: .lower) ?? 0.01,
            upper: container.decodeIfPresent(Double.self, forKey: .upper) ?? 0.99,
            action: container.decodeIfPresent(Action.self, forKey: .action) ?? .cap,
            onLogarithm: container.decodeIfPresent(Bool.self, forKey: .onLogarithm) ?? false,
            kinds: container.decodeIfPresent([EventKind].self, forKey: .kinds))
    }

    public func fit(_ events: [Event]) throws -> FittedValues {
        var fitted = FittedValues()
        if field == .price { fitted.currency = try events.onlyCurrency(for: Self.self) }
        let kinds = kinds.map(Set.init)
        var numbers = events.compactMap { event in
            kinds?.contains(event.kind) ?? true ? field.number(in: event) : nil
        }.filter { $0.isFinite && (!onLogarithm || $0 > 0) }
        guard !numbers.isEmpty else { return fitted }
        if onLogarithm { numbers = numbers.map { log($0) } }
        numbers.sort()
        var (low, high) = fences(numbers)
        if onLogarithm { (low, high) = (exp(low), exp(high)) }
        let most = Double.greatestFiniteMagnitude
        fitted.ranges[field.name] = NumberRange(lower: max(low, -most), upper: min(high, most))
        return fitted
    }

    private func fences(_ sorted: [Double]) -> (Double, Double) {
        func quantile(_ level: Double) -> Double { OrderStatistics.quantile(sorted, level) }
        switch method {
        case .interquartile:
            let (first, third) = (quantile(0.25), quantile(0.75))
            return (first - multiplier * (third - first), third + multiplier * (third - first))
        case .deviation:
            let middle = OrderStatistics.median(sorted)
            let spread = 1.4826 * OrderStatistics.median(sorted.map { abs($0 - middle) }.sorted())
            return (middle - multiplier * spread, middle + multiplier * spread)
        case .quantiles: return (quantile(lower), quantile(upper))
        }
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        var effect = StepEffect()
        guard let range = fitted.ranges[field.name] else { return effect }
        let kinds = kinds.map(Set.init)
        func isOutside(_ event: borrowing Event) -> Bool {
            guard kinds?.contains(event.kind) ?? true, let number = field.number(in: event) else { return false }
            return !(range.contains(number) || (onLogarithm && number <= 0))
        }
        switch action {
        case .drop: events.removeAll { isOutside($0) }
        case .cap:
            for index in events.indices where isOutside(events[index]) {
                if cap(&events[index], to: range, fitted.currency) { effect.changed += 1 }
            }
        }
        return effect
    }

    private func cap(_ event: inout Event, to range: NumberRange, _ currency: Currency?) -> Bool {
        let before = event
        let number = field.number(in: event) ?? .nan
        if field == .price {
            // Rounded into the range, or capping twice would differ from capping once.
            guard let currency, event.price?.currency == currency else { return false }
            let scale = Double(currency.scale)
            let units = number < range.lower ? (range.lower * scale).rounded(.up) : (range.upper * scale).rounded(.down)
            field.set(.number(units / scale), currency: currency, in: &event)
        } else if number.isNaN {
            switch field {
            case .quantity: event.quantity = nil
            case .value: event.value = nil
            case .attribute(let name): event.attributes[name] = nil
            default: break
            }
        } else {
            field.set(.number(range.clamp(number)), currency: nil, in: &event)
        }
        return event != before
    }
}
