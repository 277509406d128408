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

    /// The names, unless there is none, or one does not exist or stands there twice.
    ///
    /// - Throws: ``EngineError`` `models.unknown` or `models.repeated`, which list the known ones.
    public static func checked(_ names: [String]) throws -> [String] {
        guard Set(names).count == names.count, !names.isEmpty else {
            throw EngineError(
                code: "models.repeated",
                message: "models must be one or more different names; got '\(names.joined(separator: ","))'",
                remedy: "use some of \(all.joined(separator: ", "))")
        }
        for name in names where !all.contains(name) {
            throw EngineError(
                code: "models.unknown", message: "there is no model '\(name)'",
                remedy: "use one of \(all.joined(separator: ", "))")
        }
        return names
    }
}
