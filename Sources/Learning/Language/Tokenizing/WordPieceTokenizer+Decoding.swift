import Foundation

extension WordPieceTokenizer {
    public func decode(_ ids: [Int32], skippingSpecialTokens: Bool) throws -> String {
        var text = ""
        var isFirst = true
        for id in ids {
            let token = try vocabulary.token(id)
            if skippingSpecialTokens, special.contains(id) { continue }
            var piece = token
            if !isFirst {
                piece =
                    token.utf8.starts(with: continuationPrefix.utf8)
                    ? String(token.unicodeScalars.dropFirst(continuationPrefix.unicodeScalars.count)) : " " + token
            }
            text += Self.tidied(piece)
            isFirst = false
        }
        return text
    }

    /// English punctuation closed up, piece by piece as the reference does it.
    private static func tidied(_ piece: String) -> String {
        let replacements = [
            (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
            (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
        ]
        guard piece.utf8.first == UInt8(ascii: " ") else { return piece }
        return replacements.reduce(piece) { text, change in
            text.replacingOccurrences(of: change.0, with: change.1, options: .literal)
        }
    }
}
