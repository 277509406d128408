import ArgumentParser
import Commerce
import Engine
import Foundation
import OffPolicy
import Terminal

struct OpeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ope",
        abstract: "Judge policies from a log of another policy's choices, with intervals and warnings.",
        discussion: """
            Examples:
              equipoise ope random/men/men.csv.gz --preset open-bandit --target uniform --target best-arm --target learned
              equipoise ope decisions.jsonl --preset decisions --target greedy --target "epsilon-greedy(0.05)" --plot ope.svg
              equipoise ope shop --surface home --logged-by epsilon-greedy --target greedy --target uniform
              equipoise ope home.dsjson.gz --preset dsjson --target greedy --target policy.json --json
              equipoise ope home.dsjson.gz --preset dsjson --target uniform --estimators "dr,switch-dr,dros,ips(slope),replay"

            Targets: logging (the log's own policy), uniform, arm:NAME, best-arm, greedy, epsilon-greedy(0.1), \
            softmax(0.05), learned, like:FILE (the shares of arms in another open-bandit log), or a JSON file. What is learned is learned without the decisions it is judged on.
            """)

    @Argument(help: "The log, plain or gzip; or the folder of a shop, for the decisions in its ledger.")
    var log: String

    @Option(
        help: ArgumentHelp(
            "Layout of the log: \(JudgingJob.presets.joined(separator: ", ")). A folder needs none.", valueName: "name")
    )
    var preset: String?

    @Option(
        name: .customLong("target"), parsing: .singleValue,
        help: ArgumentHelp(
            "A policy to judge, by name or as a JSON file; may be repeated. Default: logging and uniform.",
            valueName: "name"))
    var targets: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Estimators, separated by commas. For single choices: dm, ips, snips, dr, sndr, switch-dr, dros, replay; with \
            a limit, threshold or strength in parentheses, or (slope) to let the log choose. For lists: sips, snsips, \
            rips, snrips, iips, sniips. Default: dm,ips,snips,dr or snsips,rips,snrips.
            """, valueName: "names"))
    var estimators: String?

    @Flag(help: "Leave out lines that cannot be used, and count them, instead of refusing the log.")
    var skipBad = false

    @Option(
        help: ArgumentHelp("Smallest and largest reward that may occur; others are refused.", valueName: "low,high"))
    var rewardRange: RewardRange?

    @Option(help: ArgumentHelp("Of the intervals, in (0, 1).", valueName: "number"))
    var confidence = 0.95

    @Option(
        help: ArgumentHelp(
            "Items of an open-bandit log. Default: item_context.csv beside it.", valueName: "file"))
    var items: String?

    @Option(help: ArgumentHelp("Judge the rows of one position of an open-bandit log.", valueName: "number"))
    var position: Int?

    @Option(help: ArgumentHelp("Judge one surface of our own decisions.", valueName: "name"))
    var surface: String?

    @Option(
        help: ArgumentHelp(
            "Judge what one policy decided, by its name or the word before its parenthesis.", valueName: "name"))
    var loggedBy: String?

    @Option(
        help: ArgumentHelp(
            "Seed of the folds on which models are fitted; the same seed gives the same result.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Draw values and intervals, as .svg or .html.", valueName: "file"))
    var plot: String?

    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func validate() throws {
        if let preset, !JudgingJob.presets.contains(preset) {
            throw ValidationError(
                "there is no layout '\(preset)' of logs; use one of \(JudgingJob.presets.joined(separator: ", "))")
        }
        guard confidence > 0, confidence < 1 else {
            throw ValidationError("--confidence must be in (0, 1); got \(confidence)")
        }
        if let plot, !plot.hasSuffix(".svg"), !plot.hasSuffix(".html") {
            throw ValidationError("--plot must name a file that ends in .svg or .html; got '\(plot)'")
        }
    }

    func run() throws {
        let handler = InterruptHandler()
        let bar = ProgressBar(language: speech.language)
        let names = targets.isEmpty ? ["logging", "uniform"] : targets
        let job = JudgingJob(
            preset: preset, targets: try names.map { try TargetChoice($0) },
            estimators: try estimators.map(EstimatorChoice.list) ?? [], badLines: skipBad ? .skip : .refuse,
            rewardRange: rewardRange?.range, confidence: confidence, items: items, position: position,
            surface: surface, logger: loggedBy, seed: seed)
        let report = try bar.follow { progress in
            try job.run(on: log, interruption: handler.interruption, progress: progress)
        }
        try output.print(
            json: report.json(), text: report.table(language: speech.language, width: Console.tableWidth))
        if let plot {
            try OutputFile(URL(filePath: plot)).write(
                report.plot(language: speech.language, isPage: plot.hasSuffix(".html")))
            Console.note(speech.language == .chinese ? "图已写入 \(plot)" : "plot written to \(plot)")
        }
    }
}

/// `0,1`
struct RewardRange: ExpressibleByArgument {
    let range: ClosedRange<Double>

    init?(argument: String) {
        let bounds = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low.isFinite, high.isFinite, low < high
        else { return nil }
        range = low...high
    }
}
