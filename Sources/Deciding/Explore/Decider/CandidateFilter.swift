import Commerce

/// Which proposed items may be shown at all.
public struct CandidateFilter: Sendable, Hashable {
    /// Leaves out what the shopper has looked at before.
    public var hidesSeen: Bool
    /// Leaves out what the shopper has bought before.
    public var hidesBought: Bool
    /// Leaves out what is off sale or out of stock.
    public var needsStock: Bool

    public init(hidesSeen: Bool = false, hidesBought: Bool = true, needsStock: Bool = true) {
        self.hidesSeen = hidesSeen
        self.hidesBought = hidesBought
        self.needsStock = needsStock
    }

    /// Why an item was left out.
    public enum Refusal: String, Sendable, Hashable, CaseIterable {
        case unknown = "not in the catalogue"
        case unavailable = "off sale or out of stock"
        case excluded = "excluded by the request"
        case ruled = "excluded by a rule"
        case bought = "bought before"
        case seen = "seen before"
    }
}

/// The filter at one moment for one shopper.
struct CandidateGate {
    private let filter: CandidateFilter
    private let items: ItemTable
    private let time: Timestamp
    private let excluded: RowSet
    private let bought: RowSet
    private let seen: RowSet
    private let exclusions: [ResolvedRules.Entry]
    /// What each excluding rule kept out. Shape [exclusions].
    private(set) var ruledOut: [[ItemID]]

    init(_ filter: CandidateFilter, items: ItemTable, request: DecisionRequest, rules: [ResolvedRules.Entry]) {
        self.filter = filter
        self.items = items
        time = request.moment.time
        excluded = RowSet(request.excluded)
        bought = RowSet(filter.hidesBought ? request.shopper.bought : [])
        seen = RowSet(filter.hidesSeen ? request.shopper.seen : [])
        exclusions = rules.filter { $0.rule.action == .exclude }
        ruledOut = Array(repeating: [], count: exclusions.count)
    }

    /// Nothing when the item may be shown.
    mutating func refusal(of row: Int32) -> CandidateFilter.Refusal? {
        if let refusal = refusalOfPinned(row) { return refusal }
        if bought.contains(row) { return .bought }
        return seen.contains(row) ? .seen : nil
    }

    /// As ``refusal(of:)`` for an item that a rule puts in: what the shopper did before does not count.
    mutating func refusalOfPinned(_ row: Int32) -> CandidateFilter.Refusal? {
        guard row >= 0, row < items.count else { return .unknown }
        let facts = items.facts[Int(row)]
        if filter.needsStock, !facts.isAvailable(at: time) { return .unavailable }
        if excluded.contains(row) { return .excluded }
        guard let rule = exclusions.firstIndex(where: { $0.selector.matches(row, facts) }) else { return nil }
        let item = items.items[row]
        if !ruledOut[rule].contains(item) { ruledOut[rule].append(item) }
        return .ruled
    }

    /// The rules that kept items out, with those items.
    var record: [AppliedRule] {
        zip(exclusions, ruledOut).filter { !$0.1.isEmpty }
            .map { AppliedRule(rule: $0.rule.name, effect: .exclude, items: $1) }
    }
}
