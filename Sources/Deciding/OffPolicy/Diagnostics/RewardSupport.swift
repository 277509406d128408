/// How many observed rewards tell an estimate apart from a constant.
struct RewardSupport {
    /// Weighted decisions with the rarer of two rewards; with more than two values, those whose reward is not 0.
    let telling: Int
    /// Only two different rewards occur among weighted decisions, or one.
    let isBinary: Bool
    /// Weighted decisions all have the same reward, though the log's rewards vary.
    let isSilent: Bool
    /// No reward is below 0.
    let isNonNegative: Bool

    /// - Parameter weights: as used; empty counts every decision. O(decisions).
    init(_ rewards: [Double], weights: [Double]) {
        var values: [Double] = []
        var counts: [Int] = []
        var (nonzero, lowest) = (0, Double.infinity)
        for place in rewards.indices where weights.isEmpty || weights[place] > 0 {
            let reward = rewards[place]
            if reward != 0 { nonzero += 1 }
            lowest = min(lowest, reward)
            guard values.count < 3 else { continue }
            if let known = values.firstIndex(of: reward) {
                counts[known] += 1
            } else {
                values.append(reward)
                counts.append(1)
            }
        }
        isBinary = values.count <= 2
        isSilent = values.count < 2 && rewards.contains { $0 != rewards[0] }
        isNonNegative = lowest >= 0
        telling = values.count < 2 ? 0 : isBinary ? min(counts[0], counts[1]) : nonzero
    }
}
