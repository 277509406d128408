/// How long and how fast a model learns.
public struct TrainingOptions: Sendable {
    /// Passes over the examples.
    public var epochs = 3
    /// Examples of one step.
    public var batchSize = 32
    /// What of a step's examples is computed at once, in places (tokens): bounds memory, not the step. At least one
    /// example is.
    public var partPlaces = 8192
    /// The highest learning rate.
    public var rate = 5e-5
    /// The share of all steps in which the rate rises to it.
    public var warmUp = 0.06
    public var descent = LearningRate.Descent.linear
    /// Of matrices; see `AdamW.Group`.
    public var decay = 0.01
    /// The longest gradient, or nil for any.
    public var clipping: Double? = 1
    /// Epochs without a better score after which training ends; nil never ends it early.
    public var patience: Int?
    /// Of the order of examples, and of dropout.
    public var seed: UInt64 = 1
    /// A file that keeps where the training is: taken up when it is there, written now and then.
    public var checkpoint: String?
    /// Seconds between two checkpoints.
    public var checkpointInterval = 120.0
    /// A folder for TensorBoard.
    public var events: String?

    public init() {}

    /// - Throws: `TensorError` `parameter`.
    func check() throws {
        try TensorError.check(epochs > 0, "TrainingOptions.epochs", "at least 1", got: epochs)
        try TensorError.check(batchSize > 0, "TrainingOptions.batchSize", "at least 1", got: batchSize)
        try TensorError.check(partPlaces > 0, "TrainingOptions.partPlaces", "at least 1", got: partPlaces)
        try TensorError.check((0...1).contains(warmUp), "TrainingOptions.warmUp", "in [0, 1]", got: warmUp)
        if let patience {
            try TensorError.check(patience > 0, "TrainingOptions.patience", "at least 1", got: patience)
        }
        try TensorError.check(
            checkpointInterval >= 0, "TrainingOptions.checkpointInterval", "at least 0", got: checkpointInterval)
    }
}
