/// A part of a text that is something: a brand, a size, a colour.
public struct TextSpan: Sendable, Hashable, Codable {
    /// In characters (Unicode scalars) of the text, as Python counts them.
    public var start: Int
    /// Behind the last.
    public var end: Int
    public var label: String

    public init(_ start: Int, _ end: Int, _ label: String) {
        self.start = start
        self.end = end
        self.label = label
    }
}

/// A text with what its parts are.
public struct TaggedText: Sendable, Equatable {
    public var text: String
    /// In order of place, without overlap.
    public var spans: [TextSpan]

    /// - Throws: `LanguageError` `tags.span` for a span that is empty, lies outside the text or overlaps another.
    public init(_ text: String, spans: [TextSpan]) throws {
        self.text = text
        self.spans = spans.sorted { $0.start < $1.start }
        let count = text.unicodeScalars.count
        var end = 0
        for span in self.spans {
            guard span.start >= end, span.end > span.start, span.end <= count, !span.label.isEmpty else {
                throw LanguageError(
                    code: "tags.span",
                    message: "the span \(span.start)..<\(span.end) '\(span.label)' must have characters, lie in the "
                        + "text's \(count) and overlap no other",
                    remedy: "Spans are [start, end, label], counted in characters from 0.")
            }
            end = span.end
        }
    }
}

/// The tags of tokens that say where spans begin and go on: `O`, `B-brand`, `I-brand` (Ramshaw and Marcus, "Text chunking
/// using transformation-based learning", 1995).
struct SpanTags: Sendable {
    /// By number; `O` is 0.
    let tags: [String]
    private let numbers: [String: Int]

    init(labels: [String]) {
        self.init(tags: ["O"] + labels.flatMap { ["B-\($0)", "I-\($0)"] })
    }

    init(tags: [String]) {
        self.tags = tags
        numbers = Dictionary(tags.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What of a loss counts for nothing.
    static let ignored = -100

    /// A tag for each token: that of a word stands at its first token.
    ///
    /// - Throws: `LanguageError` `labels.unseen` for a span of a strange label.
    func tags(of text: TaggedText, _ encoding: Encoding) throws -> [Int] {
        let places = ScalarPlaces(text.text)
        var spans = text.spans[...]
        var result = Array(repeating: Self.ignored, count: encoding.ids.count)
        var open: TextSpan?
        for token in Self.wordStarts(encoding) {
            let bytes = encoding.offsets[token]
            let (start, end) = (places.scalar(at: bytes.lowerBound), places.scalar(at: bytes.upperBound))
            while let next = spans.first, next.end <= start { spans.removeFirst() }
            // A token belongs to the span that it shares characters with.
            guard let span = spans.first, span.start < end else {
                (result[token], open) = (0, nil)
                continue
            }
            guard let number = numbers["\(open == span ? "I" : "B")-\(span.label)"] else {
                throw LanguageError(
                    code: "labels.unseen", message: "a span has the label '\(span.label)', which none to learn from has"
                )
            }
            (result[token], open) = (number, span)
        }
        return result
    }

    /// The spans that a tag for each token says.
    func spans(_ tags: [Int], of text: String, _ encoding: Encoding) -> [TextSpan] {
        let places = ScalarPlaces(text)
        var spans: [TextSpan] = []
        var isOpen = false
        let words = Dictionary(grouping: encoding.ids.indices) { encoding.wordIDs[$0] }
        for token in Self.wordStarts(encoding) {
            let tag = self.tags[tags[token]]
            guard tag.hasPrefix("B-") || tag.hasPrefix("I-") else {
                isOpen = false
                continue
            }
            let label = String(tag.dropFirst(2))
            let last = words[encoding.wordIDs[token]]?.last ?? token
            let start = places.scalar(at: encoding.offsets[token].lowerBound)
            let end = places.scalar(at: encoding.offsets[last].upperBound)
            // One that goes on with what has not begun begins it.
            if isOpen, tag.hasPrefix("I-"), spans.last?.label == label {
                spans[spans.count - 1].end = end
            } else {
                spans.append(TextSpan(start, end, label))
            }
            isOpen = true
        }
        return spans
    }

    private static func wordStarts(_ encoding: Encoding) -> [Int] {
        encoding.ids.indices.filter { token in
            let word = encoding.wordIDs[token]
            return word >= 0 && (token == 0 || encoding.wordIDs[token - 1] != word)
        }
    }
}

/// Which Unicode scalar begins at a byte of a text.
private struct ScalarPlaces {
    private let numbers: [Int]

    init(_ text: String) {
        var numbers: [Int] = []
        var count = -1
        for byte in text.utf8 {
            if byte & 0xC0 != 0x80 { count += 1 }
            numbers.append(count)
        }
        numbers.append(count + 1)
        self.numbers = numbers
    }

    func scalar(at byte: Int) -> Int { numbers[byte] }
}
