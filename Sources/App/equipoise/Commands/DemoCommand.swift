import ArgumentParser
import Commerce
import Engine
import Foundation
import Ledger

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Simulate a shop and do the whole job on it: import, validate, train, evaluate, recommend.",
        discussion: """
            Example:
              equipoise demo --language zh

            Leaves the shop's files, ledger and models in a folder, to look around in.
            """)

    @Option(
        help: ArgumentHelp("Folder for the simulated shop; must be empty or from an earlier demo.", valueName: "folder")
    )
    var data = "equipoise-demo"

    @Option(help: ArgumentHelp("Shoppers of the simulated shop.", valueName: "number"))
    var shoppers = 5000

    @Option(help: ArgumentHelp("Items.", valueName: "number"))
    var items = 2000

    @Option(help: ArgumentHelp("Days.", valueName: "number"))
    var days = 60

    @Option(help: ArgumentHelp("Seed of the simulation and the models.", valueName: "number"))
    var seed: UInt64 = 7

    @OptionGroup var speech: LanguageOption

    func run() throws {
        let handler = InterruptHandler()
        let bar = ProgressBar(language: speech.language)
        do {
            try Demonstration(
                folder: URL(filePath: data), shoppers: shoppers, items: items, days: days, seed: seed,
                language: speech.language, width: Console.tableWidth, interruption: handler.interruption,
                progress: bar.handler
            ).run { text in
                bar.finish()
                try Console.print(text)
            }
        } catch {
            bar.finish(hasFailed: true)
            throw error
        }
    }
}
