import Foundation

/// A name with perhaps a number in parentheses, as policies and estimators are given: `epsilon-greedy(0.1)`.
struct ParameterisedName {
    let word: String
    /// Nothing without parentheses.
    let number: Double?

    /// Nothing when what stands in the parentheses is no number.
    init?(_ text: String) {
        guard let open = text.firstIndex(of: "(") else {
            (word, number) = (text, nil)
            return
        }
        guard text.hasSuffix(")"), let value = Double(text[text.index(after: open)...].dropLast()) else { return nil }
        (word, number) = (String(text[..<open]), value)
    }

    /// Several, separated by commas outside parentheses.
    static func list(_ names: String) -> [String] {
        var (parts, depth) = ([""], 0)
        for character in names {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
