import ArgumentParser
import Engine
import Foundation

/// Which models, and the seed of all that is drawn at random.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Models separated by commas, or all: \(ModelNames.all.joined(separator: ", ")).", valueName: "names"))
    var models: String?

    @Option(
        help: ArgumentHelp(
            "Seed of all that is drawn at random; the same seed gives the same result.", valueName: "number"))
    var seed: UInt64 = 1

    /// The chosen names, nothing when none were; throws for a name that does not exist or stands there twice.
    func names() throws -> [String]? {
        guard let models else { return nil }
        return models == "all"
            ? ModelNames.all
            : try ModelNames.checked(
                models.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }
}
