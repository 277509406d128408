/// What one arm of an experiment earned: sums over its people, who are the units that were divided.
///
/// A person's decisions resemble each other, so that the spread is measured between people: the mean reward of a
/// decision is a ratio of two sums over people, with the variance of a ratio by linearisation (Cochran, *Sampling
/// Techniques*, 3rd ed., 6.4; Deng, Knoblich and Lu, KDD 2018, "Applying the Delta Method in Metric Analytics").
public struct ArmTotals: Sendable, Hashable, Codable {
    public private(set) var people = 0
    public private(set) var decisions = 0.0
    public private(set) var reward = 0.0
    private var decisionsSquared = 0.0
    private var rewardSquared = 0.0
    private var product = 0.0

    public init() {}

    /// Takes in all that one person saw and brought.
    public mutating func add(decisions: Int, reward: Double) {
        let count = Double(decisions)
        people += 1
        self.decisions += count
        self.reward += reward
        decisionsSquared += count * count
        rewardSquared += reward * reward
        product += count * reward
    }

    /// Mean reward of a decision; nothing before the first.
    public var mean: Double? { decisions > 0 ? reward / decisions : nil }

    /// Variance of ``mean``; nothing with fewer than two people.
    public var varianceOfMean: Double? {
        guard people > 1, let mean else { return nil }
        let squares = rewardSquared - 2 * mean * product + mean * mean * decisionsSquared
        let count = Double(people)
        return max(0, squares) / (decisions * decisions) * count / (count - 1)
    }
}
