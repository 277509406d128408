/// One action of a slate.
public struct ShownAction: Sendable, Hashable, Codable {
    public var item: ItemID
    /// Place in the slate, from 1.
    public var position: Int
    /// Probability that the policy shows this item at this position, given the positions before; in (0, 1].
    public var propensity: Double
    /// Standard error of the propensity where it is estimated; 0 where it is exact.
    public var propensityError: Double
    /// The candidate source that proposed the item.
    public var source: String
    public var score: Double
    public var reasons: [Reason]
    /// Put there by a rule: its propensity is 1 and nothing is learned from it.
    public var isPinned: Bool
    /// Drawn to learn something: not what the policy would have shown without exploring.
    public var isExploration: Bool

    public init(
        item: ItemID, position: Int, propensity: Double, propensityError: Double = 0, source: String, score: Double,
        reasons: [Reason] = [], isPinned: Bool = false, isExploration: Bool = false
    ) {
        self.item = item
        self.position = position
        self.propensity = propensity
        self.propensityError = propensityError
        self.source = source
        self.score = score
        self.reasons = reasons
        self.isPinned = isPinned
        self.isExploration = isExploration
    }
}

extension ShownAction {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        item = try container.decode(ItemID.self, forKey: .item)
        position = try container.decode(Int.self, forKey: .position)
        propensity = try container.decode(Double.self, forKey: .propensity)
        propensityError = try container.decodeIfPresent(Double.self, forKey: .propensityError) ?? 0
        source = try container.decodeIfPresent(String.self, forKey: .source) ?? ""
        score = try container.decodeIfPresent(Double.self, forKey: .score) ?? 0
        reasons = try container.decodeIfPresent([Reason].self, forKey: .reasons) ?? []
        isPinned = try container.decodeIfPresent(Bool.self, forKey: .isPinned) ?? false
        isExploration = try container.decodeIfPresent(Bool.self, forKey: .isExploration) ?? false
    }
}
