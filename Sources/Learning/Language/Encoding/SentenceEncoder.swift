import Foundation
public import Linear
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

    /// Tokens that go through the layers at once: enough to keep all cores busy, few enough to stay in their caches.
    static let batchTokens = 2048
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
    /// Texts of like length share a batch, and none is padded: time is O(tokens), memory O(texts * width + window).
    /// - Parameter progress: told how many are done, after every batch.
    /// - Returns: [texts, width], in the order given.
    /// - Throws: `TensorError` such as `tensor.memory`.
    public func embed(_ texts: [String], progress: (Int) -> Void = { _ in }) throws -> Matrix {
        var result = Matrix(rows: texts.count, columns: encoder.configuration.width)
        let options = EncodingOptions(maximumLength: maximumLength)
        var (start, done) = (0, 0)
        while start < texts.count {
            let end = min(texts.count, start + Self.window)
            let encodings = try tokenizer.encode(batch: Array(texts[start..<end]), options: options)
            for places in Self.batches(encodings.map(\.ids.count)) {
                let vectors = try vectors(of: places.map { encodings[$0] }).array(of: Float.self)
                let width = result.columns
                for (row, place) in places.enumerated() {
                    result.values.replaceSubrange(
                        (start + place) * width..<(start + place + 1) * width,
                        with: vectors[row * width..<(row + 1) * width])
                }
                done += places.count
                progress(done)
            }
            start = end
        }
        return result
    }

    /// [texts, width] of one batch, without derivatives.
    private func vectors(of encodings: [Encoding]) throws -> Tensor {
        try inference {
            let batch = try TokenBatch(encodings, for: encoder.configuration, on: encoder.device)
            let pooled = try pooling(encoder(batch), of: batch)
            return try normalises ? pooled.normalised() : pooled
        }
    }

    /// Places of texts by batches of like length, the longest first: what does not fit into memory is found out at once.
    static func batches(_ lengths: [Int], tokens: Int = batchTokens) -> [[Int]] {
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
