/// What an epoch came to.
public struct EpochReport: Sendable, Hashable, Codable {
    /// From 1.
    public var epoch: Int
    /// The mean loss of its steps.
    public var loss: Double
    /// What validation said; the larger, the better.
    public var score: Double?
    /// Other measures of validation, by name.
    public var measures: [String: Double]
    /// Whether no epoch before was better.
    public var isBest: Bool
}

/// What a training came to.
public struct TrainingReport: Sendable {
    public var epochs: [EpochReport]
    /// Steps in all, those before a resumption included.
    public var steps: Int
    /// Of this run.
    public var seconds: Double
    /// Examples a second, of this run, validation not counted.
    public var rate: Double
    /// The step that a checkpoint was taken up at.
    public var resumedAt: Int?

    /// The epoch whose weights the model has now.
    public var best: EpochReport? { epochs.last { $0.isBest } ?? epochs.last }
}

/// What a training tells while it runs.
public enum TrainingEvent: Sendable {
    case step(epoch: Int, TrainingProgress)
    case epoch(EpochReport)
}

/// What validation says of a model.
public struct ValidationScore: Sendable {
    /// The larger, the better.
    public var score: Double
    /// Other measures, by name.
    public var measures: [String: Double]

    public init(_ score: Double, measures: [String: Double] = [:]) {
        self.score = score
        self.measures = measures
    }
}
