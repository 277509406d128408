import Commerce
import Evaluate
import Foundation

/// Draws the two frontiers on which a shop chooses its place: what exploring costs and earns, and what consistency costs.
public struct TradeoffJob: Sendable {
    public var settings: LoopSettings
    public var seeds: [UInt64]

    public init(settings: LoopSettings, seeds: [UInt64]) {
        self.settings = settings
        self.seeds = seeds
    }

    /// The first is the one that the others are compared with.
    static let exploring = [
        "greedy", "epsilon-greedy(0.01)", "epsilon-greedy(0.03)", "epsilon-greedy(0.1)", "epsilon-greedy(0.3)",
        "budgeted(0.005)", "budgeted(0.02)", "budgeted(0.1)", "thompson",
    ]
    /// Dials of familiarity and of the shared share, from personal to consistent.
    static let consistency = [
        ConsistencyDials(), ConsistencyDials(familiarity: 0.1), ConsistencyDials(familiarity: 0.3),
        ConsistencyDials(familiarity: 1), ConsistencyDials(shared: 0.3), ConsistencyDials(shared: 0.7),
        ConsistencyDials(shared: 1),
    ]

    /// - Throws: what ``ClosedLoopJob`` throws.
    public func run(
        interruption: Interruption = Interruption(), progress: @escaping ProgressHandler = { _ in }
    ) throws -> TradeoffReport {
        let explored = try ClosedLoopJob(
            policies: Self.exploring.map(PolicyChoice.init), settings: settings, seeds: seeds
        ).run(interruption: interruption, progress: progress)
        var steady: [TradeoffReport.Consistency] = []
        var personal: [LoopRun] = []
        for dials in Self.consistency {
            var settings = settings
            settings.consistency = dials
            let report = try ClosedLoopJob(policies: [PolicyChoice("greedy")], settings: settings, seeds: seeds)
                .run(interruption: interruption, progress: progress)
            let runs = report.runs
            steady.append(
                TradeoffReport.Consistency(
                    dials: dials, reward: SampleMean(of: runs.map(\.reward)),
                    relativeGain: personal.isEmpty
                        ? nil : SampleMean(ofKnown: zip(runs, personal).map { $0.gain(over: $1) }),
                    accuracy: SampleMean(ofKnown: runs.map(\.accuracy)),
                    stability: SampleMean(ofKnown: runs.map(\.stability)),
                    sharedShare: SampleMean(ofKnown: runs.map(\.sharedShare))))
            if personal.isEmpty { personal = runs }
        }
        return TradeoffReport(explored: explored, consistency: steady)
    }
}

extension SampleMean {
    /// Of those figures that there are; nothing when there is none.
    init?(ofKnown values: [Double?]) {
        let known = values.compactMap { $0 }
        guard !known.isEmpty else { return nil }
        self.init(of: known)
    }
}
