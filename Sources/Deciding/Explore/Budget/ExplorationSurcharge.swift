/// How much dearer trials turn out than the ranker said.
///
/// Of the answers that came back, the ranker's cost of trials `S = sum (displaced - forecast)` is compared with what
/// they really gave up, `M = sum (c displaced - reward)`, where `c` is reward over forecast at the positions that
/// exploited. With noise of variance `V` and the prior that the ratio is 1, give or take ``tolerance``, the ratio is
/// `1 + S (M - S) / (S^2 + V / tolerance^2)`. A charge below the ranker's is not believed; nor is one above ``largest``.
///
/// `V` is the sum of squared residuals, but no less than the forecasts give with rewards of the size seen so far: a
/// dozen answers of nothing look alike only because rewards are rare. O(1) an answer.
struct ExplorationSurcharge: Sendable, Hashable, Codable {
    private var trials = Answers()
    private var exploited = Answers()
    /// Sum over trials of what exploiting would have earned.
    private var displaced = 0.0

    static let tolerance = 1.0
    static let largest = 4.0
    /// How far rewards in general are expected to be off the ranker's forecasts.
    private static let levelTolerance = 0.1

    private struct Answers: Sendable, Hashable, Codable {
        var forecast = 0.0
        var reward = 0.0
        var squaredResidual = 0.0
        var magnitude = 0.0
        var squaredReward = 0.0

        mutating func take(_ reward: Double, forecast: Double) {
            self.forecast += forecast
            self.reward += reward
            squaredResidual += (reward - forecast) * (reward - forecast)
            magnitude += abs(reward)
            squaredReward += reward * reward
        }

        func noise(rewardSize: Double) -> Double { max(squaredResidual, abs(forecast) * rewardSize) }
    }

    mutating func takeTrial(reward: Double, forecast: Double, displaced: Double) {
        trials.take(reward, forecast: forecast)
        self.displaced += displaced
    }

    mutating func takeExploited(reward: Double, forecast: Double) { exploited.take(reward, forecast: forecast) }

    /// At least 1.
    var ratio: Double {
        let cost = displaced - trials.forecast
        let magnitude = trials.magnitude + exploited.magnitude
        guard cost > 0, magnitude > 0 else { return 1 }
        let size = (trials.squaredReward + exploited.squaredReward) / magnitude
        // Rewards over forecasts where exploited, drawn towards 1 by their error; what error is left counts as noise.
        let exploitedNoise = exploited.noise(rewardSize: size)
        let strength = exploited.forecast * exploited.forecast
        let spread = strength + exploitedNoise / (Self.levelTolerance * Self.levelTolerance)
        let level = spread > 0 ? 1 + exploited.forecast * (exploited.reward - exploited.forecast) / spread : 1
        let levelNoise = spread > 0 ? displaced * displaced * exploitedNoise / spread : 0
        let noise = trials.noise(rewardSize: size) + levelNoise
        let excess = level * displaced - trials.reward - cost
        return min(Self.largest, max(1, 1 + cost * excess / (cost * cost + noise / (Self.tolerance * Self.tolerance))))
    }
}
