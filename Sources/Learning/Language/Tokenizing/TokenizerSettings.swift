import Foundation

/// What the smaller files of a folder say about its tokeniser.
struct TokenizerSettings {
    private let config: JSONText?
    private let roles: JSONText?
    private let model: JSONText?

    init(_ folder: URL) throws {
        config = try TokenizerFiles.json("tokenizer_config.json", in: folder)
        roles = try TokenizerFiles.json("special_tokens_map.json", in: folder)
        model = try TokenizerFiles.json("config.json", in: folder)
    }

    func flag(_ name: String) -> Bool? { config?[name]?.bool }

    /// The name of a role's token: a text, or an object with its `content`.
    func name(_ role: String) -> String? {
        for source in [config, roles] {
            guard let value = source?[role] else { continue }
            if let name = value.string ?? value["content"]?.string { return name }
        }
        return nil
    }

    /// The token of a role: the one that the files name, which must be there, or else `usual`, if it is there.
    func role(_ role: String, _ usual: String?, in vocabulary: TokenVocabulary) throws -> Int32? {
        guard let name = name(role) else { return usual.flatMap(vocabulary.id) }
        guard let id = vocabulary.id(of: name) else { throw LanguageError.missing(name, role: role) }
        return id
    }

    /// Whether a byte-pair folder without `tokenizer.json` is RoBERTa's: by its class, its model, or its tokens.
    func isRoberta(_ vocabulary: TokenVocabulary) -> Bool {
        if let name = config?["tokenizer_class"]?.string { return name.contains("Roberta") }
        if let type = model?["model_type"]?.string { return type.contains("roberta") }
        return vocabulary.id(of: "<s>") != nil && vocabulary.id(of: "</s>") != nil
    }
}
