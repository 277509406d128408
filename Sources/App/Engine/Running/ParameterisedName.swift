import Foundation

/// A name with perhaps a number in parentheses, as policies and estimators are given: `epsilon-greedy(0.1)`.
public struct ParameterisedName {
    /// In bytes.
    public static let longest = 64

    let word: String
    /// Nothing without parentheses.
    let number: Double?

    /// Nothing when what stands in the parentheses is no plain number, such as `1` or `0.05`.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        guard let open = text.firstIndex(of: "(") else {
            (word, number) = (text, nil)
            return
        }
        let inside = text[text.index(after: open)...].dropLast()
        guard text.hasSuffix(")"), inside.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil, let value = Double(inside)
        else {
            return nil
        }
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
