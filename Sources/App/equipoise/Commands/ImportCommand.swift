import ArgumentParser
import Commerce
import Engine
import Foundation
import Ledger
import Terminal

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring files of events, items or shoppers into a shop's ledger.",
        discussion: """
            Example:
              equipoise import orders.csv.gz --preset online-retail --data shop

            Rows that cannot be understood go to a reject file with the reason. An import that was interrupted goes \
            on where it stopped; a file that was imported before adds nothing.
            """)

    @Argument(help: "The files, plain or gzip.")
    var files: [String]

    @OptionGroup var source: SourceOptions
    @OptionGroup var place: DataOption

    @Option(help: ArgumentHelp("Fail when more rows than this are rejected.", valueName: "count"))
    var maxErrors = 1000

    @Option(
        help: ArgumentHelp(
            "Where rejected rows go. Default: a file per import in the shop's folder.", valueName: "file"))
    var rejects: String?

    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        let handler = InterruptHandler()
        let job = ImportJob(
            preset: source.preset, options: try source.intakeOptions(), mapping: source.mapping,
            maxErrors: maxErrors, rejectFile: rejects.map { URL(filePath: $0) })
        let ledger = try SQLiteLedger(folder: place.folder, create: true)
        let bar = ProgressBar(language: speech.language)
        let report = try bar.follow { progress in
            try job.run(
                files, into: ledger, of: ShopFolder(place.folder), time: SystemTime(),
                interruption: handler.interruption, progress: progress)
        }
        try output.print(json: encodedJSON(report), text: report.text(in: speech.language))
    }
}
