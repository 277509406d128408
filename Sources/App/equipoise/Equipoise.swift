import ArgumentParser
import Engine
import Terminal

@main
struct Equipoise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "equipoise", abstract: "A decision engine for online shops.",
        discussion: """
            Start with `equipoise demo`, or with a shop of your own:
              equipoise validate orders.csv --preset csv
              equipoise import orders.csv --preset csv --data shop
              equipoise train --data shop
              equipoise recommend --data shop --shopper 42
            """,
        version: Release.version,
        subcommands: [
            DemoCommand.self, ValidateCommand.self, ImportCommand.self, TrainCommand.self, EvaluateCommand.self,
            RecommendCommand.self, SimulateCommand.self, OpeCommand.self, ExportCommand.self, ServeCommand.self,
            KeysCommand.self, BackupCommand.self, RestoreCommand.self, PseudonymCommand.self, DoctorCommand.self,
            LanguageCommand.self,
        ])

    static func main() async {
        var arguments = Program.arguments
        // That program knows its own commands, and answers for them.
        if arguments.starts(with: ["help", "language"]) { arguments.swapAt(0, 1) }
        await Program.run(Self.self, arguments)
    }
}
