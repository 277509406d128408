/// One setting: its name, what it means, what may stand there, and where it goes.
///
/// The table of all of them (``SettingsMember/all``) is the one source of the commented file, of the check of what is read,
/// and of the names of environment variables.
public struct SettingsMember: Sendable {
    /// What may stand there.
    public enum Rule: Sendable {
        case whole(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case choice([String])
        case flag
        case text
        case texts
    }

    public enum Value: Sendable, Hashable {
        case whole(Int)
        case number(Double)
        case flag(Bool)
        case text(String)
        case texts([String])
    }

    /// As in the file, joined by full stops: `server.port`.
    public let name: String
    /// What it means, for the file and for the documentation.
    public let meaning: String
    public let rule: Rule
    let read: @Sendable (Settings) -> Value
    /// Throws what the value itself says is wrong with it.
    let write: @Sendable (inout Settings, Value) throws -> Void

    /// The environment variable that sets it.
    public var variable: String {
        var variable = "EQUIPOISE_"
        var last: Character?
        for character in name {
            if character.isUppercase, last?.isLowercase == true { variable += "_" }
            variable += character == "." ? "_" : character.uppercased()
            last = character
        }
        return variable
    }

    /// Of the file; nothing for a setting at its top.
    var section: String? {
        name.split(separator: ".").count > 1 ? name.split(separator: ".").first.map(String.init) : nil
    }
}

extension SettingsMember.Rule: CustomStringConvertible {
    /// In words that go on from "must be".
    public var description: String {
        switch self {
        case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .flag: "true or false"
        case .text: "text"
        case .texts: "a list of texts"
        }
    }

    func allows(_ value: SettingsMember.Value) -> Bool {
        switch (self, value) {
        case (.whole(let range), .whole(let number)): range.contains(number)
        case (.number(let range), .number(let number)): range.contains(number)
        case (.flag, .flag): true
        case (.choice(let words), .text(let word)): words.contains(word)
        case (.text, .text(let text)): !text.isEmpty
        case (.texts, .texts(let texts)): !texts.contains("")
        default: false
        }
    }

    static func text(_ number: Double) -> String { number == number.rounded() ? "\(Int(number))" : "\(number)" }
}

extension SettingsMember.Value: CustomStringConvertible {
    /// As YAML has it.
    public var description: String {
        switch self {
        case .whole(let number): "\(number)"
        case .number(let number): SettingsMember.Rule.text(number)
        case .flag(let isTrue): "\(isTrue)"
        case .text(let text): Self.scalar(text)
        case .texts(let texts): "[\(texts.map(Self.scalar).joined(separator: ", "))]"
        }
    }

    /// In quotes unless it is a plain word.
    private static func scalar(_ text: String) -> String {
        let isPlain =
            text.first?.isLetter == true && text.allSatisfy { $0.isLetter || $0.isNumber || "-_.()/".contains($0) }
        let words = ["true", "false", "yes", "no", "on", "off", "null"]
        if isPlain, !words.contains(text.lowercased()) { return text }
        return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
