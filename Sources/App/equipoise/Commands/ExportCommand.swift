import ArgumentParser
import Commerce
import Engine
import Foundation
import Terminal

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a shop's decisions and their outcomes to standard output, one JSON object a line.",
        discussion: """
            Examples:
              equipoise export shop | gzip > decisions.jsonl.gz
              equipoise export shop --surface home --logged-by epsilon-greedy > home.jsonl
              equipoise ope home.jsonl --preset decisions --target greedy
            """)

    @Argument(help: ArgumentHelp("Folder of the shop.", valueName: "folder"))
    var shop: String

    @Option(help: ArgumentHelp("Decisions of one surface.", valueName: "name"))
    var surface: String?

    @Option(
        help: ArgumentHelp(
            "Decisions of one policy, by its name or the word before its parenthesis.", valueName: "name"))
    var loggedBy: String?

    @OptionGroup var speech: LanguageOption

    func run() throws {
        let bar = ProgressBar(language: speech.language)
        _ = try bar.follow { progress in
            try ExportJob(surface: surface, logger: loggedBy).run(
                from: URL(filePath: shop), progress: progress, into: Console.writeExactly)
        }
    }
}
