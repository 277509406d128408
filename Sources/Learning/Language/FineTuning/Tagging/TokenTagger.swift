public import Foundation
public import Tensor

/// Texts to the parts of them that are something: brands, sizes, colours.
///
/// ```swift
/// let spans = try tagger.tag(["red Nike shoes size 42"])[0]   // [red: colour, Nike: brand, 42: size]
/// ```
public struct TokenTagger: Module {
    public let tokenizer: any Tokenizer
    public var encoder: TransformerEncoder
    /// [tags, width].
    public var output: LinearLayer
    let tags: SpanTags
    /// Tokens of a text beyond which it is cut off; what lies behind has no spans.
    public let maximumLength: Int
    private let dropout: Dropout

    init(
        tokenizer: any Tokenizer, encoder: TransformerEncoder, output: LinearLayer, tags: SpanTags, maximumLength: Int?
    ) throws {
        self.tokenizer = tokenizer
        self.encoder = encoder
        self.output = output
        self.tags = tags
        self.maximumLength = min(maximumLength ?? .max, encoder.configuration.maximumLength)
        dropout = try Dropout(encoder.configuration.dropout)
    }

    /// What spans may be.
    public var labels: [String] { tags.tags.filter { $0.hasPrefix("B-") }.map { String($0.dropFirst(2)) } }

    /// [tokens, tags], in the order of the batch.
    func logits(_ batch: TokenBatch, training: Bool) throws -> Tensor {
        try output(dropout(encoder(batch, training: training), training: training))
    }

    /// The spans of each text, in order of place. O(tokens).
    public func tag(_ texts: [String]) throws -> [[TextSpan]] {
        let encodings = try encode(texts)
        var found = Array(repeating: [TextSpan](), count: texts.count)
        let places = TextBatches.batches(
            encodings.map(\.ids.count), tokens: TextBatches.tokens(on: encoder.device))
        for places in places {
            let batch = try TokenBatch(
                places.map { encodings[$0] }, for: encoder.configuration, on: encoder.device)
            let best = try inference { try logits(batch, training: false).argmax(1).array(of: Int.self) }
            for (text, place) in places.enumerated() {
                let start = batch.starts[text]
                let tags = Array(best[start..<start + encodings[place].ids.count])
                found[place] = self.tags.spans(tags, of: texts[place], encodings[place])
            }
        }
        return found
    }

    func encode(_ texts: [String]) throws -> [Encoding] {
        try tokenizer.encode(batch: texts, options: EncodingOptions(maximumLength: maximumLength))
    }

    public var parameters: [NamedTensor] {
        encoder.parameters(under: encoder.configuration.family.rawValue) + output.parameters(under: "classifier")
    }

    // MARK: - Files

    /// The tagger of a folder that was saved by us, or by Python's `AutoModelForTokenClassification`.
    ///
    /// - Throws: as `SentenceEncoder(folder:)`; `LanguageError` `tagger.labels` when `config.json` does not name a tag for
    ///   each output; `TensorError` `weights.missing` without a head.
    public init(folder: URL, on device: Device = .cpu) throws {
        let encoder = try TransformerEncoder(folder: folder, on: device)
        let json = try TokenizerFiles.json(EncoderConfiguration.fileName, in: folder)
        let names = json?["id2label"]?.object ?? []
        let tags = names.indices.compactMap { number in names.first { $0.name == "\(number)" }?.value.string }
        guard tags.count == names.count, tags.count > 1, tags.contains(where: { $0.hasPrefix("B-") }) else {
            throw LanguageError(
                code: "tagger.labels", message: "config.json (id2label) names no tags such as O, B-brand and I-brand",
                remedy: "The folder is no tagger's; `language finetune --task tags` makes one.")
        }
        let file = try TransformerEncoder.weights(of: folder)
        let width = encoder.configuration.width
        let output = LinearLayer(
            weight: try .zeros([tags.count, width], on: device), bias: try .zeros([tags.count], on: device))
        try file.load(into: output.parameters(under: "classifier"))
        try self.init(
            tokenizer: TokenizerFiles.load(folder), encoder: encoder, output: output, tags: SpanTags(tags: tags),
            maximumLength: json?[SequenceModel.ownName]?["maximum_length"]?.integer)
    }

    /// Writes a folder that ``init(folder:on:)`` and Python read; it appears whole or not at all.
    public func save(to folder: URL) throws {
        let architecture =
            switch encoder.configuration.family {
            case .bert: "BertForTokenClassification"
            case .roberta: "RobertaForTokenClassification"
            case .distilbert: "DistilBertForTokenClassification"
            }
        let byNumber = tags.tags.enumerated().map { "\"\($0)\": \(JSONText.quoted($1))" }
        let byTag = tags.tags.enumerated().map { "\(JSONText.quoted($1)): \($0)" }
        try ModelFolder.write(to: folder) { folder in
            try encoder.saveWeights(
                under: encoder.configuration.family.rawValue, head: output.parameters(under: "classifier"), to: folder)
            let text = encoder.configurationText(
                architecture: architecture,
                more: [
                    ("id2label", "{\(byNumber.joined(separator: ", "))}"),
                    ("label2id", "{\(byTag.joined(separator: ", "))}"),
                    (SequenceModel.ownName, "{\"maximum_length\": \(maximumLength)}"),
                ])
            try Data(text.utf8).write(to: folder.appending(path: EncoderConfiguration.fileName), options: .atomic)
            try tokenizer.save(to: folder)
        }
    }
}
