/// A `tokenizer.json` read: what it says in the parts that we know, and an error that names any other.
struct TokenizerDescription {
    private let root: JSONText
    private let model: JSONText
    private let kind: String
    private let settings: TokenizerSettings

    init(_ root: JSONText, settings: TokenizerSettings) throws {
        self.root = root
        self.settings = settings
        guard let model = root["model"] else { throw Self.malformed("model", "is missing") }
        self.model = model
        // Files of before 2020 leave the type out.
        kind = model["type"]?.string ?? (model["merges"] == nil ? "WordPiece" : "BPE")
    }

    func tokenizer() throws -> any Tokenizer {
        switch kind {
        case "WordPiece": return try wordPieces()
        case "BPE": return try bytePairs()
        default: throw Self.unknown("model", kind, "WordPiece and BPE")
        }
    }

    private func wordPieces() throws -> WordPieceTokenizer {
        try expect("pre_tokenizer", "BertPreTokenizer")
        try expect("normalizer", "BertNormalizer")
        let (vocabulary, added) = try tokens()
        let rules = root["normalizer"] ?? .null
        let normalization = BertNormalization(
            cleansText: rules["clean_text"]?.bool ?? true,
            separatesIdeographs: rules["handle_chinese_chars"]?.bool ?? true,
            stripsAccents: rules["strip_accents"]?.bool, lowercases: rules["lowercase"]?.bool ?? true)
        let unknown = model["unk_token"]?.string ?? "[UNK]"
        guard let unknownID = vocabulary.id(of: unknown) else {
            throw LanguageError.missing(unknown, role: "unknown words")
        }
        var roles = try roles(
            in: vocabulary,
            usual: ["pad_token": "[PAD]", "mask_token": "[MASK]", "cls_token": "[CLS]", "sep_token": "[SEP]"])
        roles.unknown = unknownID
        return try WordPieceTokenizer(
            vocabulary: vocabulary, normalization: normalization, addedTokens: added,
            template: try PostProcessing(root["post_processor"] ?? .null, vocabulary).template, roles: roles,
            continuationPrefix: model["continuing_subword_prefix"]?.string ?? "##",
            longestWord: model["max_input_chars_per_word"]?.integer ?? 100)
    }

    private func bytePairs() throws -> BytePairTokenizer {
        if let normalizer = root["normalizer"], !normalizer.isNull {
            throw Self.unknown("normalizer", normalizer["type"]?.string ?? "?", "none, for byte pairs")
        }
        try expect("pre_tokenizer", "ByteLevel")
        let cutting = root["pre_tokenizer"] ?? .null
        if cutting["use_regex"]?.bool == false { throw Self.unknown("pre_tokenizer.use_regex", "false", "true") }
        for name in ["byte_fallback", "ignore_merges"] where model[name]?.bool == true {
            throw Self.unknown("model.\(name)", "true", "false")
        }
        if let dropout = model["dropout"], !dropout.isNull { throw Self.unknown("model.dropout", "a number", "null") }
        let (vocabulary, added) = try tokens()
        var merges: [(left: String, right: String)] = []
        for (number, entry) in (model["merges"]?.array ?? []).enumerated() {
            if let pair = entry.array, pair.count == 2, let left = pair[0].string, let right = pair[1].string {
                merges.append((left, right))
            } else {
                merges.append(try Self.merge(entry.string ?? "", "tokenizer.json: merge", number + 1))
            }
        }
        let processing = try PostProcessing(root["post_processor"] ?? .null, vocabulary)
        let roles = try roles(
            in: vocabulary,
            usual: processing.isRoberta
                ? [
                    "pad_token": "<pad>", "mask_token": "<mask>", "cls_token": "<s>", "sep_token": "</s>",
                    "unk_token": "<unk>",
                ]
                : ["bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"])
        return try BytePairTokenizer(
            vocabulary: vocabulary, merges: merges, addsPrefixSpace: cutting["add_prefix_space"]?.bool ?? true,
            trimsOffsets: processing.trimsOffsets, addedTokens: added, template: processing.template, roles: roles)
    }

    private func roles(in vocabulary: TokenVocabulary, usual: [String: String]) throws -> TokenRoles {
        func id(_ role: String) throws -> Int32? { try settings.role(role, usual[role], in: vocabulary) }
        return TokenRoles(
            padding: try id("pad_token"), mask: try id("mask_token"), start: try id("cls_token") ?? id("bos_token"),
            end: try id("sep_token") ?? id("eos_token"), unknown: try id("unk_token"))
    }

    /// The vocabulary with the added tokens after it.
    private func tokens() throws -> (TokenVocabulary, [AddedToken]) {
        guard let listed = model["vocab"] else { throw Self.malformed("model.vocab", "is missing") }
        let base = try Self.vocabulary(listed, in: "tokenizer.json")
        var names = base.tokens
        var added: [AddedToken] = []
        for (number, entry) in (root["added_tokens"]?.array ?? []).enumerated() {
            guard let content = entry["content"]?.string, let id = entry["id"]?.integer else {
                throw Self.malformed("added_tokens[\(number)]", "needs 'content' and 'id'")
            }
            if id == names.count {
                names.append(content)
            } else if id < 0 || id > names.count || !names[id].utf8.elementsEqual(content.utf8) {
                throw Self.malformed("added_tokens[\(number)]", "says that token \(id) is '\(content)'; it is not")
            }
            added.append(
                AddedToken(
                    content, id: Int32(id), isSpecial: entry["special"]?.bool ?? false,
                    isNormalized: entry["normalized"]?.bool ?? false, isWholeWord: entry["single_word"]?.bool ?? false,
                    stripsLeft: entry["lstrip"]?.bool ?? false, stripsRight: entry["rstrip"]?.bool ?? false))
        }
        return (names.count == base.count ? base : try TokenVocabulary(names), added)
    }

    /// A vocabulary from an object of numbers by token.
    static func vocabulary(_ json: JSONText, in file: String) throws -> TokenVocabulary {
        guard let members = json.object else { throw malformed("vocabulary of \(file)", "is not an object") }
        var tokens = [String?](repeating: nil, count: members.count)
        for (name, value) in members {
            guard let id = value.integer, id >= 0, id < members.count else {
                throw malformed(
                    "vocabulary of \(file)", "gives '\(name)' no number in 0 ..< \(members.count); numbers have no gaps"
                )
            }
            if let earlier = tokens[id] {
                throw LanguageError(
                    code: "tokenizer.duplicate",
                    message: "\(file) gives the number \(id) to two tokens, '\(earlier)' and '\(name)'")
            }
            tokens[id] = name
        }
        return try TokenVocabulary(tokens.compactMap(\.self))
    }

    /// Two tokens with a space between them.
    static func merge(_ text: String, _ place: String, _ number: Int) throws -> (left: String, right: String) {
        let parts = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw malformed("\(place) \(number)", "must be two tokens with one space between; it is '\(text)'")
        }
        return (String(parts[0]), String(parts[1]))
    }

    private func expect(_ part: String, _ kind: String) throws {
        let found = root[part]?["type"]?.string ?? "none"
        if found != kind { throw Self.unknown(part, found, "\(kind), with the model \(self.kind)") }
    }

    static func unknown(_ part: String, _ found: String, _ known: String) -> LanguageError {
        LanguageError(
            code: "tokenizer.kind", message: "tokenizer.json: \(part) is \(found); supported: \(known)",
            remedy: "BERT's WordPiece and the byte-level BPE of GPT-2 and RoBERTa are supported.")
    }

    static func malformed(_ part: String, _ what: String) -> LanguageError {
        LanguageError(code: "tokenizer.format", message: "\(part) \(what)")
    }
}
