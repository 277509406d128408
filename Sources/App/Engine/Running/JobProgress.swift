/// How far a job has come.
public struct JobProgress: Sendable, Hashable {
    /// What a job is doing.
    public enum Stage: Sendable, Hashable {
        case simulating
        case deciding
        case validating(file: String)
        case importing(file: String)
        case judging(file: String)
        case exporting
        case reading
        case fitting(model: String)
        case learningBlend
        case scoring(model: String)
        case resampling
        case saving
        case backingUp
        case restoring
        case embedding
        case training
    }

    /// What is counted.
    public enum Unit: Sendable, Hashable {
        case rows, events, shoppers, days, bytes, steps, texts
    }

    public var stage: Stage
    public var completed: Int
    /// Nothing when it is not known beforehand.
    public var total: Int?
    public var unit: Unit
    /// The share done, in [0, 1], where it is known better than from the counts (bytes read of a packed file).
    public var fraction: Double?
    /// How it goes, such as a loss; shown behind the counts.
    public var note: String?

    public init(
        _ stage: Stage, completed: Int, of total: Int? = nil, _ unit: Unit, fraction: Double? = nil, note: String? = nil
    ) {
        self.stage = stage
        self.completed = completed
        self.total = total
        self.unit = unit
        self.note = note
        self.fraction = fraction ?? total.map { $0 == 0 ? 1 : Double(completed) / Double($0) }
    }
}

/// Where a job reports to; called from whatever thread does the work, several times a second at most.
public typealias ProgressHandler = @Sendable (JobProgress) -> Void
