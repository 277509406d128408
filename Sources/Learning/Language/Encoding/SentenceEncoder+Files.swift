public import Foundation
public import Tensor

extension SentenceEncoder {
    /// The encoder of a folder of Hugging Face or `sentence-transformers`; what the latter says of pooling, length and
    /// normalisation (`modules.json`) holds, else mean pooling without normalisation.
    ///
    /// - Throws: as `TransformerEncoder(folder:)` and `TokenizerFiles.load`; `LanguageError` `encoder.vocabulary` when the
    ///   tokeniser has more tokens than the model, `encoder.pooling` for a pooling or module that is not supported.
    public init(folder: URL, on device: Device = .cpu) throws {
        let tokenizer = try TokenizerFiles.load(folder)
        let encoder = try TransformerEncoder(folder: folder, on: device)
        guard tokenizer.vocabulary.count <= encoder.configuration.vocabularySize else {
            throw LanguageError(
                code: "encoder.vocabulary",
                message:
                    "the tokeniser has \(tokenizer.vocabulary.count) tokens, the model \(encoder.configuration.vocabularySize)",
                remedy: "Use the tokeniser that the model was made with.")
        }
        let description = try SentenceFolder(folder)
        self.init(
            tokenizer: tokenizer, encoder: encoder, pooling: description.pooling, normalises: description.normalises,
            maximumLength: description.maximumLength)
    }

    /// Writes a folder that Python's `SentenceTransformer` and `AutoModel` read, and ``init(folder:on:)``; it appears whole or not at all.
    public func save(to folder: URL) throws {
        try ModelFolder.write(to: folder) { folder in
            try encoder.save(to: folder)
            try tokenizer.save(to: folder)
            try SentenceFolder(pooling: pooling, normalises: normalises, maximumLength: maximumLength)
                .write(to: folder, width: encoder.configuration.width)
        }
    }
}

/// What `sentence-transformers` writes beside a model.
struct SentenceFolder {
    var pooling = Pooling.mean
    var normalises = false
    var maximumLength: Int?

    init(pooling: Pooling, normalises: Bool, maximumLength: Int?) {
        self.pooling = pooling
        self.normalises = normalises
        self.maximumLength = maximumLength
    }

    init(_ folder: URL) throws {
        maximumLength = try TokenizerFiles.json("sentence_bert_config.json", in: folder)?["max_seq_length"]?.integer
        guard let modules = try TokenizerFiles.json("modules.json", in: folder)?.array else { return }
        for module in modules {
            let kind = module["type"]?.string ?? "nothing"
            switch kind.split(separator: ".").last {
            case "Transformer": break
            case "Normalize": normalises = true
            case "Pooling":
                let path = module["path"]?.string ?? ""
                pooling = try Self.pooling(in: folder.appending(path: path))
            default:
                throw LanguageError(
                    code: "encoder.pooling", message: "modules.json asks for a module of the type '\(kind)'",
                    remedy: "Supported are Transformer, Pooling and Normalize.")
            }
        }
    }

    private static let modes: [(member: String, pooling: Pooling)] = [
        ("pooling_mode_cls_token", .first), ("pooling_mode_mean_tokens", .mean), ("pooling_mode_max_tokens", .largest),
    ]

    private static func pooling(in folder: URL) throws -> Pooling {
        let json = try TokenizerFiles.json("config.json", in: folder)
        let chosen = json?.object?.filter { $0.name.hasPrefix("pooling_mode_") && $0.value.bool == true } ?? []
        guard chosen.count == 1, let mode = modes.first(where: { $0.member == chosen[0].name }) else {
            throw LanguageError(
                code: "encoder.pooling",
                message: "'\(folder.lastPathComponent)/config.json' asks for \(chosen.map(\.name))",
                remedy: "Supported is one of \(modes.map(\.member).joined(separator: ", ")).")
        }
        return mode.pooling
    }

    func write(to folder: URL, width: Int) throws {
        let poolingFolder = folder.appending(path: "1_Pooling")
        try FileManager.default.createDirectory(at: poolingFolder, withIntermediateDirectories: true)
        let modes = Self.modes.map { "  \"\($0.member)\": \($0.pooling == pooling)" }.joined(separator: ",\n")
        try Self.write("{\n  \"word_embedding_dimension\": \(width),\n\(modes)\n}\n", "config.json", in: poolingFolder)
        let kinds = ["Transformer", "Pooling"] + (normalises ? ["Normalize"] : [])
        let modules = kinds.enumerated().map { place, kind in
            let path = place == 0 ? "" : "\(place)_\(kind)"
            return "  {\"idx\": \(place), \"name\": \"\(place)\", \"path\": \"\(path)\", "
                + "\"type\": \"sentence_transformers.models.\(kind)\"}"
        }
        try Self.write("[\n\(modules.joined(separator: ",\n"))\n]\n", "modules.json", in: folder)
        if let maximumLength {
            try Self.write(
                "{\n  \"max_seq_length\": \(maximumLength),\n  \"do_lower_case\": false\n}\n",
                "sentence_bert_config.json",
                in: folder)
        }
    }

    private static func write(_ text: String, _ name: String, in folder: URL) throws {
        try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
    }
}
