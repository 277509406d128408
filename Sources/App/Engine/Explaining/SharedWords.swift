import Commerce

/// The terms that two items share, as a person would say them.
///
/// A content model knows Chinese text by pairs of characters, which are not words: pairs that overlap are put together
/// again (四轮, 轮硬, 硬壳 → 四轮硬壳), and a text in one language quotes terms of that language where there are any.
enum SharedWords {
    /// At most `limit` words, in the order of the terms.
    static func phrases(of terms: [String], in language: Language, limit: Int = 4) -> [String] {
        let wantsChinese = language == .chinese
        let spoken = terms.filter { isChinese($0) == wantsChinese }
        var words = chained(spoken.isEmpty ? terms : spoken)
        // What a longer word holds already is not said twice.
        words = words.filter { word in !words.contains { $0 != word && $0.contains(word) } }
        return Array(words.prefix(limit))
    }

    private static func isChinese(_ term: String) -> Bool {
        term.unicodeScalars.contains { $0.properties.isIdeographic }
    }

    /// Puts pieces together where the last character of one is the first of another, until nothing fits.
    private static func chained(_ terms: [String]) -> [String] {
        var pieces = terms
        var first = 0
        while first < pieces.count {
            let fitting = pieces.indices.first { second in
                second != first && isChinese(pieces[first]) && pieces[first].count > 1 && pieces[second].count > 1
                    && pieces[first].last == pieces[second].first
            }
            guard let second = fitting else {
                first += 1
                continue
            }
            pieces[min(first, second)] = pieces[first] + pieces[second].dropFirst()
            pieces.remove(at: max(first, second))
            first = 0
        }
        return pieces
    }
}
