import ArgumentParser
import Commerce
import Engine
import Foundation
import Ledger
import Server
import Terminal

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Simulate a shop and do the whole job on it: import, validate, train, evaluate, recommend, decide, serve.",
        discussion: """
            Example:
              equipoise demo --language zh

            Leaves the shop's files, ledger and models in a folder, to look around in. Ends by serving the shop, with simulated \
            shoppers coming and going: on a terminal until Ctrl-C, elsewhere for a few seconds.
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

    @Option(
        help: ArgumentHelp(
            "Seconds for which the shop is served at the end; 0 leaves it out. Default: until Ctrl-C on a terminal, else 5.",
            valueName: "number"))
    var serve: Double?

    @Option(help: ArgumentHelp("Port to serve on; 0 takes any that is free.", valueName: "number"))
    var port = 0

    @OptionGroup var speech: LanguageOption

    func run() async throws {
        let demonstration = try tell()
        guard serve != 0 else { return }
        try await serve(demonstration)
    }

    private func tell() throws -> Demonstration {
        let handler = InterruptHandler()
        defer { handler.release() }
        let bar = ProgressBar(language: speech.language)
        let demonstration = Demonstration(
            folder: URL(filePath: data), shoppers: shoppers, items: items, days: days, seed: seed,
            language: speech.language, width: Console.tableWidth, interruption: handler.interruption,
            progress: bar.handler)
        do {
            try demonstration.run { text in
                bar.finish()
                try Console.print(text)
            }
        } catch {
            bar.finish(hasFailed: true)
            throw error
        }
        return demonstration
    }

    private func serve(_ demonstration: Demonstration) async throws {
        let shop = try await LiveShop.open(
            ShopFolder(demonstration.folder), settings: LiveSettings(), time: SystemTime(),
            seed: UInt64.random(in: .min ... .max), trainer: TrainingProcess.ourselves)
        let traffic = try demonstration.traffic(to: shop)
        let seconds = serve ?? (Console.isInteractive ? .infinity : 5)
        let language = speech.language
        var settings = ServerSettings(log: LogSettings(level: .error))
        settings.pages = try PageSettings(origins: [], hasStorefront: true)
        let server = try ShopServer(
            shops: [HostedShop(name: "demo", live: shop, keys: KeyRing(ShopFolder(demonstration.folder).keys))],
            address: ShopServer.Address(port: port), settings: settings
        ) { port in
            let address = "http://127.0.0.1:\(port)"
            Console.note(
                language == .chinese
                    ? """
                    ⑦ 店铺正在服务，模拟顾客不断到来（按 Ctrl-C 结束）。
                       逛一逛：\(address)/storefront
                       控制台：\(address)/console
                    """
                    : """
                    ⑦ The shop is served, and simulated shoppers come and go (Ctrl-C ends it).
                       Visit it: \(address)/storefront
                       Console:  \(address)/console
                    """)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { try await traffic.run() }
            if seconds.isFinite {
                group.addTask { try await Task.sleep(for: .seconds(seconds)) }
            }
            // Whichever ends first: the server by Ctrl-C, or the time.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
        let counts = await shop.counts
        let clicks = counts.events["click"] ?? 0
        try Console.print(
            language == .chinese
                ? "   共做出 \(counts.decisions) 次决策，收到 \(clicks) 次点击。"
                : "   \(counts.decisions) lists decided, \(clicks) clicks learned from.")
    }
}
