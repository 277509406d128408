import Commerce
import Explore

/// What the shop learns from outcomes: a ranker fed with every position by its chance of having been looked at.
struct ShopLearner: OutcomeLearner {
    private(set) var ranker: MixedEffectsRanker
    /// How positions count.
    var feedback: DecisionFeedback
    /// Of the ranker's items.
    var items: Vocabulary<Item>

    init(ranker: MixedEffectsRanker, feedback: DecisionFeedback, items: Vocabulary<Item>) {
        self.ranker = ranker
        self.feedback = feedback
        self.items = items
    }

    /// O(positions * features^2). Everything is checked first, so that a decision is learned whole or not at all.
    mutating func learn(_ decision: Decision, rewards: [Double]) throws {
        let rows = try feedback.rows(of: decision, rewards: rewards) { items.row(of: $0) ?? -1 }
        for row in rows {
            guard ranker.settings.rewards.contains(row.reward), row.features.count == ranker.featureNames.count,
                row.features.allSatisfy(\.isFinite)
            else {
                throw EngineError(
                    code: "learning.decision",
                    message: "decision \(decision.id) has a reward or features that the ranker was not made for")
            }
        }
        for row in rows where row.key >= 0 {
            try ranker.update(
                item: row.key, features: row.features, reward: row.reward, weight: row.weight, time: decision.time)
        }
    }
}
