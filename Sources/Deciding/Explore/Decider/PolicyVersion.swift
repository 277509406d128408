/// A policy's version as the log keeps it, taken apart: `directed(strength=0.5, profile=[0.0, 1.0])` is the name
/// `directed` with two parameters.
public struct PolicyVersion: Sendable, Hashable {
    public let name: String
    public let parameters: [String: String]

    /// - Throws: ``ExploreError`` `policy.version` when the text is not a name, alone or followed by `key=value` pairs
    ///   in parentheses.
    public init(_ text: String) throws {
        func refuse(_ problem: String) -> ExploreError {
            ExploreError(code: "policy.version", message: "policy '\(text)' \(problem)")
        }
        guard let open = text.firstIndex(of: "(") else {
            guard !text.isEmpty else { throw refuse("has no name") }
            name = text
            parameters = [:]
            return
        }
        guard text.hasSuffix(")") else { throw refuse("must end with ')'") }
        guard open > text.startIndex else { throw refuse("has no name") }
        name = String(text[..<open])
        var parameters: [String: String] = [:]
        for part in Self.parts(of: text[text.index(after: open)...].dropLast()) {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { throw refuse("has '\(part)' where key=value belongs") }
            let key = Self.trimmed(sides[0])
            guard parameters.updateValue(Self.trimmed(sides[1]), forKey: key) == nil else {
                throw refuse("names '\(key)' twice")
            }
        }
        self.parameters = parameters
    }

    /// - Throws: ``ExploreError`` `policy.version` when the parameter is there but no number; `fallback` where it is
    ///   not.
    public func number(_ key: String, or fallback: Double? = nil) throws -> Double {
        guard let text = parameters[key] else {
            guard let fallback else { throw refuse("has no '\(key)'") }
            return fallback
        }
        guard let value = Double(text) else { throw refuse("has '\(text)' for '\(key)', which is no number") }
        return value
    }

    public func whole(_ key: String, or fallback: Int? = nil) throws -> Int {
        let value = try number(key, or: fallback.map(Double.init))
        guard let whole = Int(exactly: value) else { throw refuse("has \(value) for '\(key)', which is not whole") }
        return whole
    }

    /// Numbers in brackets; empty where the parameter is missing.
    public func numbers(_ key: String) throws -> [Double] {
        guard let text = parameters[key] else { return [] }
        guard text.hasPrefix("["), text.hasSuffix("]") else {
            throw refuse("has '\(text)' for '\(key)', which is no list")
        }
        return try text.dropFirst().dropLast().split(separator: ",").map {
            guard let value = Double(Self.trimmed($0)) else {
                throw refuse("has '\($0)' in '\(key)', which is no number")
            }
            return value
        }
    }

    /// - Throws: ``ExploreError`` `policy.version` when a parameter is none of these: it would be lost.
    public func allow(only keys: String...) throws {
        if let stranger = parameters.keys.sorted().first(where: { !keys.contains($0) }) {
            throw refuse("has a parameter '\(stranger)' that '\(name)' does not know")
        }
    }

    private func refuse(_ problem: String) -> ExploreError {
        ExploreError(code: "policy.version", message: "policy '\(name)' \(problem)")
    }

    /// What stands between commas outside brackets.
    private static func parts(of text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var (depth, start) = (0, text.startIndex)
        for place in text.indices {
            switch text[place] {
            case "[", "(": depth += 1
            case "]", ")": depth -= 1
            case "," where depth == 0:
                parts.append(text[start..<place])
                start = text.index(after: place)
            default: break
            }
        }
        if start < text.endIndex { parts.append(text[start...]) }
        return parts
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
