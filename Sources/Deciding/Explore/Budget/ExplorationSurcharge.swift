/// How much dearer trials turn out than the ranker said.
///
/// Of the answers that came back, the ranker's cost of trials `S = sum (displaced - forecast)` is compared with what
/// they really gave up, `M = sum (c displaced - reward)`, where `c` is reward over forecast at the positions that
/// exploited. With noise `V = sum (reward - forecast)^2` and the prior that the ratio is 1, give or take
/// ``tolerance``, the ratio is `1 + S (M - S) / (S^2 + V / tolerance^2)`. A charge below the ranker's is not believed;
/// nor is one above ``largest``. O(1) an answer.
struct ExplorationSurcharge: Sendable, Hashable, Codable {
    private var cost = 0.0
    private var displaced = 0.0
    private var reward = 0.0
    private var noise = 0.0
    /// Of the positions that exploited: sums of forecast, reward and squared residual.
    private var exploitedForecast = 0.0
    private var exploitedReward = 0.0
    private var exploitedNoise = 0.0

    static let tolerance = 1.0
    static let largest = 4.0

    mutating func takeTrial(reward: Double, forecast: Double, displaced: Double) {
        cost += displaced - forecast
        self.displaced += displaced
        self.reward += reward
        noise += (reward - forecast) * (reward - forecast)
    }

    mutating func takeExploited(reward: Double, forecast: Double) {
        exploitedForecast += forecast
        exploitedReward += reward
        exploitedNoise += (reward - forecast) * (reward - forecast)
    }

    /// At least 1.
    var ratio: Double {
        guard cost > 0, noise > 0 else { return 1 }
        let excess = level * displaced - reward - cost
        // The level's own error counts as noise of the comparison.
        let levelNoise =
            exploitedForecast > 0
            ? displaced * displaced * exploitedNoise / (exploitedForecast * exploitedForecast) : 0
        let strength = Self.tolerance * Self.tolerance
        let ratio = 1 + cost * excess / (cost * cost + (noise + levelNoise) / strength)
        return min(Self.largest, max(1, ratio))
    }

    /// Reward over forecast where exploited, drawn towards 1 by its error.
    private var level: Double {
        guard exploitedForecast > 0 else { return 1 }
        let strength = 0.01
        let residual = exploitedReward - exploitedForecast
        return 1 + exploitedForecast * residual / (exploitedForecast * exploitedForecast + exploitedNoise / strength)
    }
}
