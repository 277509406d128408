import ArgumentParser
import Commerce
import Engine
import Foundation

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
        ])

    static func main() async {
        Console.occupyStandardStreams()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch  where error is any Failure || (error as NSError).domain == NSCocoaErrorDomain {
            Console.note("Error: \(ErrorText.describe(error))")
            Foundation.exit(1)
        } catch {
            exit(withError: error)
        }
    }
}
