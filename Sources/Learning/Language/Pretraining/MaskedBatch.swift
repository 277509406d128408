public import Tensor

/// Examples of a masked corpus, packed, with what is to be guessed in them.
public struct MaskedBatch {
    public let tokens: TokenBatch
    /// Where tokens are to be guessed among those of the batch: [guesses].
    let places: Tensor
    /// Which they were: [guesses].
    let targets: Tensor
    /// Tokens to guess.
    public let guesses: Int

    /// - Parameters:
    ///   - numbers: of the examples, each below the corpus's count.
    ///   - round: another one draws other masks.
    /// - Throws: `LanguageError` as ``TokenBatch``: for examples that are too long for the model, or of another vocabulary.
    public init(
        _ numbers: [Int], of corpus: MaskedCorpus, masking: Masking, round: UInt64,
        for configuration: EncoderConfiguration,
        on device: Device = .cpu
    ) throws {
        let examples = numbers.map { masking($0, of: corpus, round: round) }
        tokens = try TokenBatch(
            examples.map { example in
                var encoding = Encoding()
                encoding.ids = example.ids
                encoding.typeIDs = Array(repeating: 0, count: example.ids.count)
                return encoding
            }, for: configuration, on: device)
        var (places, targets): ([Int], [Int]) = ([], [])
        for (text, example) in examples.enumerated() {
            for (place, target) in zip(example.places, example.targets) {
                places.append(tokens.starts[text] + place)
                targets.append(Int(target))
            }
        }
        guesses = places.count
        self.places = try Tensor(places, on: device)
        self.targets = try Tensor(targets, on: device)
    }
}
