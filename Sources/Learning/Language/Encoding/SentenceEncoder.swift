import Foundation
public import Linear
import Synchronization
import Tensor

/// Texts to vectors whose nearness is nearness of meaning: tokeniser, encoder and pooling together.
///
/// ```swift
/// let encoder = try SentenceEncoder(folder: folder)
/// let vectors = try encoder.embed(["a red dress", "红色连衣裙"])   // [2, width]
/// ```
/// Not `Sendable`, as tensors are not: an actor owns it.
public struct SentenceEncoder {
    public let tokenizer: any Tokenizer
    public var encoder: TransformerEncoder
    public var pooling: Pooling
    /// Whether vectors are scaled to length 1.
    public var normalises: Bool
    /// Tokens of a text beyond which it is cut off.
    public var maximumLength: Int

    /// Tokens that one thread takes through the layers at once: enough to be multiplied well, few enough to stay in its caches.
    static let batchTokens = 512
    /// Texts whose tokens are held at once; within these they are put in order of length.
    static let window = 4096

    public init(
        tokenizer: any Tokenizer, encoder: TransformerEncoder, pooling: Pooling = .mean, normalises: Bool = true,
        maximumLength: Int? = nil
    ) {
        self.tokenizer = tokenizer
        self.encoder = encoder
        self.pooling = pooling
        self.normalises = normalises
        self.maximumLength = min(maximumLength ?? .max, encoder.configuration.maximumLength)
    }

    /// Embeds texts.
    ///
    /// Texts of like length share a batch, and none is padded: time is O(tokens), memory O(texts * width + window). On the
    /// processor every thread has a batch of its own.
    /// - Parameter progress: told how many are done, after every batch; from whichever thread, one at a time.
    /// - Returns: [texts, width], in the order given.
    /// - Throws: `TensorError` such as `tensor.memory`.
    public func embed(_ texts: [String], progress: (Int) -> Void = { _ in }) throws -> Matrix {
        let width = encoder.configuration.width
        var result = Matrix(rows: texts.count, columns: width)
        let options = EncodingOptions(maximumLength: maximumLength)
        let done = Mutex(0)
        var start = 0
        while start < texts.count {
            let end = min(texts.count, start + Self.window)
            let encodings = try tokenizer.encode(batch: Array(texts[start..<end]), options: options)
            let batches = Self.batches(encodings.map(\.ids.count), threads: encoder.device == .cpu ? Threads.count : 1)
            func embed(_ batch: Int) throws -> [Float] {
                let vectors = try vectors(of: batches[batch].map { encodings[$0] }).array(of: Float.self)
                done.withLock {
                    $0 += batches[batch].count
                    progress($0)
                }
                return vectors
            }
            let parts =
                encoder.device == .cpu
                ? try Threads.map(batches.count, embed) : try inference { try batches.indices.map(embed) }
            for (places, vectors) in zip(batches, parts) {
                for (row, place) in places.enumerated() {
                    result.values.replaceSubrange(
                        (start + place) * width..<(start + place + 1) * width,
                        with: vectors[row * width..<(row + 1) * width])
                }
            }
            start = end
        }
        return result
    }

    /// [texts, width] of one batch.
    private func vectors(of encodings: [Encoding]) throws -> Tensor {
        let batch = try TokenBatch(encodings, for: encoder.configuration, on: encoder.device)
        let pooled = try pooling(encoder(batch), of: batch)
        return try normalises ? pooled.normalised() : pooled
    }

    /// Places of texts by batches of like length, the longest first: what does not fit into memory is found out at once.
    ///
    /// - Parameter threads: that share them; few texts are divided between all.
    static func batches(_ lengths: [Int], tokens: Int = batchTokens, threads: Int = 1) -> [[Int]] {
        let tokens = min(tokens, lengths.reduce(0, +) / threads + 1)
        var batches: [[Int]] = []
        var room = 0
        for place in lengths.indices.sorted(by: { (lengths[$0], $1) > (lengths[$1], $0) }) {
            if batches.isEmpty || room < lengths[place] {
                batches.append([])
                room = tokens
            }
            batches[batches.count - 1].append(place)
            room -= lengths[place]
        }
        return batches
    }
}
