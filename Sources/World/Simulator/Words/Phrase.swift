/// The same words in the shop's two languages.
struct Phrase: Sendable, Hashable {
    let english: String
    let chinese: String

    init(_ english: some StringProtocol, _ chinese: some StringProtocol) {
        self.english = String(english)
        self.chinese = String(chinese)
    }

    /// Reads `Linen/亚麻`; words without a stroke are the same in both languages.
    init(_ pair: some StringProtocol) {
        let parts = pair.split(separator: "/", maxSplits: 1)
        let english = parts.first.map { trimmed($0) } ?? ""
        self.init(english, parts.count == 2 ? trimmed(parts[1]) : english)
    }

    /// Reads a list such as `Linen/亚麻, Cotton/棉`.
    static func list(_ pairs: String) -> [Phrase] {
        pairs.split(separator: ",").map { Phrase($0) }
    }
}

private func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
}
