import Commerce

/// What two items share, as a person would say it.
///
/// A content model knows Chinese text by characters and pairs of characters, which are not words. So Chinese sentences quote
/// the longest pieces that both titles have (种植套装), and English ones the model's terms, numbers last.
enum SharedWords {
    /// At most `limit` words.
    ///
    /// - Parameters:
    ///   - terms: what the model found, strongest first.
    ///   - titles: the two items' titles in that language.
    static func phrases(
        of terms: [String], titles: (String, String), in language: Language, limit: Int = 3
    ) -> [String] {
        guard language == .chinese else {
            // An attribute's term is `name: value`; its value may be a word of the title as well.
            let values = terms.map { $0.split(separator: ": ").last.map(String.init) ?? $0 }
            let latin = values.indices.filter { !values[..<$0].contains(values[$0]) }.map { values[$0] }
                .filter { !isChinese($0) }
            let words = latin.filter { !$0.allSatisfy(\.isNumber) }
            return Array((words.isEmpty ? latin : words).prefix(limit))
        }
        let pieces = commonPieces(Array(titles.0), Array(titles.1)).filter(isChinese)
        return Array((pieces.isEmpty ? terms.filter { isChinese($0) } : pieces).prefix(limit))
    }

    private static func isChinese(_ term: String) -> Bool {
        term.unicodeScalars.contains { $0.properties.isIdeographic }
    }

    /// The longest common piece of two texts, then that of what is left of them, down to two characters.
    ///
    /// O(length × length) for each piece.
    static func commonPieces(_ left: [Character], _ right: [Character]) -> [String] {
        var best = (length: 1, left: 0, right: 0)
        var previous = [Int](repeating: 0, count: right.count + 1)
        for (row, character) in left.enumerated() {
            var current = [Int](repeating: 0, count: right.count + 1)
            for (column, other) in right.enumerated() where character == other && !character.isWhitespace {
                current[column + 1] = previous[column] + 1
                if current[column + 1] > best.length {
                    best = (current[column + 1], row + 1 - current[column + 1], column + 1 - current[column + 1])
                }
            }
            previous = current
        }
        guard best.length > 1 else { return [] }
        let piece = String(left[best.left..<best.left + best.length])
        let rest = commonPieces(
            Array(left[..<best.left]) + ["\n"] + left[(best.left + best.length)...],
            Array(right[..<best.right]) + ["\t"] + right[(best.right + best.length)...])
        return [piece] + rest
    }
}
