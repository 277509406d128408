/// Lines of text of bounded width, counted in terminal columns: a Chinese character takes two.
struct TextLayout {
    static let width = 96
    private(set) var lines: [String] = []

    mutating func add(_ line: String = "") {
        lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
    }

    /// Wraps words (Chinese: characters) to the width, every line but the first behind `hanging` spaces.
    mutating func wrap(_ text: String, first: String, hanging: Int) {
        var line = first
        var isFresh = true
        for word in Self.words(of: Self.plain(text)) {
            if !isFresh, Self.columns(line) + Self.columns(word) > Self.width {
                add(line)
                line = String(repeating: " ", count: hanging)
                isFresh = true
            }
            line += Self.clip(isFresh ? word.trimmed : word, to: Self.width - Self.columns(line))
            isFresh = false
        }
        add(line)
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    // MARK: - Columns

    /// Terminal columns that a text takes.
    static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns($1) }
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x300: 1
        case 0x300..<0x370, 0x200B...0x200F, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    /// Fills up with spaces to a number of columns.
    static func pad(_ text: String, to count: Int, right: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, count - columns(text)))
        return right ? spaces + text : text + spaces
    }

    /// Control characters, which could steer a terminal, become spaces.
    private static func plain(_ text: String) -> String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 32 || (0x7F...0x9F).contains(scalar.value) }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }

    /// Cuts to a number of columns, the cut shown by an ellipsis; control characters become spaces.
    static func clip(_ text: String, to count: Int) -> String {
        let plain = plain(text)
        guard columns(plain) > count else { return plain }
        var kept = ""
        var used = 0
        for character in plain {
            let next = columns(String(character))
            if used + next > count - 1 { break }
            kept.append(character)
            used += next
        }
        return kept + "…"
    }

    /// Pieces between which a line may break, each with the space before it.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var current = ""
        for character in text {
            let isWide = columns(String(character)) == 2
            if character == " " || isWide {
                if !current.isEmpty { words.append(current) }
                current = ""
            }
            // Closing punctuation stays with what it closes.
            if isWide, "，。；：、？！）”》".contains(character), !words.isEmpty {
                words[words.count - 1].append(character)
                continue
            }
            current.append(character)
            if isWide {
                words.append(current)
                current = ""
            }
        }
        if !current.isEmpty { words.append(current) }
        return words
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
