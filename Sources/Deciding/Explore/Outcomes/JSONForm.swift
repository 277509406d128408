import Commerce
import FoundationEssentials

/// Reads small declarations that people write, and says what is wrong with them in their own terms.
enum JSONForm {
    static func read<Value: Decodable>(_ text: String, code: String, what: String, remedy: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch let error as any Failure {
            throw ExploreError(code: code, message: error.message, remedy: error.remedy ?? remedy)
        } catch {
            throw ExploreError(code: code, message: "the text is not \(what): \(explain(error))", remedy: remedy)
        }
    }

    /// A key that nobody reads is a typing error that would change the meaning silently.
    static func refuseUnknownKeys(in decoder: any Decoder, known: [String]) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        for key in container.allKeys where !known.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: container.codingPath,
                    debugDescription: "'\(key.stringValue)' is not known; use \(known.joined(separator: ", "))"))
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    private static func explain(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, let context): return "'\(key.stringValue)' is missing\(place(context))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return context.debugDescription + place(context)
        @unknown default: return "\(error)"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        let path = context.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }
        return path.isEmpty ? "" : " at " + path.joined(separator: ".")
    }
}
