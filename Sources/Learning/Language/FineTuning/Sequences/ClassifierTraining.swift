import Commerce
public import Evaluate
import Linear
public import Tensor

/// How a classifier is taught: an encoder, a head drawn anew, and both moved by cross-entropy (Devlin et al., "BERT",
/// 2019, section 4).
public struct ClassifierTraining {
    public enum Weighting: String, Sendable, CaseIterable {
        /// Every text counts alike.
        case even
        /// Every label counts alike, however many texts it has.
        case balanced
    }

    /// What validation chooses the best epoch by.
    public enum Choice: String, Sendable, CaseIterable {
        case accuracy
        case macroF1 = "macro-f1"
        /// For two labels only.
        case auc
        case logLoss = "log-loss"
    }

    public var options = TrainingOptions()
    public var weighting = Weighting.even
    public var choice = Choice.accuracy
    /// Multiplies the learning rate of the head, which begins from nothing.
    public var headRate = 1.0
    /// The share of probability that is spread over all labels.
    public var smoothing = 0.0
    public var pooling = Pooling.first
    /// Tokens of a text beyond which it is cut off.
    public var maximumLength = 256
    /// The label of texts that are of no class, if there are such.
    public var outOfScope: String?
    /// The share of validation texts of the classes that may be turned away so that texts of no class are; nil turns
    /// none away by distance.
    public var turnedAway: Double?

    public init() {}

    /// What came of it.
    public struct Outcome {
        public var classifier: TextClassifier
        public var training: TrainingReport
        /// Of the validation texts, with the temperature that was fitted to them.
        public var validation: ClassificationReport
    }

    /// - Parameters:
    ///   - encoder: what to begin from; its arrays are changed.
    ///   - validation: chooses the epoch, the temperature and the threshold.
    /// - Throws: `LanguageError` `labels.single` with less than two labels, `labels.unseen` for a validation label that
    ///   training has not; what `TrainingLoop.run` throws.
    public func run(
        _ encoder: TransformerEncoder, tokenizer: any Tokenizer, train: LabelledTexts, validation: LabelledTexts,
        follow: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> Outcome {
        let labels = Set(train.labels).sorted()
        guard labels.count > 1 else {
            throw LanguageError(
                code: "labels.single", message: "all \(train.count) texts to learn from have the label '\(labels[0])'",
                remedy: "Give examples of two labels or more.")
        }
        if choice == .auc, labels.count != 2 {
            throw LanguageError(
                code: "labels.auc", message: "the area under the curve is of two labels; there are \(labels.count)",
                remedy: "Choose by accuracy, macro-f1 or log-loss.")
        }
        if let outOfScope, !labels.contains(outOfScope) {
            throw LanguageError(
                code: "labels.unseen", message: "no text to learn from has the label '\(outOfScope)' for none of them",
                remedy: "Its labels are \(LabelNumbers.listed(labels)).")
        }
        let numbers = LabelNumbers(labels)
        let (trainClasses, validationClasses) = (try numbers.of(train.labels), try numbers.of(validation.labels))
        var generator = SeededGenerator(seed: options.seed)
        let head = try SequenceHead(
            outputs: labels.count, on: encoder.configuration, using: &generator, device: encoder.device)
        let model = SequenceModel(
            tokenizer: tokenizer, encoder: encoder, head: head, pooling: pooling, maximumLength: maximumLength)
        let examples = try model.encode(train.texts, pairs: train.pairs)
        let held = try model.encode(validation.texts, pairs: validation.pairs)
        let weights = try classWeights(trainClasses, count: labels.count, on: encoder.device)
        let loop = try TrainingLoop(
            options, lengths: examples.map(\.ids.count),
            task: "\(labels.count) classes by \(pooling), \(weighting), head rate \(headRate), smoothing \(smoothing), "
                + "chosen by \(choice.rawValue)")
        let report = try loop.run(
            model.groups(decay: options.decay, headRate: headRate), adapting: encoder,
            follow: follow,
            validate: {
                let logits = try TextBatches.rows(held, width: labels.count, on: encoder.device) { encodings in
                    try model.head(model.vectors(model.tokens(encodings), training: false), training: false)
                }
                return try score(Temperature.probabilities(logits, 1), validationClasses)
            },
            loss: { part in
                let batch = try model.tokens(part.examples.map { examples[$0] })
                let logits = try model.head(model.vectors(batch, training: true), training: true)
                let targets = try Tensor(part.examples.map { trainClasses[$0] }, on: encoder.device)
                return try logits.crossEntropy(targets, weights: weights, smoothing: smoothing)
            })
        let raw = try TextClassifier(model: model, labels: labels, outOfScope: outOfScope)
        let answers = try raw.logitsAndVectors(validation.texts, pairs: validation.pairs)
        let classifier = try raw.calibrated(answers, of: validation, learnedFrom: train, turningAway: turnedAway)
        return Outcome(
            classifier: classifier, training: report,
            validation: try ClassificationReport(
                probabilities: Temperature.probabilities(answers.logits, classifier.temperature),
                truth: validationClasses))
    }

    private func classWeights(_ classes: [Int], count: Int, on device: Device) throws -> Tensor? {
        guard weighting == .balanced else { return nil }
        var sizes = Array(repeating: 0, count: count)
        for kind in classes { sizes[kind] += 1 }
        return try Tensor(sizes.map { Float(classes.count) / Float(count * max(1, $0)) }, on: device)
    }

    private func score(_ probabilities: Matrix, _ truth: [Int]) throws -> ValidationScore {
        let report = try ClassificationReport(probabilities: probabilities, truth: truth)
        var measures = ["accuracy": report.accuracy, "macro_f1": report.macroF1, "log_loss": report.logLoss]
        measures["auc"] = report.areaUnderCurve
        let score =
            switch choice {
            case .accuracy: report.accuracy
            case .macroF1: report.macroF1
            case .auc: report.areaUnderCurve ?? .nan
            case .logLoss: -report.logLoss
            }
        return ValidationScore(score, measures: measures)
    }
}

/// Labels by number.
struct LabelNumbers {
    let labels: [String]
    private let numbers: [String: Int]

    init(_ labels: [String]) {
        self.labels = labels
        numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    }

    /// - Throws: `LanguageError` `labels.unseen` that names the first strange label and its place.
    func of(_ labels: [String]) throws -> [Int] {
        try labels.enumerated().map { place, label in
            guard let number = numbers[label] else {
                throw LanguageError(
                    code: "labels.unseen",
                    message: "text \(place) has the label '\(label)', which no text to learn from has",
                    remedy: "Known are \(Self.listed(self.labels)). Correct the label or leave such texts out.")
            }
            return number
        }
    }

    /// The first few, for a message.
    static func listed(_ labels: [String]) -> String {
        labels.prefix(8).map { "'\($0)'" }.joined(separator: ", ") + (labels.count > 8 ? ", ..." : "")
    }
}
