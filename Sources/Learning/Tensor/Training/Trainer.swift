/// Steps of training: gradients of one or more parts of a batch, clipped, then one move of the optimiser.
public final class Trainer {
    /// What happened in one step.
    public struct Step: Sendable, Equatable {
        /// Counted from 0.
        public var number: Int
        public var loss: Double
        public var rate: Double
        /// The length of the gradient before it was clipped.
        public var gradientLength: Double
    }

    public let optimiser: AdamW
    public let schedule: LearningRate
    /// The longest gradient allowed, or nil for any.
    public let clipping: Double?
    /// Steps done.
    public internal(set) var steps = 0

    public init(_ optimiser: AdamW, schedule: LearningRate, clipping: Double? = 1) throws {
        if let clipping {
            try TensorError.check(clipping > 0 && clipping.isFinite, "Trainer.clipping", "positive", got: clipping)
        }
        self.optimiser = optimiser
        self.schedule = schedule
        self.clipping = clipping
    }

    /// One step over a batch given in parts, whose gradients are averaged: more parts take less memory, not another
    /// direction, if they are of one size.
    ///
    /// - Parameters:
    ///   - moved: called with the step's number when the parameters have moved and their gradients are still there.
    ///   - loss: the mean loss of a part, with its graph.
    /// - Throws: `training.loss` or `training.gradient` when a number is not finite; no parameter has then moved.
    public func step<Part>(
        _ parts: [Part], moved: (Int) throws -> Void = { _ in }, loss: (Part) throws -> Tensor
    ) throws -> Step {
        precondition(!parts.isEmpty, "Trainer.step: a batch has at least one part")
        try optimiser.forgetGradients()
        do {
            var total = 0.0
            for part in parts {
                let loss = try loss(part)
                total += try finite(loss.number(), "training.loss", "the loss")
                try (parts.count == 1 ? loss : loss / Double(parts.count)).backward()
            }
            let parameters = optimiser.parameters
            let length =
                try clipping.map { try GradientNorm.clip(parameters, to: $0) } ?? GradientNorm.length(of: parameters)
            let report = Step(
                number: steps, loss: total / Double(parts.count), rate: schedule.rate(at: steps),
                gradientLength: try finite(length.number(), "training.gradient", "the gradient's length"))
            try optimiser.step(rate: report.rate)
            try moved(steps)
            try optimiser.forgetGradients()
            steps += 1
            return report
        } catch {
            try optimiser.forgetGradients()
            throw error
        }
    }

    private func finite(_ value: Double, _ code: String, _ what: String) throws -> Double {
        guard value.isFinite else {
            throw TensorError(
                code: code,
                message: "\(what) became \(value) at step \(steps) (learning rate \(schedule.rate(at: steps)))",
                remedy: "lower the learning rate or lengthen the warm-up; the weights are those before this step")
        }
        return value
    }
}
