public import Commerce

/// A wish of the shop that outranks what was learned.
public struct Rule: Sendable, Hashable {
    /// What a rule does.
    public enum Action: Sendable, Hashable {
        /// Shows one item at a position, from 1.
        case pin(item: ItemID, position: Int)
        /// Expected reward times `factor`, plus `amount`: above 1 or 0 boosts, below buries.
        case adjust(factor: Double, amount: Double)
        /// Never shows the items.
        case exclude
        /// At most so many of the items in one list; with `each`, of every single value of that property.
        case atMost(Int, each: ItemProperty?)
        /// At least so many of the items in one list, as far as there are any.
        case atLeast(Int)
    }

    public let name: String
    public let action: Action
    /// The items it is about; every item for a pin, which names its own.
    public let selector: ItemSelector
    /// Nothing means every surface.
    public let surface: Surface?
    public let from: Timestamp?
    /// The first moment at which it holds no more.
    public let until: Timestamp?

    /// Of a list that a rule may name, as a position or a number of items.
    public static let mostItems = 1_000_000

    /// - Throws: ``ExploreError`` `rule` when a number is out of range, `rules.period` when the period is empty; the message
    ///   names the rule.
    public init(
        name: String, action: Action, selector: ItemSelector = ItemSelector(), surface: Surface? = nil,
        from: Timestamp? = nil, until: Timestamp? = nil
    ) throws {
        func check(_ holds: Bool, _ problem: @autoclosure () -> String, _ remedy: String? = nil) throws {
            guard holds else {
                throw ExploreError(code: "rule", message: "rule '\(name)': \(problem())", remedy: remedy)
            }
        }
        let range = 1...Self.mostItems
        guard !name.isEmpty else { throw ExploreError(code: "rule", message: "a rule must have a name") }
        switch action {
        case .pin(_, let position):
            try check(range.contains(position), "position must be 1 or more, up to a million; got \(position)")
            try check(selector.isEverything, "a pin names its item itself", "drop 'where'")
        case .adjust(let factor, let amount):
            try check(
                factor > 0 && factor <= 1e6, "factor must be above 0 and at most a million; got \(factor)",
                "to keep items out, use 'exclude'")
            try check(abs(amount) <= 1e6, "the amount to add must be within a million; got \(amount)")
        case .exclude:
            try check(!selector.isEverything, "would exclude every item", "say which items in 'where'")
        case .atMost(let count, let each):
            try check(count == 0 || range.contains(count), "atMost must be 0 or more, up to a million; got \(count)")
            try check(
                each != nil || !selector.isEverything, "would limit the whole list",
                "say which items in 'where', or 'each' of which property")
        case .atLeast(let count):
            try check(range.contains(count), "atLeast must be 1 or more, up to a million; got \(count)")
            try check(!selector.isEverything, "every item counts", "say which items in 'where'")
        }
        if let from, let until, from >= until {
            throw ExploreError(
                code: "rules.period", message: "rule '\(name)': 'from' \(from) must be before 'until' \(until)")
        }
        self.name = name
        self.action = action
        self.selector = selector
        self.surface = surface
        self.from = from
        self.until = until
    }

    /// Whether it holds on a surface at a moment.
    public func isActive(on surface: Surface, at time: Timestamp) -> Bool {
        if let own = self.surface, own != surface { return false }
        if let from, time < from { return false }
        if let until, time >= until { return false }
        return true
    }

    /// Whether there is a surface and a moment at which both rules hold.
    func canMeet(_ other: Rule) -> Bool {
        if let surface, let theirs = other.surface, surface != theirs { return false }
        if let until, let start = other.from, until <= start { return false }
        if let from, let end = other.until, end <= from { return false }
        return true
    }
}
