/// The `post_processor` of a `tokenizer.json`: the template, and whether places are trimmed.
struct PostProcessing {
    private(set) var template = TokenTemplate.none
    private(set) var trimsOffsets = false
    private(set) var isRoberta = false

    init(_ json: JSONText, _ vocabulary: TokenVocabulary) throws {
        for step in json["processors"]?.array ?? [json] where !step.isNull { try apply(step, vocabulary) }
    }

    private mutating func apply(_ step: JSONText, _ vocabulary: TokenVocabulary) throws {
        switch step["type"]?.string {
        case "ByteLevel": trimsOffsets = step["trim_offsets"]?.bool ?? true
        case "BertProcessing":
            template = .bert(
                start: try token(step, "cls", vocabulary), end: try token(step, "sep", vocabulary))
        case "RobertaProcessing":
            template = .roberta(
                start: try token(step, "cls", vocabulary), end: try token(step, "sep", vocabulary))
            trimsOffsets = step["trim_offsets"]?.bool ?? true
            isRoberta = true
        case "TemplateProcessing":
            let specials = step["special_tokens"]
            template = TokenTemplate(
                single: try parts(step["single"], specials, vocabulary),
                pair: try parts(step["pair"], specials, vocabulary))
        case let kind:
            throw TokenizerDescription.unknown(
                "post_processor", kind ?? "?", "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel")
        }
    }

    /// A pair of a token and its number.
    private func token(_ step: JSONText, _ name: String, _ vocabulary: TokenVocabulary) throws -> Int32 {
        guard let pair = step[name]?.array, pair.count == 2, let id = pair[1].integer, id >= 0, id < vocabulary.count
        else {
            throw TokenizerDescription.malformed("post_processor.\(name)", "must be a token and its number")
        }
        return Int32(id)
    }

    private func parts(
        _ list: JSONText?, _ specials: JSONText?, _ vocabulary: TokenVocabulary
    ) throws -> [TokenTemplate.Part] {
        try (list?.array ?? []).flatMap { part -> [TokenTemplate.Part] in
            if let text = part["Sequence"], let name = text["id"]?.string, let type = text["type_id"]?.integer {
                return [.text(name == "A" ? 0 : 1, typeID: Int32(type))]
            }
            guard let special = part["SpecialToken"], let name = special["id"]?.string,
                let type = special["type_id"]?.integer, let ids = specials?[name]?["ids"]?.array
            else { throw TokenizerDescription.malformed("post_processor", "has a part that is neither text nor token") }
            return try ids.map { id in
                guard let id = id.integer, id >= 0, id < vocabulary.count else {
                    throw TokenizerDescription.malformed(
                        "post_processor", "has a number outside the vocabulary for '\(name)'")
                }
                return .special(id: Int32(id), typeID: Int32(type))
            }
        }
    }
}
