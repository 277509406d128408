import FoundationEssentials

extension ValidationReport {
    /// The report as JSON with sorted camel-case keys, times in ISO 8601; what ``init(json:)`` reads back.
    ///
    /// - Throws: ``IntakeError`` `validation.json` when a figure is not finite, which no source can cause.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        } catch {
            throw IntakeError(
                code: "validation.json", message: "the validation report could not be written as JSON", cause: error)
        }
    }

    /// Reads what ``json()`` wrote.
    ///
    /// - Throws: ``IntakeError`` `validation.json` when the text is no such report.
    public init(json text: String) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch {
            throw IntakeError(
                code: "validation.json", message: "the text is not a validation report: \(error)",
                remedy: "give a file written by equipoise validate --json", cause: error)
        }
    }
}
