import Commerce
import Foundation
import FoundationNetworking
import Ledger
import Synchronization
import Testing

@testable import Engine
@testable import Server

/// Trains in the test's own process.
struct NearTrainer: Trainer {
    func train(_ folder: ShopFolder, models: [String]?, step: @escaping @Sendable (String) -> Void) async throws {
        step("training")
        _ = try TrainingJob(models: models).run(on: SQLiteLedger(folder: folder.url), of: folder, time: SystemTime())
    }
}

/// A server over a shop of its own, and a client that knows its port.
struct ServedShop {
    struct Answer {
        var status: Int
        var text: String
        var headers: [String: String]

        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:] }
    }

    let shop: LiveShop
    let keys: KeyRing
    let port: Int

    /// Serves for the time of `body`, then stops in good order.
    static func with(
        pages: PageSettings = .none, keys makeKeys: (KeyRing) throws -> Void = { _ in },
        settings: ServerSettings = ServerSettings(log: LogSettings(level: .critical)),
        _ body: (ServedShop) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "served-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let shop = try await LiveShop.open(
            ShopFolder(folder), settings: try LiveSettings(), time: SystemTime(), seed: 1, trainer: NearTrainer())
        let keys = try KeyRing(folder.appending(path: "keys.json"))
        try makeKeys(keys)
        var settings = settings
        settings.pages = pages
        try await with([HostedShop(name: "shop", live: shop, keys: keys)], settings: settings, body)
    }

    /// The same with a key of each role, by role.
    static func withKeys(_ body: (ServedShop, [Role: String]) async throws -> Void) async throws {
        let made = Mutex<[Role: String]>([:])
        try await with(
            keys: { ring in
                for role in Role.allCases {
                    let key = try ring.make(role.rawValue, role: role, at: SystemTime().now())
                    made.withLock { $0[role] = key }
                }
            },
            { served in try await body(served, made.withLock { $0 }) })
    }

    /// The first of the shops is the one that is told of.
    static func with(
        _ shops: [HostedShop], settings: ServerSettings = ServerSettings(log: LogSettings(level: .critical)),
        _ body: (ServedShop) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = try ShopServer(
            shops: shops, address: .init(port: 0), settings: settings, onListening: { listening.yield($0) })
        let running = Task { try await server.run() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        do {
            try await body(ServedShop(shop: shops[0].live, keys: shops[0].keys, port: port))
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        try? await running.value
    }

    func send(
        _ method: String, _ path: String, _ body: String? = nil, key: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        let fields = http.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
        return Answer(
            status: http.statusCode, text: String(decoding: data, as: UTF8.self),
            headers: Dictionary(fields, uniquingKeysWith: { first, _ in first }))
    }
}
