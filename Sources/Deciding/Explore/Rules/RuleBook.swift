import Commerce

/// The rules of a shop, in order: adjustments add up in it.
public struct RuleBook: Sendable, Hashable {
    public let rules: [Rule]

    /// - Throws: ``ExploreError`` `rules.contradict` when two rules share a name, or two that can hold at once pin to
    ///   one position, pin one item twice, pin what the other excludes by name, or ask for more of the same items than
    ///   they allow; the message names both.
    public init(_ rules: [Rule] = []) throws {
        for (place, rule) in rules.enumerated() {
            for other in rules[..<place] { try Self.check(other, rule) }
        }
        self.rules = rules
    }

    private static func check(_ first: Rule, _ second: Rule) throws {
        func refuse(_ problem: String, _ remedy: String) -> ExploreError {
            ExploreError(
                code: "rules.contradict", message: "rules '\(first.name)' and '\(second.name)' \(problem)",
                remedy: remedy)
        }
        guard first.name != second.name else {
            throw ExploreError(
                code: "rules.contradict", message: "two rules are named '\(first.name)'",
                remedy: "give every rule a name of its own: decisions are explained by it")
        }
        guard first.canMeet(second) else { return }
        let apart = "give them different surfaces or periods that do not overlap"
        switch (first.action, second.action) {
        case (.pin(let item, let position), .pin(let otherItem, let otherPosition)):
            if position == otherPosition { throw refuse("both pin to position \(position)", apart) }
            if item == otherItem { throw refuse("both pin item '\(item)'", apart) }
        case (.pin(let item, _), .exclude):
            if second.selector.items.contains(item) { throw refuse("pin and exclude item '\(item)'", apart) }
        case (.exclude, .pin(let item, _)):
            if first.selector.items.contains(item) { throw refuse("exclude and pin item '\(item)'", apart) }
        case (.atMost(let most, nil), .atLeast(let least)), (.atLeast(let least), .atMost(let most, nil)):
            if first.selector == second.selector, least > most {
                throw refuse(
                    "ask for at least \(least) and at most \(most) of the same items", "change one of the numbers")
            }
        default: break
        }
    }
}

/// The rules in the numbers of one ``ItemTable``, made again when the table changes.
struct ResolvedRules: Sendable {
    struct Entry: Sendable {
        let rule: Rule
        let selector: ResolvedSelector
        /// The item of a pin; -1 when the table does not have it.
        let row: Int32
    }

    private let entries: [Entry]

    init(_ book: RuleBook, in table: ItemTable) {
        entries = book.rules.map { rule in
            var row: Int32 = -1
            if case .pin(let item, _) = rule.action { row = table.row(of: item) ?? -1 }
            return Entry(rule: rule, selector: ResolvedSelector(rule.selector, in: table), row: row)
        }
    }

    /// Those that hold on a surface at a moment, in order.
    func active(on surface: Surface, at time: Timestamp) -> [Entry] {
        entries.filter { $0.rule.isActive(on: surface, at: time) }
    }
}
