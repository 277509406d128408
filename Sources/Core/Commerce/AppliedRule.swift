/// A business rule that had a say in a decision, with what is needed to apply it again from the record alone.
public struct AppliedRule: Sendable, Hashable, Codable {
    /// What a rule does to a list.
    public enum Effect: Sendable, Hashable, Codable {
        /// Puts its one item at a position, from 1.
        case pin(position: Int)
        /// Added to, or multiplied, the expected rewards of its items: the change is in
        /// ``CandidateSet/adjustments``.
        case adjust
        /// Kept its items out of the candidates.
        case exclude
        /// At most so many of its items may be in the list.
        case atMost(count: Int)
        /// At least so many of its items shall be in the list.
        case atLeast(count: Int)
    }

    /// The rule's name, as the shop gave it.
    public var rule: String
    public var effect: Effect
    /// Items that it put in, moved or held back; for a quota, the candidates and pinned items that it counts.
    public var items: [ItemID]
    /// Why the rule could not do all that it asks.
    public var note: String?

    public init(rule: String, effect: Effect, items: [ItemID], note: String? = nil) {
        self.rule = rule
        self.effect = effect
        self.items = items
        self.note = note
    }
}

extension AppliedRule {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        rule = try container.decode(String.self, forKey: .rule)
        effect = try container.decode(Effect.self, forKey: .effect)
        items = try container.decodeIfPresent([ItemID].self, forKey: .items) ?? []
        note = try container.decodeIfPresent(String.self, forKey: .note)
    }
}
