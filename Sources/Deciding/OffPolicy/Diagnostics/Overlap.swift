import Linear

/// How far the log tried what the target would do.
public struct Overlap: Sendable, Hashable, Codable {
    /// Share of decisions at which the target might have done what was done.
    public var usableShare: Double
    /// Share of what the target would do that the log cannot have tried: arms that it never shows, and other arms
    /// wherever the logged choice was certain. Importance weighting counts it as reward 0, or ignores it.
    ///
    /// A log keeps the chance of the shown arm only, so an arm that is impossible in *some* contexts shows up here not
    /// at all; the mean weight then falls below one.
    public var blindMass: Double
    /// Arms never shown that the target would show, by what it would give them, the most first.
    public var blindArms: [String]
    /// Share of what the target would do on arms that the log shows, but fewer than ``thinCount`` times.
    public var thinMass: Double
    public var thinArms: [String]
    /// Decisions below which an arm counts as rarely shown.
    public var thinCount: Int

    /// O(decisions * arms), on all cores.
    ///
    /// - Throws: ``OffPolicyError`` `target.shape`.
    public init(_ log: LoggedDecisions, under target: TargetProbabilities, thinCount: Int = 10) throws {
        try target.check(fits: log)
        let arms = log.arms.count
        var shown = [Int](repeating: 0, count: arms)
        var (usable, uncertain, certainBlind) = (0, 0, 0.0)
        for place in 0..<log.count {
            let arm = Int(log.actions[place])
            shown[arm] += 1
            let probability = target[place, arm]
            if probability > 0 { usable += 1 }
            if log.propensities[place] >= 1 - ImportanceWeights.certainty {
                certainBlind += max(0, 1 - probability)
            } else {
                uncertain += 1
            }
        }
        let mass = Self.mass(of: target, over: log, uncertain: uncertain)
        let byMass = (0..<arms).sorted { (mass[$0], $1) > (mass[$1], $0) }.filter { mass[$0] > 0 }
        let (blind, thin) = (
            byMass.filter { shown[$0] == 0 }, byMass.filter { shown[$0] > 0 && shown[$0] < thinCount }
        )
        let count = Double(log.count)
        usableShare = Double(usable) / count
        blindMass = (certainBlind + blind.reduce(0) { $0 + mass[$1] }) / count
        blindArms = blind.map { log.arms[$0] }
        thinMass = thin.reduce(0) { $0 + mass[$1] } / count
        thinArms = thin.map { log.arms[$0] }
        self.thinCount = thinCount
    }

    /// Sum of the target's probability of each arm over the decisions that were left to chance. Shape [arms].
    private static func mass(
        of target: TargetProbabilities, over log: LoggedDecisions, uncertain: Int
    ) -> [Double] {
        let arms = target.arms
        guard target.rows > 1 else { return target.values.map { $0 * Double(uncertain) } }
        let chunk = 16_384
        let parts = Parallel.map((log.count + chunk - 1) / chunk) { part in
            var sums = [Double](repeating: 0, count: arms)
            target.values.withUnsafeBufferPointer { values in
                sums.withUnsafeMutableBufferPointer { sums in
                    for decision in part * chunk..<min(log.count, (part + 1) * chunk)
                    where log.propensities[decision] < 1 - ImportanceWeights.certainty {
                        for arm in 0..<arms { sums[arm] += values[decision * arms + arm] }
                    }
                }
            }
            return sums
        }
        return parts.reduce(into: [Double](repeating: 0, count: arms)) { total, part in
            for arm in 0..<arms { total[arm] += part[arm] }
        }
    }
}
