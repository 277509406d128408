public import Commerce

/// What a decision's outcome was worth: a declared function of the events attributed to each position.
///
/// Three measures: weights by kind of event, whether anything of a kind happened at all, or money. A return or
/// cancellation takes back the reward of the purchase lines of its order, in proportion to the quantity: a line that
/// came back whole is worth what a line that was never bought is worth (with the standard weights; a shop may declare
/// that a return costs more). Rewards are not discounted by their delay.
///
/// Two limits with different meanings. ``range`` says what can be true: a sum outside is a fault of the data (a price
/// in pence where pounds were meant) and throws. ``cap`` says how much may count: a true but huge sum is drawn in to
/// it, so that one wholesale order does not rule a posterior. The cap biases the mean, on purpose.
public struct RewardFunction: Sendable, Hashable {
    public enum Measure: Sendable, Hashable {
        /// The sum of the weights of the events.
        case weights(RewardWeights)
        /// 1 when an event of one of these kinds stands (a purchase that was not sent back whole), else 0.
        case any(of: Set<EventKind>)
        /// Price times quantity of what was bought and kept, times the margin in (0, 1], in major units. Every purchase
        /// must have a price in this currency.
        case money(Currency, margin: Double)
    }

    public let measure: Measure
    /// What a position's reward can be before the cap.
    public let range: ClosedRange<Double>
    /// What counts at most and at least; nothing when all does.
    public let cap: ClosedRange<Double>?

    /// - Throws: ``ExploreError`` `reward.function` when a limit is not finite, the cap reaches out of the range,
    ///   either lacks 0 (what nothing is worth), the margin is not in (0, 1], or the kinds are none or take back.
    public init(_ measure: Measure, range: ClosedRange<Double>, cap: ClosedRange<Double>? = nil) throws {
        func check(_ holds: Bool, _ message: @autoclosure () -> String) throws {
            if !holds { throw ExploreError(code: "reward.function", message: message()) }
        }
        try check(
            range.lowerBound.isFinite && range.upperBound.isFinite && range.contains(0),
            "RewardFunction.range must be finite and hold 0, the reward of no event; got \(range)")
        if let cap {
            try check(
                cap.clamped(to: range) == cap && cap.contains(0),
                "RewardFunction.cap must hold 0 and lie in the range \(range); got \(cap)")
        }
        switch measure {
        case .weights: break
        case .any(let kinds):
            try check(
                !kinds.isEmpty && kinds.isDisjoint(with: [.cancellation, .refund]),
                "RewardFunction.kinds must name at least one kind of event, and neither cancellation nor return")
        case .money(_, let margin):
            try check(margin > 0 && margin <= 1, "RewardFunction.margin must be in (0, 1]; got \(margin)")
        }
        self.measure = measure
        self.range = range
        self.cap = cap
    }

    private init(trusted measure: Measure, range: ClosedRange<Double>, cap: ClosedRange<Double>?) {
        self.measure = measure
        self.range = range
        self.cap = cap
    }

    /// The standard weights, capped to [-1, 1]: a purchase is the most that a position can earn.
    public static let standard = RewardFunction(trusted: .weights(.standard), range: -1000...1000, cap: -1...1)
    /// 1 for a click or more, else 0.
    public static let click = RewardFunction(trusted: .any(of: [.click]), range: 0...1, cap: nil)

    /// Every reward that is given lies here: what a policy may rely on.
    public var bounds: ClosedRange<Double> { cap ?? range }

    /// What the events of one position are worth together; a reward that was told (``Event/toldReward``) stands for all that
    /// was seen.
    ///
    /// - Parameter events: in order of time; a return comes with the purchase that it takes back, else it counts
    ///   nothing. O(events * orders).
    /// - Throws: ``ExploreError`` `reward.range` when the sum is outside ``range``, `reward.quantity` for a purchase of
    ///   nothing; for money also `reward.price` and `reward.currency`.
    public func reward(of events: some Collection<Event>) throws(ExploreError) -> Double {
        var sum = 0.0
        switch measure {
        case .weights(let weights):
            for event in events where !event.kind.takesBack { sum += weights[event.kind] }
            for line in try OrderTotals.totals(of: events) where line.returned > 0 {
                sum += Double(line.lines) * line.returned * weights[line.cancelled ? .cancellation : .refund]
            }
        case .any(let kinds):
            let stands = events.contains { $0.kind != .purchase && kinds.contains($0.kind) }
            let orders = try OrderTotals.totals(of: events)
            sum = stands || kinds.contains(.purchase) && orders.contains { $0.returned < 1 } ? 1 : 0
        case .money(let currency, let margin):
            for line in try OrderTotals.totals(of: events, in: currency) { sum += line.amount * (1 - line.returned) }
            sum *= margin
        }
        if let told = events.reduce(Double?.none, { $1.toldReward ?? $0 }) { sum = told }
        guard range.contains(sum) else {
            throw ExploreError(
                code: "reward.range", message: "a reward must be in \(range), as declared; got \(sum)",
                remedy: "check prices and quantities, or declare the range that is true of this shop")
        }
        return cap.map { min(max(sum, $0.lowerBound), $0.upperBound) } ?? sum
    }
}

extension EventKind {
    /// Whether the event takes a purchase back.
    var takesBack: Bool { self == .cancellation || self == .refund }
}
