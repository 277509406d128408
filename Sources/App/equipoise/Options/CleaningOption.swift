import ArgumentParser
import Engine
import Foundation
import Intake

/// How the log is cleaned before anything is learned from it.
struct CleaningOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Cleaning steps as JSON, instead of the usual ones (see docs/reference/cleaning.md).", valueName: "file"))
    var cleaning: String?

    /// The preparation with the steps of the file, if one was named.
    ///
    /// - Throws: `IntakeError` for a step or parameter that does not exist, ``EngineError`` `cleaning.file` when the file
    ///   cannot be read.
    func applied(to preparation: LearningLog.Preparation) throws -> LearningLog.Preparation {
        guard let cleaning else { return preparation }
        let text: String
        do { text = try String(contentsOfFile: cleaning, encoding: .utf8) } catch {
            throw EngineError(
                code: "cleaning.file", message: "the cleaning recipe \(cleaning) cannot be read",
                remedy: "name a JSON file such as {\"steps\": [{\"step\": \"deduplicate\", \"by\": \"content\"}]}",
                cause: error)
        }
        var changed = preparation
        changed.cleaning = try CleaningRecipe(json: text)
        return changed
    }
}
