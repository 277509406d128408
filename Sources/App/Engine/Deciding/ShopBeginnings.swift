import Commerce
import Explore
import Foundation

/// What a shop believes before it has learned anything, whether it is simulated or served.
enum ShopBeginnings {
    /// A position earns no less and no more: a purchase and all that leads to it.
    static let rewards = -3.0...3.0

    /// A ranker that has learned nothing: few lists are clicked, and items differ by as much.
    static func ranker(_ schema: FeatureSchema, lineage: String) throws -> MixedEffectsRanker {
        try MixedEffectsRanker(
            schema: schema,
            settings: MixedEffectsRanker.Settings(
                rewards: rewards, initialReward: 0.02, initialDeviation: 0.03, initialNoise: 0.05),
            lineage: lineage)
    }

    /// What answers are worth.
    static func rewardFunction(_ weights: RewardWeights = .standard) throws -> RewardFunction {
        try RewardFunction(.weights(weights), range: -100...1000, cap: rewards)
    }

    /// Chance of each position of being looked at, relative to the first.
    static func examination(patience: Double = 0.85, positions: Int) -> [Double] {
        (0..<positions).map { pow(patience, Double($0)) }
    }
}
