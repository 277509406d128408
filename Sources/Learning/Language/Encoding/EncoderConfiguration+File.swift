public import Foundation

extension EncoderConfiguration {
    static let fileName = "config.json"

    /// What the `config.json` of a folder says.
    ///
    /// - Throws: `LanguageError`: `encoder.file` when it is missing or damaged, `encoder.architecture` for a model of another
    ///   family or with parts that are not supported, `encoder.configuration` for a value that is missing or out of range.
    public init(folder: URL) throws {
        guard let json = try TokenizerFiles.json(Self.fileName, in: folder) else {
            throw LanguageError(
                code: "encoder.file", message: "the folder '\(folder.lastPathComponent)' has no \(Self.fileName)",
                remedy:
                    "Give the folder of a model as Hugging Face lays it out: config.json, model.safetensors, tokenizer files."
            )
        }
        let kind = json["model_type"]?.string ?? "nothing"
        guard let family = Family(rawValue: kind) else {
            throw LanguageError(
                code: "encoder.architecture",
                message: "\(Self.fileName) tells of a model of the type '\(kind)'",
                remedy: "Use one of the types \(Family.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let reader = Reader(json: json)
        if let position = json["position_embedding_type"]?.string, position != "absolute" {
            throw LanguageError(
                code: "encoder.architecture", message: "\(Self.fileName) asks for positions of the kind '\(position)'",
                remedy: "Only absolute positions are supported.")
        }
        let isDistilled = family == .distilbert
        let name = try reader.text(isDistilled ? "activation" : "hidden_act", else: "gelu")
        guard
            let activation = Activation(
                rawValue: name == "gelu_pytorch_tanh" ? "gelu_new" : name == "swish" ? "silu" : name)
        else {
            throw LanguageError(
                code: "encoder.architecture", message: "\(Self.fileName) asks for the activation '\(name)'",
                remedy: "Supported are \(Activation.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        try self.init(
            family: family, vocabularySize: reader.count("vocab_size"),
            width: reader.count(isDistilled ? "dim" : "hidden_size"),
            layers: reader.count(isDistilled ? "n_layers" : "num_hidden_layers"),
            heads: reader.count(isDistilled ? "n_heads" : "num_attention_heads"),
            innerWidth: reader.count(isDistilled ? "hidden_dim" : "intermediate_size"), activation: activation,
            dropout: reader.number(isDistilled ? "dropout" : "hidden_dropout_prob", else: 0.1),
            attentionDropout: reader.number(
                isDistilled ? "attention_dropout" : "attention_probs_dropout_prob", else: 0.1),
            positions: reader.count("max_position_embeddings", else: 512),
            segments: reader.count("type_vocab_size", else: family == .roberta ? 1 : 2),
            epsilon: isDistilled ? 1e-12 : reader.number("layer_norm_eps", else: 1e-12),
            padding: reader.count("pad_token_id", else: family == .roberta ? 1 : 0),
            deviation: reader.number("initializer_range", else: 0.02), prunedHeads: reader.prunedHeads())
    }

    /// The text of a `config.json` that Python's `transformers` reads as the same model.
    ///
    /// - Parameter more: further members, by name, as JSON.
    func json(architecture: String, more: [(name: String, value: String)] = []) -> String {
        let isDistilled = family == .distilbert
        var members: [(String, String)] = [
            ("architectures", "[\(JSONText.quoted(architecture))]"), ("model_type", JSONText.quoted(family.rawValue)),
            ("vocab_size", "\(vocabularySize)"), (isDistilled ? "dim" : "hidden_size", "\(width)"),
            (isDistilled ? "n_layers" : "num_hidden_layers", "\(layers)"),
            (isDistilled ? "n_heads" : "num_attention_heads", "\(heads)"),
            (isDistilled ? "hidden_dim" : "intermediate_size", "\(innerWidth)"),
            (isDistilled ? "activation" : "hidden_act", JSONText.quoted(activation.rawValue)),
            (isDistilled ? "dropout" : "hidden_dropout_prob", "\(dropout)"),
            (isDistilled ? "attention_dropout" : "attention_probs_dropout_prob", "\(attentionDropout)"),
            ("max_position_embeddings", "\(positions)"), ("pad_token_id", "\(padding)"),
            ("initializer_range", "\(deviation)"),
        ]
        if !isDistilled {
            members += [
                ("type_vocab_size", "\(segments)"), ("layer_norm_eps", "\(epsilon)"),
                ("position_embedding_type", JSONText.quoted("absolute")),
            ]
        }
        if !prunedHeads.isEmpty {
            let layers = prunedHeads.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
            members.append(("pruned_heads", "{\(layers.joined(separator: ", "))}"))
        }
        members += more.map { ($0.name, $0.value) }
        let lines = members.map { "  \(JSONText.quoted($0.0)): \($0.1)" }
        return "{\n\(lines.joined(separator: ",\n"))\n}\n"
    }

    /// Members of `config.json`, with errors that name them.
    private struct Reader {
        let json: JSONText

        func count(_ name: String, else value: Int? = nil) throws -> Int {
            if let value, json[name]?.isNull ?? true { return value }
            guard let count = json[name]?.integer else { throw missing(name, "a whole number") }
            return count
        }

        func number(_ name: String, else value: Double) throws -> Double {
            guard let member = json[name], !member.isNull else { return value }
            guard case .number(let number) = member else { throw missing(name, "a number") }
            return number
        }

        func text(_ name: String, else value: String) throws -> String {
            guard let member = json[name], !member.isNull else { return value }
            guard let text = member.string else { throw missing(name, "a text") }
            return text
        }

        func prunedHeads() throws -> [Int: [Int]] {
            var result: [Int: [Int]] = [:]
            for (layer, heads) in json["pruned_heads"]?.object ?? [] {
                guard let layer = Int(layer), let heads = heads.array, case let numbers = heads.compactMap(\.integer),
                    numbers.count == heads.count
                else { throw missing("pruned_heads", "lists of heads by layer") }
                result[layer] = numbers
            }
            return result
        }

        private func missing(_ name: String, _ what: String) -> LanguageError {
            LanguageError(
                code: "encoder.configuration", message: "\(EncoderConfiguration.fileName): '\(name)' must be \(what)",
                remedy: "The file is not that of an encoder, or it is damaged; fetch it again.")
        }
    }
}
