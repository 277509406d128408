import FoundationEssentials

extension CleaningRecipe: Codable {
    /// Every step that a recipe can name.
    static let known: [any CleaningStep.Type] = [
        Deduplicate.self, FillMissing.self, LimitOutliers.self, NormaliseNumbers.self, CutSessions.self,
        MergeVisitors.self, RemoveBots.self, NetCancellations.self, KeepKinds.self, KeepCore.self,
    ]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        var list = try container.nestedUnkeyedContainer(forKey: Key(stringValue: "steps"))
        var steps: [any CleaningStep] = []
        while !list.isAtEnd {
            let step = try list.superDecoder()
            let parts = try step.container(keyedBy: Key.self)
            let name = try parts.decode(String.self, forKey: Key(stringValue: "step"))
            guard let type = Self.known.first(where: { $0.name == name }) else {
                throw IntakeError(
                    code: "cleaning.step", message: "'\(name)' is not a step of cleaning",
                    remedy: "use one of: " + Self.known.map { $0.name }.joined(separator: ", "))
            }
            for key in parts.allKeys where key.stringValue != "step" && !type.parameters.contains(key.stringValue) {
                throw IntakeError.cleaning(
                    type, "'\(key.stringValue)' is not a parameter of this step",
                    remedy: type.parameters.isEmpty
                        ? "the step takes no parameters" : "use: " + type.parameters.joined(separator: ", "))
            }
            steps.append(try type.init(from: step))
        }
        self.init(steps)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        var list = container.nestedUnkeyedContainer(forKey: Key(stringValue: "steps"))
        for step in steps {
            let part = list.superEncoder()
            var keys = part.container(keyedBy: Key.self)
            try keys.encode(type(of: step).name, forKey: Key(stringValue: "step"))
            try step.encode(to: part)
        }
    }

    /// Reads a recipe as a person wrote it.
    ///
    /// - Throws: ``IntakeError`` `cleaning.step`, `cleaning.parameter` or `cleaning.recipe`, naming what is wrong.
    public init(json text: String) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch let error as IntakeError {
            throw error
        } catch {
            throw IntakeError(
                code: "cleaning.recipe", message: "the text is not a recipe for cleaning: \(Self.explain(error))",
                remedy: "write {\"steps\": [{\"step\": \"deduplicate\", \"by\": \"content\"}, ...]}", cause: error)
        }
    }

    private static func explain(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty
                ? ""
                : " at "
                    + context.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "'\(key.stringValue)' is missing\(place(context))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return context.debugDescription + place(context)
        @unknown default: return "\(error)"
        }
    }
}
