import Commerce
import Recommend

/// The models that can be asked for by name.
public enum ModelNames {
    /// In the order of tables.
    public static let all = RecommenderCatalogue.names

    /// Those whose cost suits a log.
    public static func suited(to log: LearningLog) -> [String] {
        RecommenderCatalogue.names(suitedToItems: log.interactions.items.count)
    }

    /// The names, unless one does not exist.
    ///
    /// - Throws: ``EngineError`` `models.unknown` that lists the known ones.
    public static func checked(_ names: [String]) throws -> [String] {
        for name in names where !all.contains(name) {
            throw EngineError(
                code: "models.unknown", message: "there is no model '\(name)'",
                remedy: "use one of \(all.joined(separator: ", "))")
        }
        return names
    }
}
