import ArgumentParser
import Engine
import Terminal

/// The commands on texts, which `equipoise language` hands over to; they call themselves what the user typed.
@main
struct EquipoiseLanguage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "equipoise", abstract: "The commands of equipoise on texts.", version: Release.version,
        subcommands: [LanguageCommand.self])

    static func main() async {
        let arguments = Program.arguments
        let asksForHelp = arguments.first == "help"
        await Program.run(
            Self.self, asksForHelp ? ["help", "language"] + arguments.dropFirst() : ["language"] + arguments)
    }
}

struct LanguageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "language", abstract: "Understand texts with transformer encoders.",
        discussion: """
            Examples, with the encoder that scripts/setup --encoder fetches:
              equipoise language embed --input reviews.csv --text review --output out.safetensors
              equipoise language finetune --train train.csv --text utterance --label intent --output intents
            """,
        subcommands: [
            EmbedCommand.self, PretrainCommand.self, FinetuneCommand.self, EvaluateCommand.self, CompressCommand.self,
            ServeCheckCommand.self,
        ])
}
