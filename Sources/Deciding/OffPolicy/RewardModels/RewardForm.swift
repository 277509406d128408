/// Which decisions a linear reward model learns an arm's line from.
public enum RewardForm: String, Sendable, Hashable, Codable {
    /// Each arm its own line over the context, learnt from its own decisions, shrunk towards the mean reward. For few
    /// arms that are all shown often.
    case perArm = "per-arm"
    /// One line over the context for all arms, plus an offset for each arm, the features of the arm, and the products
    /// of context and arm features. For many arms, or arms shown rarely: what is learnt of one helps the others.
    case shared
}
