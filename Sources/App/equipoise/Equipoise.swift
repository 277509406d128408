import ArgumentParser

@main
struct Equipoise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "equipoise", abstract: "A decision engine for online shops.",
        subcommands: [ValidateCommand.self, ImportCommand.self])
}
