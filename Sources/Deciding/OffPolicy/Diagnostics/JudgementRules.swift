/// When a warning is given, and what it costs: the thresholds behind every ``OffPolicyVerdict``.
///
/// Each is written as rule, reason, advice and consequence in `docs/guide/off-policy-evaluation.md`. They are
/// conventions, not theorems: change them where you know your data better.
public struct JudgementRules: Sendable, Hashable, Codable {
    /// `support.blind`: weights alone cannot answer when more than this share of the target was never tried.
    public var blindMass = 0.01
    /// `support.thin`: weak when more than this share of the target lies on arms shown fewer than ``thinCount`` times.
    public var thinMass = 0.05
    public var thinCount = 10
    /// `weights.few`: no answer below this effective sample size: the central limit theorem has nothing to work with.
    public var fewEffective = 30.0
    /// `weights.scarce`: weak below this effective sample size.
    public var scarceEffective = 200.0
    /// `weights.heavy`: weak when one decision holds more than this share of the weight.
    public var heavyShare = 0.05
    /// `influence.heavy`: weak when one decision makes more than this share of the variance.
    public var heavyInfluence = 0.1
    /// `weights.mean`: the mean weight may be off by this many standard errors and ``meanTolerance``.
    public var meanErrors = 4.0
    public var meanTolerance = 0.02
    /// `weights.cut`: weak when clipping, switching or shrinking took more than this share of the weight.
    public var cutShare = 0.05
    /// `rewards.rare`: weak when fewer weighted decisions than this have the rarer of two rewards (or any but 0).
    public var rareRewards = 10

    public init() {}
}
