public import Foundation

/// Tokenisers from a Hugging Face folder.
public enum TokenizerFiles {
    /// The tokeniser that a folder describes: by its `tokenizer.json`, or else by `vocab.txt` (WordPiece), or by
    /// `vocab.json` and `merges.txt` (byte pairs), with what `tokenizer_config.json` and `special_tokens_map.json` say.
    ///
    /// - Throws: `LanguageError`: `tokenizer.file` for a file that is missing or not text, `tokenizer.json` for
    ///   damaged JSON, `tokenizer.kind` for a tokeniser of another kind, `tokenizer.format` for a part that is not as
    ///   it should be, `tokenizer.duplicate`, `tokenizer.missing` and `tokenizer.merges` for a vocabulary at odds with
    ///   itself.
    public static func load(_ folder: URL) throws -> any Tokenizer {
        let settings = try TokenizerSettings(folder)
        if let description = try json("tokenizer.json", in: folder) {
            return try TokenizerDescription(description, settings: settings).tokenizer()
        }
        if let text = try text("vocab.txt", in: folder) { return try wordPieces(text, settings) }
        guard let vocabulary = try json("vocab.json", in: folder) else {
            throw LanguageError(
                code: "tokenizer.file",
                message:
                    "the folder '\(folder.lastPathComponent)' has none of tokenizer.json, vocab.txt and vocab.json",
                remedy: "Give the folder of a model with the files of its tokeniser.")
        }
        guard let merges = try text("merges.txt", in: folder) else {
            throw LanguageError(
                code: "tokenizer.file",
                message: "the folder '\(folder.lastPathComponent)' has vocab.json but not merges.txt",
                remedy: "Both files come with a model; fetch the missing one.")
        }
        return try bytePairs(vocabulary, merges: merges, settings)
    }

    private static func wordPieces(_ text: String, _ settings: TokenizerSettings) throws -> WordPieceTokenizer {
        var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        let vocabulary = try TokenVocabulary(lines)
        let normalization = BertNormalization(
            separatesIdeographs: settings.flag("tokenize_chinese_chars") ?? true,
            stripsAccents: settings.flag("strip_accents"), lowercases: settings.flag("do_lower_case") ?? true)
        let roles = TokenRoles(
            padding: try settings.role("pad_token", "[PAD]", in: vocabulary),
            mask: try settings.role("mask_token", "[MASK]", in: vocabulary),
            start: try settings.role("cls_token", "[CLS]", in: vocabulary),
            end: try settings.role("sep_token", "[SEP]", in: vocabulary),
            unknown: try settings.role("unk_token", "[UNK]", in: vocabulary))
        return try WordPieceTokenizer(vocabulary: vocabulary, normalization: normalization, roles: roles)
    }

    private static func bytePairs(
        _ vocabulary: JSONText, merges: String, _ settings: TokenizerSettings
    ) throws -> BytePairTokenizer {
        let vocabulary = try TokenizerDescription.vocabulary(vocabulary, in: "vocab.json")
        var pairs: [(left: String, right: String)] = []
        for (number, line) in merges.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            let line = line.last == 13 ? line.dropLast() : line
            if line.isEmpty || (number == 0 && line.starts(with: "#version".utf8)) { continue }
            pairs.append(
                try TokenizerDescription.merge(String(decoding: line, as: UTF8.self), "merges.txt", number + 1))
        }
        let isRoberta = settings.isRoberta(vocabulary)
        let start = try settings.role(isRoberta ? "cls_token" : "bos_token", isRoberta ? "<s>" : nil, in: vocabulary)
        let end = try settings.role(isRoberta ? "sep_token" : "eos_token", isRoberta ? "</s>" : nil, in: vocabulary)
        let plain = isRoberta ? nil : "<|endoftext|>"
        let roles = TokenRoles(
            padding: try settings.role("pad_token", isRoberta ? "<pad>" : nil, in: vocabulary),
            mask: try settings.role("mask_token", isRoberta ? "<mask>" : nil, in: vocabulary),
            start: start ?? plain.flatMap(vocabulary.id), end: end ?? plain.flatMap(vocabulary.id),
            unknown: try settings.role("unk_token", isRoberta ? "<unk>" : plain, in: vocabulary))
        var template = TokenTemplate.none
        if isRoberta {
            guard let start = roles.start else { throw LanguageError.missing("<s>", role: "the start of a text") }
            guard let end = roles.end else { throw LanguageError.missing("</s>", role: "the end of a text") }
            template = .roberta(start: start, end: end)
        }
        var added: [AddedToken] = []
        for id in [roles.start, roles.padding, roles.end, roles.unknown, roles.mask] {
            guard let id, !added.contains(where: { $0.id == id }) else { continue }
            added.append(AddedToken(try vocabulary.token(id), id: id, stripsLeft: isRoberta && id == roles.mask))
        }
        return try BytePairTokenizer(
            vocabulary: vocabulary, merges: pairs, addsPrefixSpace: settings.flag("add_prefix_space") ?? false,
            trimsOffsets: isRoberta && settings.flag("trim_offsets") ?? true, addedTokens: added, template: template,
            roles: roles)
    }

    /// The bytes of a file; nil when there is none.
    static func bytes(_ name: String, in folder: URL) throws -> [UInt8]? {
        let url = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return Array(try Data(contentsOf: url))
        } catch {
            throw LanguageError(code: "tokenizer.file", message: "\(name) could not be read", cause: error)
        }
    }

    static func json(_ name: String, in folder: URL) throws -> JSONText? {
        try bytes(name, in: folder).map { try JSONText.parse($0, file: name) }
    }

    private static func text(_ name: String, in folder: URL) throws -> String? {
        guard let bytes = try bytes(name, in: folder) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw LanguageError(
                code: "tokenizer.file", message: "\(name) is not UTF-8 text",
                remedy: "The file is damaged; fetch it again.")
        }
        return text
    }
}
