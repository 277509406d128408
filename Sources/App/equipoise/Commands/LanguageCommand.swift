import ArgumentParser
import Engine
import Foundation
import Terminal

/// Hands over to the program that understands texts; what its arguments mean, it knows itself.
struct LanguageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "language", abstract: "Understand texts with transformer encoders.",
        discussion: """
            Examples:
              equipoise language --help
              equipoise language embed --input reviews.csv --text review --output out.safetensors

            These commands are a program of their own, `equipoise-language`, which lies beside this one.
            """,
        // Help, too, is what that program says.
        helpNames: [])

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Command and options; --help lists them.", valueName: "arguments"))
    var arguments: [String] = []

    func run() throws {
        let program = Program.folder.appending(path: "equipoise-language")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw EngineError(
                code: "language.program", message: "the program of the language commands is not at \(program.path)",
                remedy: "let scripts/setup fetch libtorch and run `make release`, which then builds it; "
                    + "where equipoise was installed elsewhere, install equipoise-language beside it")
        }
        throw Program.replaced(by: program, arguments)
    }
}
