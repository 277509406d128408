import Commerce
import Engine
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Serves shops over HTTP until it is told to stop; then answers what is under way, stores everything and ends.
public struct ShopServer: Sendable {
    public struct Address: Sendable, Hashable {
        public var host: String
        /// 0 takes any that is free.
        public var port: Int

        public init(host: String = "127.0.0.1", port: Int = 8080) {
            self.host = host
            self.port = port
        }

        /// Whether only this machine can reach it.
        var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }
    }

    let directory: ShopDirectory
    let address: Address
    let settings: ServerSettings
    let logger: Logger
    /// Called with the port once it listens.
    let onListening: @Sendable (Int) async -> Void

    /// - Throws: ``ServerError`` `serve.open` when others than this machine could reach a server without keys.
    public init(
        shops: [HostedShop], address: Address, settings: ServerSettings = ServerSettings(),
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        directory = try ShopDirectory(shops)
        guard address.isLoopback || directory.open == nil else {
            throw ServerError(
                code: "serve.open", message: "\(address.host) can be reached by others, and there are no keys yet",
                remedy: "make a key first: `equipoise keys make NAME --role admin --data FOLDER`")
        }
        self.address = address
        self.settings = settings
        logger = settings.log.logger
        self.onListening = onListening
    }

    /// Returns when it was told to stop (SIGTERM, SIGINT, or its task was cancelled) and everything is stored.
    public func run() async throws {
        let limits = settings.limits
        let application = Application(
            router: router(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [RequestDeadline(.seconds(Int64(limits.requestSeconds)))],
                    idleTimeout: .seconds(Int64(limits.idleSeconds)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                        maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "equipoise", backlog: 1024,
                availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
            onServerRunning: { [onListening, logger, address, pages = settings.pages] channel in
                let port = channel.localAddress?.port ?? 0
                logger.notice("listening on http://\(address.host):\(port)")
                if pages.hasStorefront {
                    logger.notice("the example storefront is at http://\(address.host):\(port)/storefront")
                }
                await onListening(port)
            },
            logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: directory.shops.map { .init(service: LiveShopService(shop: $0.live)) }
                    + [.init(service: application)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        // A task of its own, so that who cancels this one stops it in good order, as a signal does.
        let running = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
        for shop in directory.shops { try await shop.live.close() }
    }

    /// What browsers of visitors reach.
    private func addPages(to router: Router<ServerContext>, behind gate: KeyGate) {
        let pages = settings.pages
        // Nobody has to make a key for the example: the pages of each shop have one for as long as the server runs.
        let shops = pages.hasStorefront ? directory.shops : []
        let doors = shops.map { shop in (shop: shop, key: directory.open == nil ? ConsoleSessions.secret() : nil) }
        let keys = Dictionary(uniqueKeysWithValues: doors.compactMap { door in door.key.map { ($0, door.shop) } })
        TagRoutes(door: TagDoor(gate: gate, pageKeys: keys), origins: pages.origins).add(to: router)
        guard pages.hasStorefront else { return }
        StorefrontRoutes(doors: doors, isOpen: directory.open != nil).add(to: router)
    }

    func router() -> Router<ServerContext> {
        let metrics = RequestMetrics()
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        let gate = KeyGate(directory: directory, settings: settings, metrics: metrics)
        router.add(
            middleware: AnswerMiddleware(metrics: metrics, log: RequestLog(secrets: directory.secrets)))
        router.add(middleware: CompressionMiddleware())
        let repeated = RepeatedRequests(time: directory.shops[0].live.time)
        let table = RouteTable()
        router.add(middleware: MethodMiddleware(table: table))
        let operations = OperationRoutes(directory: directory, metrics: metrics)
        operations.addProbes(to: router)
        router.get("v1/openapi.json") { request, _ in try answer(APIDocument.json, ifOtherThanHeldBy: request) }
        operations.addMetrics(to: router.group().add(middleware: KeyMiddleware(gate: gate)))
        let api = router.group("v1").add(middleware: KeyMiddleware(gate: gate))
        operations.add(to: api)
        IntakeRoutes(limits: settings.limits).add(to: api)
        DecisionRoutes(repeated: repeated).add(to: api)
        CatalogueRoutes().add(to: api)
        LogRoutes().add(to: api)
        OutcomeRoutes().add(to: api)
        ExportRoutes().add(to: api)
        ShopperRoutes().add(to: api)
        ConsoleRoutes(
            door: ConsoleDoor(gate: gate, time: directory.shops[0].live.time, isLoopback: address.isLoopback)
        ).add(to: router)
        ModelRoutes(repeated: repeated).add(to: api)
        DialRoutes().add(to: api)
        RuleRoutes().add(to: api)
        PolicyRoutes().add(to: api)
        RecordRoutes().add(to: api)
        EvaluationRoutes().add(to: api)
        addPages(to: router, behind: gate)
        table.learn(router)
        return router
    }
}

/// Lets the shop do its work beside the requests.
private struct LiveShopService: Service {
    let shop: LiveShop

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await shop.run() }
    }
}
