import Commerce
import Linear
public import Tensor

/// Teaches a sentence encoder that the two texts of a pair mean the same: a query and the item it led to, a question and
/// its answer.
///
/// Every text of a batch is told to find its partner among all partners of the batch (in-batch negatives: Henderson et
/// al., "Efficient natural language response suggestion", 2017, section 4), by cosine times a scale. A partner that is
/// word for word one's own is no negative. Larger batches are harder, so better, lessons; they are computed at once.
public struct ContrastiveTraining {
    public var options = TrainingOptions()
    /// What cosines are multiplied by before the softmax.
    public var scale = 20.0
    /// Whether partners look for their texts as well.
    public var isSymmetric = true
    /// Validation pairs among which partners are looked for.
    public var pool = 1000

    public init() { options.batchSize = 64 }

    /// What came of it.
    public struct Outcome {
        public var encoder: SentenceEncoder
        public var training: TrainingReport
        /// Mean reciprocal rank of one's own partner among those of the validation pairs, before and after.
        public var before: Double
        public var after: Double
    }

    /// - Parameters:
    ///   - encoder: what to begin from; its arrays are changed.
    ///   - validation: pairs; chooses the epoch, by the mean reciprocal rank of partners.
    /// - Throws: `LanguageError` `pairs.few` without two pairs; what `TrainingLoop.run` throws.
    public func run(
        _ encoder: SentenceEncoder, train: [(String, String)], validation: [(String, String)],
        follow: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> Outcome {
        guard train.count > 1, validation.count > 1 else {
            throw LanguageError(
                code: "pairs.few",
                message: "pairs learn from each other: two are the least; got \(train.count) to learn from and "
                    + "\(validation.count) to validate with")
        }
        var options = options
        // A part sees only its own negatives, so a batch must not be cut.
        options.partPlaces = .max
        let settings = EncodingOptions(maximumLength: encoder.maximumLength)
        let firsts = try encoder.tokenizer.encode(batch: train.map(\.0), options: settings).map(\.numbersAlone)
        let seconds = try encoder.tokenizer.encode(batch: train.map(\.1), options: settings).map(\.numbersAlone)
        let held = Array(validation.prefix(pool))
        let before = try Self.reciprocalRank(encoder, held)
        let lengths = zip(firsts, seconds).map { $0.ids.count + $1.ids.count }
        let learning = encoder.encoder.trainableParameters
        let training = try TrainingLoop(
            options, lengths: lengths, task: "pairs, \(isSymmetric ? "both ways" : "one way"), scale \(scale)"
        ).run(
            AdamW.Group.decayingMatrices(learning, decay: options.decay), adapting: encoder.encoder, follow: follow,
            validate: {
                let rank = try Self.reciprocalRank(encoder, held)
                return ValidationScore(rank, measures: ["reciprocal_rank": rank])
            },
            loss: { part in
                try loss(encoder, part.examples.map { (firsts[$0], seconds[$0]) })
            })
        return Outcome(
            encoder: encoder, training: training, before: before, after: try Self.reciprocalRank(encoder, held))
    }

    private func loss(_ encoder: SentenceEncoder, _ pairs: [(Encoding, Encoding)]) throws -> Tensor {
        let device = encoder.encoder.device
        let batch = try TokenBatch(
            pairs.map(\.0) + pairs.map(\.1), for: encoder.encoder.configuration, on: device)
        let vectors = try encoder.pooling(encoder.encoder(batch, training: true), of: batch).normalised()
        let (left, right) = (try vectors.slice(0..<pairs.count), try vectors.slice(pairs.count..<2 * pairs.count))
        let targets = try Tensor.counting(to: pairs.count, on: device)
        func search(_ products: Tensor, _ partners: [[Int32]]) throws -> Tensor {
            let twins = partners.indices.flatMap { row in
                partners.indices.map { row != $0 && partners[row] == partners[$0] }
            }
            let mask = try Tensor(twins, shape: [pairs.count, pairs.count], on: device)
            return try products.maskedFill(mask, with: -.infinity).crossEntropy(targets)
        }
        let products = try left.matmul(right.transposed(0, 1)) * scale
        let forward = try search(products, pairs.map(\.1.ids))
        guard isSymmetric else { return forward }
        return try (forward + search(products.transposed(0, 1), pairs.map(\.0.ids))) / 2
    }

    /// The mean of 1 / rank of one's own partner among all partners, by cosine; equal ones share the worst rank.
    public static func reciprocalRank(_ encoder: SentenceEncoder, _ pairs: [(String, String)]) throws -> Double {
        let (left, right) = (try encoder.embed(pairs.map(\.0)), try encoder.embed(pairs.map(\.1)))
        return try inference {
            let texts = try Tensor(left.values, shape: [left.rows, left.columns]).normalised()
            let partners = try Tensor(right.values, shape: [right.rows, right.columns]).normalised()
            let cosines = try texts.matmul(partners.transposed(0, 1)).array(of: Float.self)
            let ranks = pairs.indices.map { row in
                let values = cosines[row * pairs.count..<(row + 1) * pairs.count]
                let own = values[row * pairs.count + row]
                // A partner of the same words is one's own.
                return zip(values, pairs).count { $0 > own || ($0 == own && $1.1 != pairs[row].1) } + 1
            }
            return ranks.map { 1 / Double($0) }.reduce(0, +) / Double(ranks.count)
        }
    }
}
