import ArgumentParser
import Commerce
import Engine
import Foundation
import Terminal

struct EvaluateTradeoff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tradeoff",
        abstract: "Measure what exploring and what consistency cost, in simulated shops, and draw both frontiers.",
        discussion: """
            Example:
              equipoise evaluate tradeoff --plot tradeoff.html
            """)

    @Option(
        help: ArgumentHelp("Days on which the policies decide, after a week of the plain shop.", valueName: "number"))
    var days = 21

    @Option(help: ArgumentHelp("Shops, each with a seed of its own.", valueName: "number"))
    var seeds = 4

    @Option(help: ArgumentHelp("Seed of the first shop; the others follow.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Shoppers of each shop.", valueName: "number"))
    var shoppers = 1_200

    @Option(help: ArgumentHelp("Draw the frontiers as a page.", valueName: "file.html"))
    var plot: String?

    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func validate() throws {
        for (name, value) in [("--days", days), ("--seeds", seeds), ("--shoppers", shoppers)] where value < 1 {
            throw ValidationError("\(name) must be 1 or more; got \(value)")
        }
    }

    func run() throws {
        let handler = InterruptHandler()
        let bar = ProgressBar(language: speech.language)
        let report = try bar.follow { progress in
            try TradeoffJob(
                settings: LoopSettings(days: days, shoppers: shoppers), seeds: (0..<UInt64(seeds)).map { seed &+ $0 }
            ).run(interruption: handler.interruption, progress: progress)
        }
        try output.print(
            json: try report.json(), text: report.text(language: speech.language, width: Console.tableWidth))
        if let plot { try OutputFile(URL(filePath: plot)).write(report.html(language: speech.language)) }
    }
}
