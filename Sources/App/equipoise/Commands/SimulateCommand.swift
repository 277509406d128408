import ArgumentParser
import Commerce
import Engine
import Foundation
import Terminal

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Let policies decide in simulated shops, and show what each truly earned, spent and found.",
        discussion: """
            Examples:
              equipoise simulate
              equipoise simulate --policies "greedy,epsilon-greedy(0.05),budgeted(0.02)" --days 30 --seeds 20

            Every policy meets the same shops: shoppers who come back or leave, whose taste drifts, and goods that \
            arrive during the period. The first policy is the one that the others are compared with.
            """)

    @Option(
        help: ArgumentHelp(
            """
            Policies, separated by commas: uniform, greedy, epsilon-greedy(0.1), softmax(0.05), ucb(1), thompson, \
            squarecb(100), budgeted(0.02), guarded(0.02).
            """, valueName: "names"))
    var policies = "greedy,epsilon-greedy(0.05),thompson,budgeted(0.02)"

    @Option(
        help: ArgumentHelp(
            "hits: goods of a kind differ much, and only showing them tells; steady: they become known by themselves.",
            valueName: "hits|steady"))
    var world = LoopWorld.hits

    @Option(
        help: ArgumentHelp("Days on which the policies decide, after a week of the plain shop.", valueName: "number"))
    var days = 30

    @Option(help: ArgumentHelp("Shops, each with a seed of its own.", valueName: "number"))
    var seeds = 4

    @Option(help: ArgumentHelp("Seed of the first shop; the others follow.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Shoppers of each shop.", valueName: "number"))
    var shoppers = 1_200

    @Option(help: ArgumentHelp("Items of each shop.", valueName: "number"))
    var items = 400

    @Option(
        help: ArgumentHelp("Keep each run's ledger here, to look around in or judge with `ope`.", valueName: "folder"))
    var data: String?

    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func validate() throws {
        for (name, value) in [("--days", days), ("--seeds", seeds), ("--shoppers", shoppers), ("--items", items)]
        where value < 1 {
            throw ValidationError("\(name) must be 1 or more; got \(value)")
        }
    }

    func run() throws {
        let handler = InterruptHandler()
        let bar = ProgressBar(language: speech.language)
        let report = try bar.follow { progress in
            try ClosedLoopJob(
                policies: try PolicyChoice.list(policies),
                settings: LoopSettings(world: world, days: days, shoppers: shoppers, items: items),
                seeds: (0..<UInt64(seeds)).map { seed &+ $0 }
            ).run(
                in: data.map { URL(filePath: $0) }, interruption: handler.interruption, progress: progress)
        }
        try output.print(
            json: try report.json(), text: report.table(language: speech.language, width: Console.tableWidth))
    }
}
