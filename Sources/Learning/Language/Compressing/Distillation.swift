import Commerce
import Linear
public import Tensor

/// A smaller model learns to answer as a larger one does, from texts without labels.
///
/// ```swift
/// var student = teacher
/// student.encoder = try teacher.encoder.student(layers: 3)
/// let report = try Distillation().run(from: teacher, to: student, texts: texts, validation: held)
/// ```
public struct Distillation {
    public var options = TrainingOptions()
    /// What the difference of what comes out of layers counts beside that of answers; 0 for nothing. The teacher then goes
    /// through every batch again, and both must have one vocabulary.
    public var states = 0.0
    /// Of a classifier's probabilities.
    public var temperature = 2.0
    /// What true labels count beside the teacher's, in [0, 1).
    public var labels = 0.0

    public init() {
        options.rate = 1e-4
        options.warmUp = 0.1
    }

    /// Has a sentence encoder learn another's vectors; when the student's are shorter, the cosines between them.
    ///
    /// - Parameters:
    ///   - student: its arrays are changed. They must not be the teacher's: ``TransformerEncoder/student(layers:)``.
    ///   - validation: texts that choose the best epoch, by the mean cosine to the teacher's vectors, or by how little cosines
    ///     differ.
    /// - Throws: `LanguageError` `compress.distillation` for settings out of range or models that do not fit; what
    ///   `TrainingLoop.run` throws.
    public func run(
        from teacher: SentenceEncoder, to student: SentenceEncoder, texts: [String], validation: [String],
        follow: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> TrainingReport {
        let widths = (teacher.encoder.configuration.width, student.encoder.configuration.width)
        let pair = try Pair(self, teacher.encoder, student.encoder)
        let (wanted, held) = (try teacher.embed(texts), try teacher.embed(validation))
        let examples = try student.tokenizer.encode(
            batch: texts, options: EncodingOptions(maximumLength: student.maximumLength)
        ).map(\.numbersAlone)
        return try TrainingLoop(options, lengths: examples.map(\.ids.count), task: task("vectors")).run(
            AdamW.Group.decayingMatrices(pair.parameters, decay: options.decay), follow: follow,
            validate: validation.isEmpty
                ? nil : { ValidationScore(Self.likeness(try student.embed(validation), held)) },
            loss: { part in
                let outcome = try pair.outcome(of: part.examples.map { examples[$0] })
                let pooled = try student.pooling(outcome.tokens, of: outcome.batch)
                let vectors = student.normalises ? try pooled.normalised() : pooled
                let targets = try wanted.tensor(rows: part.examples, on: student.encoder.device)
                let loss =
                    widths.0 == widths.1
                    ? try DistillationLoss.vectors(vectors, targets, lengths: !student.normalises)
                    : try DistillationLoss.similarities(vectors, targets)
                return try outcome.states.map { try loss + $0 * states } ?? loss
            })
    }

    /// Has a classifier learn another's probabilities.
    ///
    /// - Parameters:
    ///   - student: of the same labels; its arrays are changed. They must not be the teacher's.
    ///   - train: with labels, which count for nothing unless ``labels`` says so.
    ///   - validation: chooses the best epoch, by how far the student's probabilities are from the teacher's.
    /// - Throws: as the other; `LanguageError` `labels.unseen` for a label that the teacher has not.
    public func run(
        from teacher: TextClassifier, to student: TextClassifier, train: LabelledTexts, validation: LabelledTexts,
        follow: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> TrainingReport {
        guard teacher.labels == student.labels else {
            throw Self.mistake(
                "a student of \(student.labels.count) labels cannot learn those of its teacher: they differ")
        }
        let pair = try Pair(self, teacher.model.encoder, student.model.encoder)
        try student.model.head.setTraining(true)
        let classes = try LabelNumbers(student.labels).of(train.labels)
        let wanted = try teacher.logitsAndVectors(train.texts, pairs: train.pairs).logits
        let held = try teacher.logitsAndVectors(validation.texts, pairs: validation.pairs).logits
        let examples = try student.model.encode(train.texts, pairs: train.pairs)
        let device = student.model.encoder.device
        return try TrainingLoop(options, lengths: examples.map(\.ids.count), task: task("classes")).run(
            AdamW.Group.decayingMatrices(pair.parameters + student.model.head.parameters, decay: options.decay),
            follow: follow,
            validate: validation.texts.isEmpty
                ? nil
                : {
                    let said = try student.logitsAndVectors(validation.texts, pairs: validation.pairs).logits
                    let (left, right) = (try said.tensor(on: .cpu), try held.tensor(on: .cpu))
                    return ValidationScore(-(try DistillationLoss.logits(left, right, temperature: 1).number()))
                },
            loss: { part in
                let outcome = try pair.outcome(of: part.examples.map { examples[$0] })
                let vectors = try student.model.pooling(outcome.tokens, of: outcome.batch)
                let logits = try student.model.head(vectors, training: true)
                var loss = try DistillationLoss.logits(
                    logits, wanted.tensor(rows: part.examples, on: device), temperature: temperature)
                if labels > 0 {
                    let targets = try Tensor(part.examples.map { classes[$0] }, on: device)
                    loss = try loss * (1 - labels) + logits.crossEntropy(targets) * labels
                }
                return try outcome.states.map { try loss + $0 * states } ?? loss
            })
    }

    private func task(_ answers: String) -> String {
        "a teacher's \(answers), states \(states), temperature \(temperature), labels \(labels)"
    }

    /// The mean cosine of vectors of one width; of others, minus the mean squared difference of cosines between texts, of all
    /// pairs among the first 256.
    static func likeness(_ student: Matrix, _ teacher: Matrix) -> Double {
        if student.columns == teacher.columns {
            let cosines = (0..<student.rows).map { Matrix.cosine(student[row: $0], teacher[row: $0]) }
            return cosines.reduce(0, +) / Double(max(1, cosines.count))
        }
        let differences = (0..<min(256, student.rows)).flatMap { row in
            (0..<row).map { other in
                Matrix.cosine(student[row: row], student[row: other])
                    - Matrix.cosine(teacher[row: row], teacher[row: other])
            }
        }
        return -differences.reduce(0) { $0 + $1 * $1 } / Double(max(1, differences.count))
    }

    fileprivate static func mistake(_ message: String) -> LanguageError {
        LanguageError(code: "compress.distillation", message: message)
    }
}

/// The encoders of teacher and student, side by side.
private struct Pair {
    let teacher, student: TransformerEncoder
    /// From the student's width to the teacher's, one for each layer of the student; learned and then thrown away.
    let bridges: [LinearLayer]
    let comparesStates: Bool

    init(_ settings: Distillation, _ teacher: TransformerEncoder, _ student: TransformerEncoder) throws {
        guard settings.states >= 0, settings.states.isFinite else {
            throw Distillation.mistake("Distillation.states must be at least 0; got \(settings.states)")
        }
        guard settings.temperature > 0, settings.temperature.isFinite else {
            throw Distillation.mistake("Distillation.temperature must be positive; got \(settings.temperature)")
        }
        guard (0..<1).contains(settings.labels) else {
            throw Distillation.mistake("Distillation.labels must be in [0, 1); got \(settings.labels)")
        }
        guard !student.isQuantised else { throw QuantisedLinear.cannotLearn }
        (self.teacher, self.student) = (teacher, student)
        comparesStates = settings.states > 0
        guard comparesStates else {
            bridges = []
            try student.setTraining(true)
            return
        }
        let (of, to) = (student.configuration, teacher.configuration)
        guard of.vocabularySize == to.vocabularySize, of.layers <= to.layers else {
            throw Distillation.mistake(
                "states are compared of models with one vocabulary, the student's layers being no more; got "
                    + "\(of.vocabularySize) and \(to.vocabularySize) tokens, \(of.layers) and \(to.layers) layers")
        }
        var generator = SeededGenerator(seed: settings.options.seed)
        bridges =
            try of.width == to.width
            ? []
            : (0..<of.layers).map { _ in
                try LinearLayer(inputs: of.width, outputs: to.width, using: &generator, on: student.device)
            }
        try student.setTraining(true)
    }

    var parameters: [NamedTensor] {
        student.parameters + bridges.enumerated().flatMap { $1.parameters(under: "bridge.\($0)") }
    }

    /// The student's tokens, and how its layers differ from the teacher's when that counts.
    func outcome(of encodings: [Encoding]) throws -> (batch: TokenBatch, tokens: Tensor, states: Tensor?) {
        let batch = try TokenBatch(encodings, for: student.configuration, on: student.device)
        guard comparesStates else { return (batch, try student(batch, training: true), nil) }
        let same = try TokenBatch(encodings, for: teacher.configuration, on: teacher.device)
        let told = try withoutGradient { try teacher.states(same, training: false) }
        let said = try student.states(batch, training: true)
        return (batch, said[said.count - 1], try DistillationLoss.states(said, told, bridges: bridges))
    }
}

extension Matrix {
    fileprivate func tensor(on device: Device) throws -> Tensor {
        try Tensor(values, shape: [rows, columns], on: device)
    }

    fileprivate func tensor(rows places: [Int], on device: Device) throws -> Tensor {
        try Tensor(places.flatMap { self[row: $0] }, shape: [places.count, columns], on: device)
    }

    /// 0 when one of them has no length.
    static func cosine(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
        var (product, squares) = (0.0, (0.0, 0.0))
        for (a, b) in zip(left, right) {
            product += Double(a) * Double(b)
            squares.0 += Double(a) * Double(a)
            squares.1 += Double(b) * Double(b)
        }
        let lengths = (squares.0 * squares.1).squareRoot()
        return lengths > 0 ? product / lengths : 0
    }
}
