import Commerce
public import Tensor

/// How a tagger is taught: cross-entropy of the tag of each word's first token (Devlin et al., "BERT", 2019, section 5.3).
public struct TaggerTraining {
    public var options = TrainingOptions()
    /// Tokens of a text beyond which it is cut off.
    public var maximumLength = 256

    public init() {}

    /// What came of it.
    public struct Outcome {
        public var tagger: TokenTagger
        public var training: TrainingReport
        /// Of the validation texts.
        public var validation: SpanReport
    }

    /// - Parameters:
    ///   - encoder: what to begin from; its arrays are changed.
    ///   - validation: chooses the epoch, by F1 of whole spans.
    /// - Throws: `LanguageError` `labels.single` when no text has a span, `labels.unseen` for a validation label that
    ///   training has not; what `TrainingLoop.run` throws.
    public func run(
        _ encoder: TransformerEncoder, tokenizer: any Tokenizer, train: [TaggedText], validation: [TaggedText],
        follow: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> Outcome {
        let labels = Set(train.flatMap { $0.spans.map(\.label) }).sorted()
        guard !labels.isEmpty else {
            throw LanguageError(
                code: "labels.single", message: "none of the \(train.count) texts to learn from has a span",
                remedy: "Give texts with spans such as [[0, 4, \"brand\"]].")
        }
        let strange = Set(validation.flatMap { $0.spans.map(\.label) }).subtracting(labels).sorted()
        guard strange.isEmpty else {
            throw LanguageError(
                code: "labels.unseen",
                message: "validation has the labels \(LabelNumbers.listed(strange)), which no text to learn from has",
                remedy: "Known are \(LabelNumbers.listed(labels)).")
        }
        let tags = SpanTags(labels: labels)
        var generator = SeededGenerator(seed: options.seed)
        let configuration = encoder.configuration
        let output = try LinearLayer(
            inputs: configuration.width, outputs: tags.tags.count, deviation: configuration.deviation,
            using: &generator, on: encoder.device)
        let tagger = try TokenTagger(
            tokenizer: tokenizer, encoder: encoder, output: output, tags: tags, maximumLength: maximumLength)
        let encodings = try tagger.encode(train.map(\.text))
        let targets = try zip(train, encodings).map { try tags.tags(of: $0, $1) }
        let examples = encodings.map(\.numbersAlone)
        func report() throws -> SpanReport {
            SpanReport(said: try tagger.tag(validation.map(\.text)), truth: validation.map(\.spans))
        }
        let learning = tagger.trainableParameters
        let training = try TrainingLoop(options, lengths: examples.map(\.ids.count), task: "tags").run(
            AdamW.Group.decayingMatrices(learning, decay: options.decay), adapting: encoder, follow: follow,
            validate: {
                let report = try report()
                return ValidationScore(
                    report.f1, measures: ["f1": report.f1, "precision": report.precision, "recall": report.recall])
            },
            loss: { part in
                let batch = try TokenBatch(
                    part.examples.map { examples[$0] }, for: configuration, on: encoder.device)
                let wanted = batch.order.flatMap { targets[part.examples[$0]] }
                return try tagger.logits(batch, training: true).crossEntropy(
                    Tensor(wanted, on: encoder.device), ignoring: SpanTags.ignored)
            })
        return Outcome(tagger: tagger, training: training, validation: try report())
    }
}

/// Spans said beside spans that are: a span counts when start, end and label are right.
public struct SpanReport: Sendable, Hashable, Codable {
    public var texts: Int
    public var precision: Double
    public var recall: Double
    public var f1: Double

    /// - Precondition: as many lists of both.
    public init(said: [[TextSpan]], truth: [[TextSpan]]) {
        precondition(said.count == truth.count, "SpanReport: as many lists said as true")
        texts = said.count
        let right = zip(said, truth).map { Set($0).intersection($1).count }.reduce(0, +)
        let (saidCount, trueCount) = (said.map(\.count).reduce(0, +), truth.map(\.count).reduce(0, +))
        precision = saidCount == 0 ? 0 : Double(right) / Double(saidCount)
        recall = trueCount == 0 ? 0 : Double(right) / Double(trueCount)
        f1 = right == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }
}
