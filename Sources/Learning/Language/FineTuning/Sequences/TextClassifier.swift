import Linear
import Tensor

/// Texts, or pairs of texts, to one of several labels, with probabilities that have been made to come true, and the
/// option to say "none of these".
///
/// ```swift
/// let classifier = try TextClassifier(folder: folder)
/// let answer = try classifier.classify(["where is my parcel?"])[0]   // answer.label, answer.probability
/// ```
public struct TextClassifier {
    public var model: SequenceModel
    public let labels: [String]
    /// What logits are divided by to give probabilities.
    public var temperature: Double
    /// The label, among `labels`, that was taught to mean "none of these".
    public var outOfScope: String?
    /// Finds texts that are like none of those learned from.
    public var detector: ScopeDetector?

    public struct Answer: Sendable, Equatable {
        /// Nothing when the text is of none of the classes.
        public var label: String?
        /// Of the likeliest label, whether or not it was taken.
        public var probability: Double
        /// Of each label.
        public var probabilities: [Double]
    }

    /// - Throws: `LanguageError` `labels.count` unless the head has one output for each label, two at least, all distinct.
    public init(
        model: SequenceModel, labels: [String], temperature: Double = 1, outOfScope: String? = nil,
        detector: ScopeDetector? = nil
    ) throws {
        guard model.head.outputs == labels.count, Set(labels).count == labels.count, labels.count > 1 else {
            throw LanguageError(
                code: "labels.count",
                message: "a classifier needs two labels or more, all distinct, and an output for each; "
                    + "got \(labels.count) labels and \(model.head.outputs) outputs")
        }
        self.model = model
        self.labels = labels
        self.temperature = temperature
        self.outOfScope = outOfScope
        self.detector = detector
    }

    /// What each text is. O(tokens).
    ///
    /// - Parameters:
    ///   - pairs: the second texts, for a classifier of pairs.
    ///   - progress: told how many are done, after every batch.
    public func classify(
        _ texts: [String], pairs: [String]? = nil, progress: (Int) -> Void = { _ in }
    ) throws -> [Answer] {
        let (logits, vectors) = try logitsAndVectors(texts, pairs: pairs, progress: progress)
        let probabilities = try Temperature.probabilities(logits, temperature)
        let distances = try detector?.distances(vectors)
        return texts.indices.map { text in
            let row = probabilities[row: text].map(Double.init)
            let best = row.indices.max { row[$0] < row[$1] } ?? 0
            let isFar = if let detector, let distances { Double(distances[text]) > detector.threshold } else { false }
            return Answer(
                label: isFar || labels[best] == outOfScope ? nil : labels[best], probability: row[best],
                probabilities: row)
        }
    }

    /// The labels' places among ``labels``.
    ///
    /// - Throws: `LanguageError` `labels.unseen` that names the first strange label and its place.
    public func numbers(of labels: [String]) throws -> [Int] { try LabelNumbers(self.labels).of(labels) }

    /// The head's numbers and what it saw: [texts, labels] and [texts, width].
    func logitsAndVectors(
        _ texts: [String], pairs: [String]?, progress: (Int) -> Void = { _ in }
    ) throws -> (logits: Matrix, vectors: Matrix) {
        let width = model.encoder.configuration.width
        let rows = try TextBatches(
            tokenizer: model.tokenizer, maximumLength: model.maximumLength, device: model.encoder.device
        )
        .rows(texts, pairs: pairs, width: labels.count + width, progress: progress) { encodings in
            let vectors = try model.vectors(model.tokens(encodings), training: false)
            return try .concatenated([model.head(vectors, training: false), vectors], axis: 1)
        }
        return (rows.columns(0..<labels.count), rows.columns(labels.count..<rows.columns))
    }
}

extension Matrix {
    /// Some of the columns, copied.
    func columns(_ range: Range<Int>) -> Matrix {
        var part = Matrix(rows: rows, columns: range.count)
        for row in 0..<rows {
            for column in range { part[row, column - range.lowerBound] = self[row, column] }
        }
        return part
    }
}
