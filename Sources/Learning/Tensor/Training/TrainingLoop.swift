import Commerce
import Foundation

/// Epochs of training with everything around the steps: batches of like length, a schedule of rates, validation after
/// each epoch with the best weights kept, an early end, checkpoints to go on from, and a log for TensorBoard.
///
/// What is learned, and from what, is the caller's: a part is a list of example numbers, and the caller gives its loss.
public struct TrainingLoop {
    /// Examples whose gradients are computed at once.
    public struct Part {
        public let examples: [Int]
        /// From 0.
        public let epoch: Int
        /// From 0, over all epochs.
        public let step: Int
    }

    public let options: TrainingOptions
    let buckets: LengthBuckets
    private let task: String
    private let clock = ContinuousClock()

    /// - Parameters:
    ///   - lengths: places (tokens) of each example.
    ///   - task: what is learned, with the settings that are not among the options: a checkpoint of another is not taken up.
    /// - Throws: `TensorError` `parameter` for options out of range, `training.examples` without examples.
    public init(_ options: TrainingOptions, lengths: [Int], task: String = "examples") throws {
        try options.check()
        guard !lengths.isEmpty else {
            throw TensorError(code: "training.examples", message: "there are no examples to learn from")
        }
        self.options = options
        self.task = task
        buckets = LengthBuckets(lengths: lengths, batchSize: options.batchSize, seed: options.seed)
    }

    public var steps: Int { buckets.batchesPerEpoch * options.epochs }

    /// Trains; afterwards the parameters are those of the best epoch, or of the last without validation.
    ///
    /// - Parameters:
    ///   - groups: what learns.
    ///   - follow: told of every step and epoch. What it throws ends the training, after a checkpoint.
    ///   - moved: called with the number of a step when the parameters have moved and their gradients are still there.
    ///   - state: what a checkpoint keeps beside: tensors that `moved` changes in place, under names of their own.
    ///   - validate: called after each epoch.
    ///   - loss: the mean loss of a part.
    /// - Throws: `training.loss` and `training.gradient` when a number is not finite: the weights are then those before
    ///   that step, and a checkpoint is the last one written. `checkpoint...` when a checkpoint is another training's.
    public func run(
        _ groups: [AdamW.Group], follow: (TrainingEvent) throws -> Void = { _ in },
        moved: (Int) throws -> Void = { _ in }, state: [NamedTensor] = [],
        validate: (() throws -> ValidationScore)? = nil, loss: (Part) throws -> Tensor
    ) throws -> TrainingReport {
        let rate = try LearningRate(
            peak: options.rate, warmUp: Int((options.warmUp * Double(steps)).rounded()), total: steps,
            descent: options.descent)
        let trainer = try Trainer(AdamW(groups), schedule: rate, clipping: options.clipping)
        try Randomness.seed(options.seed, on: trainer.optimiser.parameters.first?.tensor.device ?? .cpu)
        var course = try TrainingCourse(
            trainer: trainer, fingerprint: fingerprint, keepsBest: validate != nil, state: state)
        let resumedAt = try options.checkpoint.flatMap { try course.resume(from: $0) }
        let log = try options.events.map { try EventFile(folder: $0, at: Date().timeIntervalSince1970) }
        let (started, firstStep) = (clock.now, trainer.steps)
        var (validating, saved) = (Duration.zero, clock.now)
        var progress = TrainingProgress(total: steps - firstStep, at: 0)
        while course.epochs.count < options.epochs, !hasEnded(course) {
            let epoch = course.epochs.count
            let batches = buckets.batches(epoch: epoch)
            // None are left when it was stopped between an epoch's last step and its validation.
            for batch in batches[(trainer.steps - epoch * batches.count)...] {
                let parts = parts(of: batch).map { Part(examples: $0, epoch: epoch, step: trainer.steps) }
                let step = try trainer.step(parts, moved: moved) { part in
                    // Parts of unequal size weigh by their examples.
                    let share = Double(part.examples.count * parts.count) / Double(batch.count)
                    return parts.count == 1 ? try loss(part) : try loss(part) * share
                }
                course.add(step.loss)
                let seconds = (clock.now - started - validating) / .seconds(1)
                progress.advance(loss: step.loss, examples: batch.count, at: seconds)
                try write(step, to: log)
                do {
                    try follow(.step(epoch: epoch + 1, progress))
                } catch {
                    try course.save(to: options.checkpoint)
                    throw error
                }
                if (clock.now - saved) / .seconds(1) >= options.checkpointInterval, trainer.steps % batches.count != 0 {
                    try course.save(to: options.checkpoint)
                    saved = clock.now
                }
            }
            let begun = clock.now
            let report = try course.finishEpoch(epoch + 1, validate?())
            validating += clock.now - begun
            try write(report, at: trainer.steps, to: log)
            try course.save(to: options.checkpoint)
            try follow(.epoch(report))
        }
        try course.takeBest()
        return TrainingReport(
            epochs: course.epochs, steps: trainer.steps, seconds: (clock.now - started) / .seconds(1),
            rate: progress.rate ?? 0, resumedAt: resumedAt)
    }

    /// What two trainings must share for one to go on from the other's checkpoint.
    private var fingerprint: String {
        let places = buckets.lengths.reduce(0, +)
        return "\(task), \(buckets.lengths.count) of \(places) places, \(options.epochs) epochs, "
            + "batches of \(options.batchSize), rate \(options.rate) (warm-up \(options.warmUp), \(options.descent)), "
            + "decay \(options.decay), clipping \(options.clipping ?? .infinity), seed \(options.seed)"
    }

    private func hasEnded(_ course: TrainingCourse) -> Bool {
        guard let patience = options.patience else { return false }
        return course.epochsSinceBest >= patience
    }

    private func parts(of batch: [Int]) -> [[Int]] {
        var parts: [[Int]] = []
        var room = 0
        for example in batch {
            if parts.isEmpty || room < buckets.lengths[example] {
                parts.append([])
                room = options.partPlaces
            }
            parts[parts.count - 1].append(example)
            room -= buckets.lengths[example]
        }
        return parts
    }

    private func write(_ step: Trainer.Step, to log: EventFile?) throws {
        let now = Date().timeIntervalSince1970
        try log?.scalar("train/loss", step.loss, step: step.number, at: now)
        try log?.scalar("train/rate", step.rate, step: step.number, at: now)
        try log?.scalar("train/gradient", step.gradientLength, step: step.number, at: now)
    }

    private func write(_ report: EpochReport, at step: Int, to log: EventFile?) throws {
        let now = Date().timeIntervalSince1970
        if let score = report.score { try log?.scalar("validation/score", score, step: step, at: now) }
        for (name, value) in report.measures.sorted(by: { $0.key < $1.key }) {
            try log?.scalar("validation/\(name)", value, step: step, at: now)
        }
    }
}
