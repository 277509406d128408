import Commerce
public import Evaluate
import Foundation

/// Policies side by side over the same simulated shops.
public struct LoopReport: Sendable, Codable {
    /// One policy over all seeds. Intervals are Student's, 95 %, over seeds.
    public struct Row: Sendable, Codable {
        public let name: String
        /// Cumulative expected reward, in truth.
        public let reward: SampleMean
        public let regret: SampleMean
        /// Share of expected reward given up by exploring, in truth.
        public let spent: SampleMean
        /// The same as the policy's budget believed; nothing without a budget.
        public let believed: SampleMean?
        /// Reward less that of the first policy, seed by seed; nothing for the first itself.
        public let gain: SampleMean?
        public let retention: SampleMean?
        public let discovery: SampleMean?
        /// Share of positions that explored.
        public let explored: SampleMean
        /// The same as a share of the first policy's reward in that seed.
        public let relativeGain: SampleMean?
        /// Seeds in which reward fell below `1 - allowance` of what exploiting alone would have earned.
        public let breaches: Int?
        /// Seeds in which the guard rail's promise was broken at the end of some day; nothing without one.
        public let guardBreaches: Int?
    }

    public let days: Int
    public let seeds: Int
    public let decisions: Int
    public let rows: [Row]
    public let runs: [LoopRun]

    /// - Parameters:
    ///   - policies: in the order of the table; differences are to the first.
    init(policies choices: [PolicyChoice], runs: [LoopRun], days: Int) {
        func every(_ name: String) -> [LoopRun] { runs.filter { $0.policy == name }.sorted { $0.seed < $1.seed } }
        let first = choices.first.map { every($0.name) } ?? []
        self.days = days
        self.runs = runs
        seeds = first.count
        decisions = first.isEmpty ? 0 : first.reduce(0) { $0 + $1.decisions } / first.count
        rows = choices.enumerated().map { place, choice in
            let own = every(choice.name)
            func mean(_ figure: (LoopRun) -> Double?) -> SampleMean? {
                SampleMean(ofKnown: own.map(figure))
            }
            return Row(
                name: choice.name, reward: SampleMean(of: own.map(\.reward)), regret: SampleMean(of: own.map(\.regret)),
                spent: SampleMean(of: own.map(\.spentShare)),
                believed: mean(\.believedShare),
                gain: place == 0
                    ? nil : SampleMean(ofDifferences: own.map(\.reward), first.map(\.reward)),
                retention: mean(\.retention), discovery: mean(\.discovery),
                explored: SampleMean(of: own.map { Double($0.explored) / Double(max(1, $0.positions)) }),
                relativeGain: place == 0 ? nil : SampleMean(ofKnown: zip(own, first).map { $0.gain(over: $1) }),
                breaches: choice.share.map { share in own.count { $0.reward < (1 - share) * $0.exploiting } },
                guardBreaches: choice.loss.map { loss in own.count { $0.lowestShare < 1 - loss } })
        }
    }
}
