import ArgumentParser
import Terminal

struct ServeCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve-check", abstract: "Say whether a model can be served, how fast it is and what it takes.",
        discussion: """
            Example:
              equipoise language serve-check --model minilm

            Loads the folder, has it answer texts of all kinds, and measures it with 200 texts one at a time and 500 at \
            once. Exits with 0 only when all is sound.
            """)

    @OptionGroup var choice: ModelOption
    @OptionGroup var place: DeviceOption
    @OptionGroup var form: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        let check = ModelCheck(folder: try choice.folder(), device: try place.chosen())
        let report = try ProgressBar(language: speech.language).follow { try check.run(progress: $0) }
        try form.print(json: encodedJSON(report), text: report.text(in: speech.language))
        if !report.isServable { throw ExitCode.failure }
    }
}
