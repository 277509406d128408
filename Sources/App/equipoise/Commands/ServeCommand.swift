import ArgumentParser
import Commerce
import Engine
import Foundation
import Server

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a shop: take in what happens, decide, learn, over HTTP.",
        discussion: """
            Examples:
              equipoise serve --data shop
              equipoise serve --data shop --data other-shop
              equipoise serve --data shop --host 0.0.0.0 --port 8080 --policy "budgeted(0.01)"

            Pages in browsers load /v1/tag/equipoise.js, with a key of role storefront.
            Without keys only this machine is listened to, and may do everything. Ctrl-C stops in good order.
            """)

    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "Folder of a shop: its ledger and its models. Given again for another shop that is served beside it; then each needs keys.",
            valueName: "folder"))
    var folders: [String]

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("Port to listen on; 0 takes any that is free.", valueName: "number"))
    var port = 8080

    @Option(
        help: ArgumentHelp(
            "How lists are chosen until somebody turns the dials in the console or the API; see simulate.",
            valueName: "name"))
    var policy = "budgeted(0.02)"

    @Option(
        name: .customLong("allow-origin"),
        help: ArgumentHelp(
            "Whose pages may use the tag, besides this server's own, such as https://shop.example; can be repeated.",
            valueName: "origin"))
    var origins: [String] = []

    @Flag(help: "Serve an example storefront at /storefront, to visit the (first) shop in a browser.")
    var storefront = false

    func run() async throws {
        let pages = try PageSettings(origins: origins, hasStorefront: storefront)
        var settings = try LiveSettings()
        settings.dials.policy = try PolicyChoice(policy)
        var shops: [HostedShop] = []
        for path in folders {
            let url = URL(filePath: path).standardizedFileURL
            let live = try await LiveShop.open(
                ShopFolder(url), settings: settings, time: SystemTime(), seed: UInt64.random(in: .min ... .max),
                trainer: TrainingProcess.ourselves)
            shops.append(HostedShop(name: url.lastPathComponent, live: live, keys: try KeyRing(ShopFolder(url).keys)))
        }
        let host = host
        let server = try ShopServer(
            shops: shops, address: ShopServer.Address(host: host, port: port), pages: pages
        ) { port in
            Console.note("listening on http://\(host):\(port)")
            if pages.hasStorefront { Console.note("the example storefront is at http://\(host):\(port)/storefront") }
        }
        try await server.run()
    }
}

extension TrainingProcess {
    /// By this very program.
    static var ourselves: TrainingProcess {
        TrainingProcess(executable: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath())
    }
}
