import Commerce
public import Explore
import Foundation
import Ledger

extension SQLiteLedger {
    /// The rules as they were left; none where nobody has set any.
    ///
    /// - Throws: `ExploreError` for rules that this version of the program does not understand.
    func rules() throws -> RuleBook {
        guard let change = try latestChange(of: ShopSubject.rules.rawValue) else { return try RuleBook() }
        return try RuleBook(json: Data(change.content.utf8))
    }
}

extension LiveShop {
    /// The shop's wishes that outrank what was learned.
    public var rules: RuleBook { desk.decider.rules }

    /// Goes by other rules from the next decision on, and keeps them.
    ///
    /// - Parameter action: what is done to them, for the record of changes.
    /// - Throws: `LedgerError` when they cannot be kept; then nothing changes.
    public func follow(_ rules: RuleBook, _ action: String = "replaced", by author: String) throws {
        try record(.rules, action, by: author, rules)
        desk.follow(rules)
    }

    /// Adds a rule at the end, or puts it in the place of the one of its name.
    ///
    /// - Throws: `ExploreError` `rules.contradict` for one that contradicts another.
    public func follow(_ rule: Rule, by author: String) throws {
        var all = rules.rules
        if let place = all.firstIndex(where: { $0.name == rule.name }) { all[place] = rule } else { all.append(rule) }
        try follow(RuleBook(all), "set \(rule.name)", by: author)
    }

    /// - Returns: whether there was a rule of this name.
    public func drop(rule name: String, by author: String) throws -> Bool {
        let rest = rules.rules.filter { $0.name != name }
        guard rest.count < rules.rules.count else { return false }
        try follow(RuleBook(rest), "dropped \(name)", by: author)
        return true
    }

    /// How many items of the catalogue a rule is about now. O(items).
    public func reach(of rule: Rule) -> Int { desk.decider.items.count(of: rule) }
}
