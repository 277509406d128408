import ArgumentParser
import Commerce
import Engine
import Foundation
import Server
import Settings
import Terminal

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a shop: take in what happens, decide, learn, over HTTP.",
        discussion: """
            Examples:
              equipoise serve --data shop
              equipoise serve --data shop --data other-shop
              equipoise serve --data shop --host 0.0.0.0 --port 8080 --policy "budgeted(0.01)"
              equipoise serve --print-config > equipoise.yaml
              equipoise serve --config equipoise.yaml

            Pages in browsers load /v1/tag/equipoise.js, with a key of role storefront.
            Without keys only this machine is listened to, and may do everything. Ctrl-C stops in good order. An option here goes \
            before an environment variable such as EQUIPOISE_SERVER_PORT, that before the file of settings.
            """)

    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "Folder of a shop: its ledger and its models. Given again for another shop that is served beside it; then each needs keys.",
            valueName: "folder"))
    var folders: [String] = []

    @Option(help: ArgumentHelp("File of settings.", valueName: "file"))
    var config: String?

    @Flag(help: "Print a file of settings with all defaults and what they mean, and end.")
    var printConfig = false

    @Option(help: ArgumentHelp("Address to listen on (default: 127.0.0.1).", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("Port to listen on (default: 8080); 0 takes any that is free.", valueName: "number"))
    var port: Int?

    @Option(
        help: ArgumentHelp(
            "How lists are chosen until somebody turns the dials in the console or the API (default: budgeted(0.02)); see simulate.",
            valueName: "name"))
    var policy: String?

    @Option(
        name: .customLong("allow-origin"),
        help: ArgumentHelp(
            "Whose pages may use the tag, besides this server's own, such as https://shop.example; can be repeated.",
            valueName: "origin"))
    var origins: [String] = []

    @Flag(help: "Serve an example storefront at /storefront, to visit the shop in a browser; of several each has its own.")
    var storefront = false

    func run() async throws {
        if printConfig { return try Console.printExactly(SettingsText.commented(try Settings())) }
        let settings = try settings()
        guard !settings.shops.isEmpty else {
            throw ServerError(
                code: "serve.nothing", message: "there is no shop to serve",
                remedy: "name its folder: --data FOLDER, or shops in the file of settings")
        }
        OpenFiles.raiseLimit()
        var shops: [HostedShop] = []
        for path in settings.shops {
            let url = URL(filePath: path).standardizedFileURL
            let live = try await LiveShop.open(
                ShopFolder(url), settings: settings.live, time: SystemTime(), seed: UInt64.random(in: .min ... .max),
                trainer: TrainingProcess.ourselves)
            shops.append(HostedShop(name: url.lastPathComponent, live: live, keys: try KeyRing(ShopFolder(url).keys)))
        }
        try await ShopServer(shops: shops, address: settings.address, settings: settings.server).run()
    }

    private func settings() throws -> Settings {
        var options: [String: SettingsMember.Value] = [:]
        if !folders.isEmpty { options["shops"] = .texts(folders) }
        options["server.host"] = host.map { .text($0) }
        options["server.port"] = port.map { .whole($0) }
        options["dials.policy"] = policy.map { .text($0) }
        if !origins.isEmpty { options["storefront.allowedOrigins"] = .texts(origins) }
        if storefront { options["storefront.example"] = .flag(true) }
        return try SettingsReader(
            file: config, environment: ProcessInfo.processInfo.environment, options: options
        ).settings()
    }
}

extension TrainingProcess {
    /// By this very program.
    static var ourselves: TrainingProcess {
        TrainingProcess(executable: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath())
    }
}
