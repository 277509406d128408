public import Foundation

extension WordPieceTokenizer {
    public func save(to folder: URL) throws {
        func flag(_ value: Bool?) -> String { value.map { "\($0)" } ?? "null" }
        let rules = normalization
        let settings = [
            ("do_lower_case", flag(rules.lowercases)), ("strip_accents", flag(rules.stripsAccents)),
            ("tokenize_chinese_chars", flag(rules.separatesIdeographs)), ("tokenizer_class", "\"BertTokenizer\""),
        ]
        let normalizer =
            "{\"type\":\"BertNormalizer\",\"clean_text\":\(rules.cleansText),\"handle_chinese_chars\":"
            + "\(rules.separatesIdeographs),\"strip_accents\":\(flag(rules.stripsAccents)),\"lowercase\":\(rules.lowercases)}"
        let prefix = JSONText.quoted(continuationPrefix)
        let writer = TokenizerWriter(vocabulary: vocabulary, addedTokens: addedTokens, roles: roles)
        let unknown = try vocabulary.token(roles.unknown ?? 0)
        try writer.write(
            to: folder, normalizer: normalizer, cutting: "{\"type\":\"BertPreTokenizer\"}",
            processor: writer.processor(for: template),
            decoder: "{\"type\":\"WordPiece\",\"prefix\":\(prefix),\"cleanup\":true}",
            model:
                "{\"type\":\"WordPiece\",\"unk_token\":\(JSONText.quoted(unknown)),\"continuing_subword_prefix\":\(prefix),"
                + "\"max_input_chars_per_word\":\(longestWord),\"vocab\":\(writer.vocabularyObject)}",
            settings: settings)
        // A vocabulary with a line break in a token has no such form, and tokenizer.json is enough.
        if !vocabulary.tokens.contains(where: { $0.unicodeScalars.contains("\n") || $0.unicodeScalars.contains("\r") })
        {
            let lines = vocabulary.tokens.map { $0 + "\n" }.joined()
            try writer.write(lines, as: "vocab.txt", in: folder)
        }
    }
}

extension BytePairTokenizer {
    public func save(to folder: URL) throws {
        let isRoberta = template != .none
        let settings = [
            ("add_prefix_space", "\(addsPrefixSpace)"), ("trim_offsets", "\(trimsOffsets)"),
            ("tokenizer_class", isRoberta ? "\"RobertaTokenizer\"" : "\"GPT2Tokenizer\""),
        ]
        let options = "\"add_prefix_space\":\(addsPrefixSpace),\"trim_offsets\":\(trimsOffsets)"
        let writer = TokenizerWriter(vocabulary: vocabulary, addedTokens: addedTokens, roles: roles)
        let bytes = "{\"type\":\"ByteLevel\",\(options),\"use_regex\":true}"
        let pairs = merges.map { "[\(JSONText.quoted($0.left)),\(JSONText.quoted($0.right))]" }.joined(separator: ",")
        try writer.write(
            to: folder, normalizer: "null", cutting: bytes,
            processor: isRoberta
                ? "{\"type\":\"Sequence\",\"processors\":[\(bytes),\(writer.processor(for: template))]}" : bytes,
            decoder: bytes,
            model: "{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":null,\"continuing_subword_prefix\":null,"
                + "\"end_of_word_suffix\":null,\"fuse_unk\":false,\"byte_fallback\":false,\"vocab\":\(writer.vocabularyObject),"
                + "\"merges\":[\(pairs)]}",
            settings: settings)
        try writer.write(writer.vocabularyObject, as: "vocab.json", in: folder)
        let lines = merges.map { "\($0.left) \($0.right)\n" }.joined()
        try writer.write("#version: 0.2\n" + lines, as: "merges.txt", in: folder)
    }
}

/// Writes what the two kinds have in common.
private struct TokenizerWriter {
    let vocabulary: TokenVocabulary
    let addedTokens: [AddedToken]
    let roles: TokenRoles

    var vocabularyObject: String {
        let members = vocabulary.tokens.enumerated().map { "\(JSONText.quoted($1)):\($0)" }
        return "{" + members.joined(separator: ",") + "}"
    }

    func processor(for template: TokenTemplate) -> String {
        var specials: [Int32: String] = [:]
        func list(_ parts: [TokenTemplate.Part]) -> String {
            let items = parts.map { part -> String in
                switch part {
                case .special(let id, let type):
                    let name = JSONText.quoted(vocabulary.tokens[Int(id)])
                    specials[id] = "\(name):{\"id\":\(name),\"ids\":[\(id)],\"tokens\":[\(name)]}"
                    return "{\"SpecialToken\":{\"id\":\(name),\"type_id\":\(type)}}"
                case .text(let number, let type):
                    return "{\"Sequence\":{\"id\":\"\(number == 0 ? "A" : "B")\",\"type_id\":\(type)}}"
                }
            }
            return "[" + items.joined(separator: ",") + "]"
        }
        let (single, pair) = (list(template.single), list(template.pair))
        let table = specials.sorted { $0.key < $1.key }.map(\.value).joined(separator: ",")
        return "{\"type\":\"TemplateProcessing\",\"single\":\(single),\"pair\":\(pair),\"special_tokens\":{\(table)}}"
    }

    func write(
        to folder: URL, normalizer: String, cutting: String, processor: String, decoder: String, model: String,
        settings: [(String, String)]
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let added = addedTokens.map { token in
            "{\"id\":\(token.id),\"content\":\(JSONText.quoted(token.content)),\"single_word\":\(token.isWholeWord),"
                + "\"lstrip\":\(token.stripsLeft),\"rstrip\":\(token.stripsRight),\"normalized\":\(token.isNormalized),"
                + "\"special\":\(token.isSpecial)}"
        }
        let description =
            "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[\(added.joined(separator: ","))],"
            + "\"normalizer\":\(normalizer),\"pre_tokenizer\":\(cutting),\"post_processor\":\(processor),"
            + "\"decoder\":\(decoder),\"model\":\(model)}\n"
        let named: [(String, Int32?)] = [
            ("bos_token", roles.start), ("cls_token", roles.start), ("eos_token", roles.end), ("sep_token", roles.end),
            ("unk_token", roles.unknown), ("pad_token", roles.padding), ("mask_token", roles.mask),
        ]
        let isBert = settings.contains { $0.1.contains("Bert") && !$0.1.contains("Roberta") }
        let names = named.compactMap { role, id -> (String, String)? in
            guard let id, !(isBert && (role == "bos_token" || role == "eos_token")) else { return nil }
            return (role, JSONText.quoted(vocabulary.tokens[Int(id)]))
        }
        try write(description, as: "tokenizer.json", in: folder)
        try write(object(settings + names), as: "tokenizer_config.json", in: folder)
        try write(object(names), as: "special_tokens_map.json", in: folder)
    }

    private func object(_ members: [(String, String)]) -> String {
        "{\n" + members.map { "  \"\($0.0)\": \($0.1)" }.joined(separator: ",\n") + "\n}\n"
    }

    /// Whole or not at all.
    func write(_ text: String, as name: String, in folder: URL) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name), options: .atomic)
    }
}
