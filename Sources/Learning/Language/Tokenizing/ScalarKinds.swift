import Foundation

/// What the reference tokenisers take each Unicode scalar for.
///
/// They are compiled with tables of several Unicode versions: 8 for marks, punctuation and control characters, 9 for
/// decomposition, 16 for letters and numbers, and today's for lower case and white space. Swift's own table is newer,
/// so a scalar is looked up in it only if it is old enough, and the few whose category has changed since are
/// named. Every scalar was compared with Hugging Face `tokenizers` 0.23 (`Tests/Oracles/language`).
enum ScalarKinds {
    @inline(__always)
    private static func isKnown(_ properties: Unicode.Scalar.Properties, in version: Int) -> Bool {
        guard let age = properties.age else { return false }
        return age.major < version || (age.major == version && age.minor == 0)
    }

    /// A mark that stripping accents removes.
    static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1734, 0x1171E: return true
        case 0x1885, 0x1886, 0xA9BD, 0x111C9: return false
        default:
            let properties = scalar.properties
            return properties.generalCategory == .nonspacingMark && isKnown(properties, in: 8)
        }
    }

    /// Punctuation that stands alone: any of Unicode's, and every other sign in ASCII.
    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar.value {
            case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
            default: return false
            }
        }
        if scalar.value == 0x166D || scalar.value == 0x111C9 { return true }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return isKnown(properties, in: 8)
        default: return false
        }
    }

    /// What cleaning drops: control and format characters, private use, and the replacement character.
    static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: return false
        case 0xFFFD: return true
        default:
            let properties = scalar.properties
            switch properties.generalCategory {
            case .control, .privateUse: return true
            case .format: return isKnown(properties, in: 8)
            default: return false
            }
        }
    }

    /// An ideograph, by the ranges of the original BERT code; those it forgot stay forgotten.
    static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            return true
        default: return false
        }
    }

    static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// The canonical combining class, by which marks are put in order; 0 for whatever is not moved.
    static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
        let properties = scalar.properties
        let order = properties.canonicalCombiningClass.rawValue
        return order != 0 && isKnown(properties, in: 9) ? order : 0
    }

    /// The scalars that a scalar is made of, in canonical order.
    static func decomposition(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard mayDecompose(scalar.value), isKnown(scalar.properties, in: 9) else { return [scalar] }
        return Array(String(Character(scalar)).decomposedStringWithCanonicalMapping.unicodeScalars)
    }

    private static func mayDecompose(_ value: UInt32) -> Bool {
        switch value {
        case 0..<0xC0, 0x3100..<0xAC00, 0xD7A4..<0xF900, 0x10000..<0x11000, 0x12000..<0x1D000, 0x1E000..<0x2F800,
            0x2FA20...:
            return false
        default: return true
        }
    }

    /// How the byte-level models' pattern sees a scalar.
    enum Run: UInt8 {
        case letter, number, space, other
    }

    static func run(_ scalar: Unicode.Scalar) -> Run {
        let properties = scalar.properties
        if properties.isWhitespace { return .space }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            return isKnown(properties, in: 16) ? .letter : .other
        case .decimalNumber, .letterNumber, .otherNumber:
            return isKnown(properties, in: 16) ? .number : .other
        default: return .other
        }
    }
}
