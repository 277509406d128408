import Foundation

/// Cuts text into terms that can be compared: what a shop writes about its goods, in any script.
///
/// - Words of alphabetic scripts are lower-cased, lose their accents and an English plural or possessive ending
///   (Harman's S-stemmer, "How effective is suffixing?", 1991), so that `Cafés` and `cafe` meet.
/// - Numbers keep an inner decimal point and lose thousands separators: `1,299.50` gives `1299.50`. Letters and
///   digits written together stay together: `5ml`, `b12`.
/// - Chinese and Japanese text, which has no spaces, gives every character and every two neighbouring ones:
///   `护手霜` gives `护`, `护手`, `手`, `手霜`, `霜`.
/// - Full-width and other compatibility forms are read as their plain ones. Punctuation, symbols and emoji separate
///   terms and give none.
struct TextAnalyzer: Sendable {
    /// The terms of a text in order, repeated ones too. O(length).
    func terms(of text: String) -> [String] {
        var terms: [String] = []
        var word: [Unicode.Scalar] = []
        var previousCharacter: Unicode.Scalar?
        let scalars = Array(Self.plain(text).unicodeScalars)

        func endWord() {
            if !word.isEmpty { terms.append(Self.normalised(word)) }
            word.removeAll(keepingCapacity: true)
        }
        for (place, scalar) in scalars.enumerated() {
            if Self.standsAlone(scalar) {
                endWord()
                if let previous = previousCharacter { terms.append(Self.string([previous, scalar])) }
                terms.append(Self.string([scalar]))
                previousCharacter = scalar
                continue
            }
            previousCharacter = nil
            switch Self.role(of: scalar, at: place, in: scalars) {
            case .letter: word.append(scalar)
            case .silent: break
            case .separator: endWord()
            }
        }
        endWord()
        return terms
    }

    private enum Role { case letter, silent, separator }

    /// Whether a scalar is part of a word here: `.` and `,` are when a digit stands on both sides, `'` between letters.
    private static func role(of scalar: Unicode.Scalar, at place: Int, in scalars: [Unicode.Scalar]) -> Role {
        if isWordScalar(scalar) { return .letter }
        guard place > 0, place + 1 < scalars.count else { return .separator }
        let (before, after) = (scalars[place - 1], scalars[place + 1])
        switch scalar {
        case "." where isDigit(before) && isDigit(after): return .letter
        case "," where isDigit(before) && isDigit(after): return .silent
        case "'", "\u{2019}": return isWordScalar(before) && isWordScalar(after) ? .letter : .separator
        default: return .separator
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.properties.isAlphabetic || isDigit(scalar) }
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil { return true }
        return properties.generalCategory == .nonspacingMark && !properties.isVariationSelector
    }

    /// Ideographs and kana: scripts written without spaces, where a character is a term.
    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x3005
            && (scalar.properties.isIdeographic || (0x3041...0x30FF).contains(scalar.value) && scalar != "\u{30FB}")
    }

    /// Compatibility forms replaced by plain ones; most text is ASCII and passes untouched.
    private static func plain(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCompatibilityMapping
    }

    /// Lower case, without accents, without an English ending.
    private static func normalised(_ word: [Unicode.Scalar]) -> String {
        var text = word.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
        if !text.utf8.allSatisfy({ $0 < 0x80 }) {
            let bare = text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                !(0x0300...0x036F).contains($0.value)
            }
            text = string(bare).precomposedStringWithCanonicalMapping
            text = text.replacingOccurrences(of: "\u{2019}", with: "'")
        }
        return text.utf8.allSatisfy { $0 < 0x80 } ? withoutEnglishEnding(text) : text
    }

    /// `berries` → `berry`, `brushes` → `brush`, `creams` → `cream`; `glass`, `lotus`, `gas` stay. Beyond the
    /// S-stemmer, `-es` goes after sibilants, where it is the plural.
    private static func withoutEnglishEnding(_ word: String) -> String {
        let bare = word.hasSuffix("'s") ? String(word.dropLast(2)) : word.filter { $0 != "'" }
        guard bare.utf8.count > 3, bare.hasSuffix("s") else { return bare }
        if bare.hasSuffix("ies"), !bare.hasSuffix("eies"), !bare.hasSuffix("aies") { return bare.dropLast(3) + "y" }
        if bare.hasSuffix("us") || bare.hasSuffix("ss") { return bare }
        if ["sses", "shes", "ches", "xes"].contains(where: bare.hasSuffix) { return String(bare.dropLast(2)) }
        if bare.hasSuffix("aes") || bare.hasSuffix("ees") || bare.hasSuffix("oes") { return bare }
        return String(bare.dropLast())
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
