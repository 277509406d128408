/// What is put around one text, or two, before the model reads them: `[CLS] A [SEP] B [SEP]`.
public struct TokenTemplate: Sendable, Equatable {
    public enum Part: Sendable, Equatable {
        /// A token of the template.
        case special(id: Int32, typeID: Int32)
        /// The text (0) or its pair (1).
        case text(Int, typeID: Int32)
    }

    public var single: [Part]
    public var pair: [Part]

    public init(single: [Part], pair: [Part]) {
        self.single = single
        self.pair = pair
    }

    /// Nothing around the texts: GPT-2's.
    public static let none = TokenTemplate(
        single: [.text(0, typeID: 0)], pair: [.text(0, typeID: 0), .text(1, typeID: 1)])

    /// BERT's: the second text and its end are of type 1.
    public static func bert(start: Int32, end: Int32) -> TokenTemplate {
        let first: [Part] = [.special(id: start, typeID: 0), .text(0, typeID: 0), .special(id: end, typeID: 0)]
        return TokenTemplate(single: first, pair: first + [.text(1, typeID: 1), .special(id: end, typeID: 1)])
    }

    /// RoBERTa's: two ends between the texts, and no types.
    public static func roberta(start: Int32, end: Int32) -> TokenTemplate {
        let end = Part.special(id: end, typeID: 0)
        let first: [Part] = [.special(id: start, typeID: 0), .text(0, typeID: 0), end]
        return TokenTemplate(single: first, pair: first + [end, .text(1, typeID: 0), end])
    }

    func parts(forPair isPair: Bool, addingSpecialTokens adds: Bool) -> [Part] {
        let parts = isPair ? pair : single
        return adds
            ? parts
            : parts.filter { part in
                if case .text = part { true } else { false }
            }
    }
}

/// A token of one text, before the template.
struct TokenSpan {
    var id: Int32
    var start: Int32
    var end: Int32
    var word: Int32
}

extension TokenTemplate {
    /// Cuts one text or two to the limit and puts the template around them.
    func assemble(_ texts: [[TokenSpan]], _ options: EncodingOptions) throws -> Encoding {
        let parts = parts(forPair: texts.count == 2, addingSpecialTokens: options.addsSpecialTokens)
        let added = parts.count - texts.count
        let lengths = try Self.lengths(texts.map(\.count), added: added, options)
        var encoding = Encoding()
        encoding.reserve(lengths.reduce(added, +))
        encoding.textRanges = Array(repeating: 0..<0, count: texts.count)
        for part in parts {
            switch part {
            case .special(let id, let typeID):
                encoding.append(TokenSpan(id: id, start: 0, end: 0, word: -1), typeID, isSpecial: true)
            case .text(let number, let typeID):
                let first = encoding.ids.count
                for span in texts[number].prefix(lengths[number]) { encoding.append(span, typeID, isSpecial: false) }
                encoding.textRanges[number] = first..<encoding.ids.count
                encoding.truncatedCount += texts[number].count - lengths[number]
            }
        }
        return encoding
    }

    /// How many tokens each text keeps.
    private static func lengths(_ counts: [Int], added: Int, _ options: EncodingOptions) throws -> [Int] {
        guard let maximum = options.maximumLength else { return counts }
        guard maximum >= added else {
            throw LanguageError(
                code: "tokenizer.length",
                message: "maximumLength must be at least \(added), which the model's template takes; got \(maximum)")
        }
        let limit = maximum - added
        let excess = counts.reduce(0, +) - limit
        guard excess > 0 else { return counts }
        if limit == 0 { return counts.map { _ in 0 } }
        switch options.truncation {
        case .longestFirst: return counts.count == 1 ? [limit] : longestFirst(counts[0], counts[1], limit)
        case .onlyFirst: return try shortened(counts, at: 0, by: excess)
        case .onlySecond: return try shortened(counts, at: 1, by: excess)
        }
    }

    private static func longestFirst(_ first: Int, _ second: Int, _ limit: Int) -> [Int] {
        var shorter = min(first, second)
        var longer = shorter > limit ? shorter : max(shorter, limit - shorter)
        if shorter + longer > limit {
            shorter = limit / 2
            longer = shorter + limit % 2
        }
        return first > second ? [longer, shorter] : [shorter, longer]
    }

    private static func shortened(_ counts: [Int], at number: Int, by excess: Int) throws -> [Int] {
        guard number < counts.count else {
            throw LanguageError(
                code: "tokenizer.length",
                message:
                    "truncation 'only_second' needs a second text; this one has none and is \(excess) tokens too long")
        }
        guard counts[number] > excess else {
            throw LanguageError(
                code: "tokenizer.length",
                message:
                    "the text that must give way has \(counts[number]) tokens; \(excess) must go, and one must stay",
                remedy: "Truncate longest_first, or raise maximumLength.")
        }
        var counts = counts
        counts[number] -= excess
        return counts
    }
}

extension Encoding {
    fileprivate mutating func append(_ span: TokenSpan, _ typeID: Int32, isSpecial: Bool) {
        ids.append(span.id)
        typeIDs.append(typeID)
        offsets.append(Int(span.start)..<Int(span.end))
        wordIDs.append(span.word)
        specialMask.append(isSpecial)
    }
}
