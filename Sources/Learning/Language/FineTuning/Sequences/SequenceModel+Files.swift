import Foundation
import Tensor

extension SequenceModel {
    /// The model of a folder that was saved for sequence classification, by us or by Python.
    ///
    /// - Returns: the model and what its `config.json` says besides.
    /// - Throws: as `TransformerEncoder(folder:)` and `TokenizerFiles.load`; `LanguageError` `classifier.head` when the
    ///   folder holds no such head.
    static func load(_ folder: URL, on device: Device) throws -> (model: SequenceModel, json: JSONText) {
        let encoder = try TransformerEncoder(folder: folder, on: device)
        let file = try TransformerEncoder.weights(of: folder)
        guard let json = try TokenizerFiles.json(EncoderConfiguration.fileName, in: folder),
            let shape = file.shape(of: SequenceHead.outputName(encoder.configuration.family))
        else {
            throw LanguageError(
                code: "classifier.head",
                message: "the folder '\(folder.lastPathComponent)' holds no head for classification, only an encoder",
                remedy:
                    "Fine-tune one with `language finetune`, or save it with Python's AutoModelForSequenceClassification."
            )
        }
        var blank = encoder.configuration
        blank.deviation = 0
        var generator = SystemRandomNumberGenerator()
        let head = try SequenceHead(outputs: shape.first ?? 0, on: blank, using: &generator, device: device)
        try file.load(into: head.parameters)
        let own = json[ownName]
        let pooling = own?["pooling"]?.string.flatMap(Pooling.init(rawValue:)) ?? .first
        let model = SequenceModel(
            tokenizer: try TokenizerFiles.load(folder), encoder: encoder, head: head, pooling: pooling,
            maximumLength: own?["maximum_length"]?.integer)
        return (model, json)
    }

    /// Where `config.json` keeps what `transformers` has no name for.
    static let ownName = "equipoise"

    /// Writes `config.json`, `model.safetensors` and the tokeniser's files, which Python's
    /// `AutoModelForSequenceClassification` reads.
    ///
    /// - Parameters:
    ///   - labels: of the outputs; nothing for a number.
    ///   - own: more members of ours, as JSON.
    func save(to folder: URL, labels: [String]?, own: [(name: String, value: String)]) throws {
        let family = encoder.configuration.family
        let architecture =
            switch family {
            case .bert: "BertForSequenceClassification"
            case .roberta: "RobertaForSequenceClassification"
            case .distilbert: "DistilBertForSequenceClassification"
            }
        let labels = labels ?? ["LABEL_0"]
        let byNumber = labels.enumerated().map { "\"\($0)\": \(JSONText.quoted($1))" }
        let byLabel = labels.enumerated().map { "\(JSONText.quoted($1)): \($0)" }
        let ours =
            [("pooling", JSONText.quoted(pooling.rawValue)), ("maximum_length", "\(maximumLength)")]
            + own.map { ($0.name, $0.value) }
        var members = [
            ("id2label", "{\(byNumber.joined(separator: ", "))}"), ("label2id", "{\(byLabel.joined(separator: ", "))}"),
            (
                "problem_type",
                JSONText.quoted(head.outputs == 1 ? "regression" : "single_label_classification")
            ),
            (Self.ownName, "{\(ours.map { "\(JSONText.quoted($0.0)): \($0.1)" }.joined(separator: ", "))}"),
        ]
        if family == .distilbert { members.append(("seq_classif_dropout", "\(SequenceHead.distilledDropout)")) }
        try encoder.saveWeights(under: family.rawValue, head: head.parameters, to: folder)
        let text = encoder.configurationText(
            architecture: architecture, more: members.map { (name: $0.0, value: $0.1) })
        try Data(text.utf8).write(to: folder.appending(path: EncoderConfiguration.fileName), options: .atomic)
        try tokenizer.save(to: folder)
    }
}
