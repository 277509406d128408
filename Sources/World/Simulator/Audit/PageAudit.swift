public import Commerce

/// The truth about one list: expected rewards that no shop can see.
///
/// Each is a sum over positions of the chance of being looked at times what a look is worth to this shopper in this
/// visit. Items of a list do not compete in this world, so that the best list is the best items, best first.
public struct PageAudit: Sendable, Hashable {
    /// When the list was shown.
    public let time: Timestamp
    /// Where.
    public let surface: Surface
    /// The person's row.
    public let person: Int32
    /// Expected reward of the list that was shown.
    public let shown: Double
    /// Expected reward of the list that the storefront would have shown without exploring.
    public let exploiting: Double
    /// Expected reward of the best list of that length: what a shop that knew everything would have earned.
    public let best: Double

    /// What was lost for not knowing everything.
    public var regret: Double { best - shown }
    /// What exploring gave up, in truth; negative when chance did better than the storefront's belief.
    public var spent: Double { exploiting - shown }
}
