import Linear

/// Texts to tokens with their units, some thousand at a time.
struct CorpusReader {
    private(set) var ids: [Int32] = []
    private(set) var kinds: [MaskedCorpus.Kind] = []
    /// By text, where its tokens end.
    private(set) var ends: [Int] = []

    /// Texts whose encodings are held at once.
    private static let window = 8192
    /// Tokens after which a word is taken for more than one: an address, or a clause without spaces.
    static let longestWord = 8

    init(
        _ texts: some Sequence<String>, _ tokenizer: any Tokenizer, _ unit: MaskedCorpus.Unit, _ progress: (Int) -> Void
    ) throws {
        let fixed = Set(tokenizer.roles.all)
        var window: [String] = []
        window.reserveCapacity(Self.window)
        for text in texts {
            window.append(text)
            if window.count == Self.window {
                try append(window, tokenizer, unit, fixed)
                progress(ends.count)
                window.removeAll(keepingCapacity: true)
            }
        }
        try append(window, tokenizer, unit, fixed)
        progress(ends.count)
        if unit == .word { joinIdeographs(tokenizer.vocabulary, fixed) }
    }

    private mutating func append(
        _ texts: [String], _ tokenizer: any Tokenizer, _ unit: MaskedCorpus.Unit, _ fixed: Set<Int32>
    ) throws {
        let options = EncodingOptions(addsSpecialTokens: false)
        for encoding in try tokenizer.encode(batch: texts, options: options) {
            var length = 0
            for (place, id) in encoding.ids.enumerated() {
                let continues =
                    unit == .word && length > 0 && length < Self.longestWord
                    && encoding.wordIDs[place] == encoding.wordIDs[place - 1]
                let kind: MaskedCorpus.Kind = fixed.contains(id) ? .fixed : continues ? .continues : .begins
                length = kind == .fixed ? 0 : continues ? length + 1 : 1
                kinds.append(kind)
            }
            ids += encoding.ids
            ends.append(ids.count)
        }
    }

    /// Joins ideographs that stand together as words do.
    private mutating func joinIdeographs(_ vocabulary: TokenVocabulary, _ fixed: Set<Int32>) {
        let ideographs = vocabulary.tokens.enumerated().map { id, token in
            let scalars = token.unicodeScalars
            return scalars.count == 1 && scalars.allSatisfy(ScalarKinds.isIdeograph) && !fixed.contains(Int32(id))
        }
        var runs: [Range<Int>] = []
        var start = 0
        for end in ends {
            while start < end {
                guard ideographs[Int(ids[start])] else {
                    start += 1
                    continue
                }
                let first = start
                while start < end, ideographs[Int(ids[start])] { start += 1 }
                if start - first > 1 { runs.append(first..<start) }
            }
        }
        guard !runs.isEmpty else { return }
        let words = IdeographWords(ids, runs: runs, vocabulary: vocabulary.count)
        for run in runs {
            for word in words.split(ids[run]) {
                for place in word.dropFirst() { kinds[place] = .continues }
            }
        }
    }
}
