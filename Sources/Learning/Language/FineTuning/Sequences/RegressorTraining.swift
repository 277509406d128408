import Commerce
public import Evaluate
public import Tensor

/// How a model of a number is taught: an encoder, a head drawn anew, and both moved by squared error.
public struct RegressorTraining {
    public var options = TrainingOptions()
    /// Multiplies the learning rate of the head, which begins from nothing.
    public var headRate = 1.0
    public var pooling = Pooling.first
    /// Tokens of a text beyond which it is cut off.
    public var maximumLength = 256

    public init() {}

    /// What came of it.
    public struct Outcome {
        public var regressor: TextRegressor
        public var training: TrainingReport
        /// Of the validation texts.
        public var validation: RegressionReport
    }

    /// - Parameters:
    ///   - encoder: what to begin from; its arrays are changed.
    ///   - validation: chooses the epoch, by the least squared error.
    /// - Throws: `LanguageError` `labels.number` for a label that is no finite number, `labels.single` when all are one
    ///   number; what `TrainingLoop.run` throws.
    public func run(
        _ encoder: TransformerEncoder, tokenizer: any Tokenizer, train: LabelledTexts, validation: LabelledTexts,
        follow: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> Outcome {
        let (numbers, held) = (try Self.numbers(train.labels), try Self.numbers(validation.labels))
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let deviation =
            (numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(numbers.count)).squareRoot()
        guard deviation > 0 else {
            throw LanguageError(
                code: "labels.single", message: "all \(train.count) texts to learn from have the number \(mean)",
                remedy: "Give examples of different numbers.")
        }
        var generator = SeededGenerator(seed: options.seed)
        let head = try SequenceHead(outputs: 1, on: encoder.configuration, using: &generator, device: encoder.device)
        let model = SequenceModel(
            tokenizer: tokenizer, encoder: encoder, head: head, pooling: pooling, maximumLength: maximumLength)
        let regressor = try TextRegressor(model: model, mean: mean, deviation: deviation)
        let examples = try model.encode(train.texts, pairs: train.pairs)
        func report() throws -> RegressionReport {
            RegressionReport(said: try regressor.predict(validation.texts, pairs: validation.pairs), truth: held)
        }
        let training = try TrainingLoop(
            options, lengths: examples.map(\.ids.count), task: "numbers by \(pooling), head rate \(headRate)"
        ).run(
            model.groups(decay: options.decay, headRate: headRate), adapting: encoder, follow: follow,
            validate: {
                let report = try report()
                return ValidationScore(
                    -report.rootMeanSquaredError,
                    measures: ["rmse": report.rootMeanSquaredError, "mae": report.meanAbsoluteError])
            },
            loss: { part in
                let batch = try model.tokens(part.examples.map { examples[$0] })
                let targets = part.examples.map { Float((numbers[$0] - mean) / deviation) }
                return try model.head(model.vectors(batch, training: true), training: true)
                    .squaredError(Tensor(targets, shape: [targets.count, 1], on: encoder.device))
            })
        return Outcome(regressor: regressor, training: training, validation: try report())
    }

    /// - Throws: `LanguageError` `labels.number`.
    public static func numbers(_ labels: [String]) throws -> [Double] {
        try labels.enumerated().map { place, label in
            guard let number = Double(label), number.isFinite else {
                throw LanguageError(
                    code: "labels.number", message: "text \(place) has the label '\(label)', which is no finite number",
                    remedy: "Teach a classifier, or correct the label.")
            }
            return number
        }
    }
}
