public import Foundation
public import Tensor

extension MaskedLanguageModel {
    /// The model of a Hugging Face folder, to go on with its pretraining. A folder without a head that guesses tokens, such
    /// as a sentence encoder's, gets a new one.
    ///
    /// - Parameter generator: draws a new head, if it must.
    /// - Throws: as `TokenizerFiles.load` and `TransformerEncoder(folder:)`; `LanguageError` `encoder.vocabulary` for a
    ///   tokeniser of another model, `pretraining.head` for a head that does not share the encoder's vectors.
    public init(
        folder: URL, using generator: inout some RandomNumberGenerator, on device: Device = .cpu
    ) throws {
        try self.init(
            tokenizer: TokenizerFiles.load(folder), encoder: TransformerEncoder(folder: folder, on: device),
            using: &generator)
        let file = try TransformerEncoder.weights(of: folder)
        guard file.contains("\(head.names.dense).weight") else { return }
        let json = try TokenizerFiles.json(EncoderConfiguration.fileName, in: folder)
        guard json?["tie_word_embeddings"]?.bool ?? true else {
            throw LanguageError(
                code: "pretraining.head",
                message: "\(EncoderConfiguration.fileName) says that the head has vectors of its own for the tokens",
                remedy: "Only heads that share the encoder's vectors are supported (tie_word_embeddings).")
        }
        try file.load(into: head.parameters) { TransformerEncoder.stored($0, in: file) }
    }

    /// Writes a folder that Python's `AutoModelForMaskedLM` and `AutoModel` read, and `MaskedLanguageModel`,
    /// `TransformerEncoder` and `SentenceEncoder` of this module.
    ///
    /// The folder appears whole or not at all.
    public func save(to folder: URL) throws {
        let architecture =
            switch encoder.configuration.family {
            case .bert: "BertForMaskedLM"
            case .roberta: "RobertaForMaskedLM"
            case .distilbert: "DistilBertForMaskedLM"
            }
        guard !encoder.isQuantised else { throw QuantisedLinear.cannotLearn }
        let text = encoder.configurationText(architecture: architecture)
        try ModelFolder.write(to: folder) { folder in
            try encoder.saveWeights(
                under: encoder.configuration.family.rawValue, head: head.parameters, to: folder)
            try Data(text.utf8).write(to: folder.appending(path: EncoderConfiguration.fileName))
            try tokenizer.save(to: folder)
        }
    }
}
