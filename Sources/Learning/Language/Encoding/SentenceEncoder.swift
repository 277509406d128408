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

    /// Embeds texts, those of like length together.
    ///
    /// Time is O(tokens), memory O(texts × width).
    /// - Parameter progress: told how many are done, after every batch; on whichever thread, one at a time.
    /// - Returns: [texts, width], in the order given.
    /// - Throws: `TensorError` such as `tensor.memory`.
    public func embed(_ texts: [String], progress: (Int) -> Void = { _ in }) throws -> Matrix {
        try TextBatches(tokenizer: tokenizer, maximumLength: maximumLength, device: encoder.device)
            .rows(texts, width: encoder.configuration.width, progress: progress) { encodings in
                let batch = try TokenBatch(encodings, for: encoder.configuration, on: encoder.device)
                let pooled = try pooling(encoder(batch), of: batch)
                return try normalises ? pooled.normalised() : pooled
            }
    }
}
