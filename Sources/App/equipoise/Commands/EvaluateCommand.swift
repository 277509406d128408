import ArgumentParser
import Commerce
import Engine
import Evaluate
import Foundation
import Intake
import Terminal

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measure models on data held out, and policies in simulated shops.",
        subcommands: [EvaluateRecommend.self, EvaluateTradeoff.self])
}

struct EvaluateRecommend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend",
        abstract: "Compare recommenders by full ranking of the catalogue, with intervals and significance.",
        discussion: """
            Examples:
              equipoise evaluate recommend Beauty.txt --preset lines --models all
              equipoise evaluate recommend orders.csv.gz --preset online-retail --protocol time --csv table.csv
              equipoise evaluate recommend train.txt.gz --preset sessions --protocol sessions --test test.txt.gz

            Protocols: leave-last-out (each shopper's last item), time (the latest fifth of the events), stratified \
            (a quarter of each shopper's items, drawn), sessions (the last item of each session of --test).
            """)

    @Argument(help: "The files, plain or gzip; files of items give the content model its words.")
    var files: [String]

    @OptionGroup var source: SourceOptions

    @Option(name: .customLong("protocol"), help: "How to hold out: \(EvaluationJob.protocols.joined(separator: ", ")).")
    var protocolName = "leave-last-out"

    @OptionGroup var choice: ModelOptions
    @OptionGroup var cleaning: CleaningOption

    @Option(help: ArgumentHelp("Lengths of the lists judged, separated by commas.", valueName: "numbers"))
    var cutoffs = "5,10"

    @Option(help: ArgumentHelp("Held-out sessions, for the protocol sessions.", valueName: "file"))
    var test: String?

    @Option(help: ArgumentHelp("Write the table as CSV, too.", valueName: "file"))
    var csv: String?

    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func validate() throws {
        guard EvaluationJob.protocols.contains(protocolName) else {
            throw ValidationError(
                "there is no protocol '\(protocolName)'; use one of \(EvaluationJob.protocols.joined(separator: ", "))")
        }
        _ = try lengths()
    }

    private func lengths() throws -> [Int] {
        let numbers = cutoffs.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard let lengths = numbers as? [Int], lengths.allSatisfy({ $0 > 0 }), !lengths.isEmpty else {
            throw ValidationError("--cutoffs must be positive numbers separated by commas; got '\(cutoffs)'")
        }
        return lengths
    }

    /// Rows are never dropped in silence.
    private func noteRejected(_ rejected: LearningLog.Rejected, in files: [String]) {
        guard let first = rejected.first else { return }
        let names = files.joined(separator: " ")
        Console.note(
            speech.language == .chinese
                ? "\(grouped(rejected.count)) 行无法识别，未用于评估（首个在第 \(first.line) 行：\(first.message)）；详见 `equipoise validate \(names)`"
                : "\(grouped(rejected.count)) rows cannot be understood and are left out, the first in line \(first.line): "
                    + "\(first.message); see `equipoise validate \(names)`")
    }

    func run() throws {
        let bar = ProgressBar(language: speech.language)
        let report = try bar.follow { progress in
            let options = try source.intakeOptions()
            let preparation = try cleaning.applied(to: EvaluationJob.preparation(for: protocolName))
            let log = try LearningLog(
                files: files, preset: source.preset, options: options, preparation: preparation,
                progress: progress)
            noteRejected(log.rejected, in: files)
            let held = try test.map {
                try LearningLog(files: [$0], preset: source.preset, options: options, preparation: preparation)
            }
            if let held, let test { noteRejected(held.rejected, in: [test]) }
            let job = EvaluationJob(
                models: try choice.names() ?? ModelNames.suited(to: log), protocolName: protocolName,
                cutoffs: try lengths(), seed: choice.seed)
            return try job.run(on: log, test: held, progress: progress)
        }
        try output.print(
            json: report.json(), text: report.table(language: speech.language, width: Console.tableWidth))
        if let csv {
            try OutputFile(URL(filePath: csv)).write(report.csv(language: speech.language))
        }
    }
}
