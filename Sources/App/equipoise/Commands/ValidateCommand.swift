import ArgumentParser
import Commerce
import Engine
import Foundation
import Intake
import Terminal

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Report what is in files of events before they are imported.",
        discussion: """
            Example:
              equipoise validate orders.csv.gz --preset online-retail --html report.html

            Exits with 1 when the report holds an error, so that a script can stop there.
            """)

    @Argument(help: "The files, plain or gzip; a file of items beside the events lets orphans be found.")
    var files: [String]

    @OptionGroup var source: SourceOptions

    @Option(help: ArgumentHelp("Write the report as a page with plots, too.", valueName: "file"))
    var html: String?

    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        let handler = InterruptHandler()
        let bar = ProgressBar(language: speech.language)
        let job = ValidationJob(preset: source.preset, options: try source.intakeOptions())
        let report = try bar.follow { progress in
            try job.run(
                files, time: SystemTime(), interruption: handler.interruption, progress: progress)
        }
        try output.print(json: report.json(), text: report.text(language: speech.language))
        if let html {
            try OutputFile(URL(filePath: html)).write(report.html(language: speech.language))
            Console.note(speech.language == .chinese ? "报告页面：\(html)" : "page written to \(html)")
        }
        if report.verdict == .notReady { throw ExitCode.failure }
    }
}
