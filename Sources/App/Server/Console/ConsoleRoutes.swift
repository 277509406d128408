import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The pages of an operator.
struct ConsoleRoutes: Sendable {
    let shop: LiveShop
    let keys: KeyRing
    let sessions: ConsoleSessions
    /// Whether the cookie may travel over plain HTTP: only where it does not leave the machine.
    let isLoopback: Bool
    /// The token of forms where nobody has to log in.
    private let openToken = ConsoleSessions.secret()

    init(shop: LiveShop, keys: KeyRing, isLoopback: Bool) {
        self.shop = shop
        self.keys = keys
        self.isLoopback = isLoopback
        sessions = ConsoleSessions(time: shop.time)
    }

    func add(to router: Router<ServerContext>) {
        router.get("/") { _, _ in Self.redirect("/console") }
        router.get("console/login") { request, _ in try LoginPage(page: page(request, nil)).response() }
        router.post("console/login") { request, _ in try await logIn(request) }
        router.post("console/logout") { request, _ in
            _ = try await form(request)
            if let name = request.cookies[ConsoleSessions.cookie]?.value { sessions.end(name) }
            return Self.redirect("/console/login")
        }
        get("console", router) { try await OverviewPage(page: $0, shop: shop).response() }
        get("console/decisions", router) { try await DecisionsPage(page: $0, shop: shop).response() }
        get("console/exploration", router) { try await ExplorationPage(page: $0, shop: shop).response() }
        get("console/models", router) { try await ModelsPage(page: $0, shop: shop).response() }
        router.get("console/decisions/{id}") { request, context in
            try await guarded(request) { page in
                let id = DecisionID(try context.parameters.require("id"))
                return try await TracePage(page: page, shop: shop, id: id).response()
            }
        }
        router.post("console/models/train") { request, _ in
            _ = try await form(request, for: .admin)
            _ = try await shop.train()
            return Self.redirect("/console/models")
        }
        router.post("console/exploration/dials") { request, _ in
            let fields = try await form(request, for: .admin)
            func number(_ name: String) throws -> Double? {
                try fields[name].map { text in
                    guard let number = Double(text) else {
                        throw Problem(.unprocessableContent, code: "dials.range", detail: "'\(name)' must be a number")
                    }
                    return number
                }
            }
            let body = DialRoutes.Body(
                policy: fields["policy"], familiarity: try number("familiarity"), shared: try number("shared"),
                windowSeconds: try number("windowSeconds"))
            try await shop.turn(try DialRoutes.change(await shop.dials, by: body))
            return Self.redirect("/console/exploration")
        }
        router.post("console/models/promote") { request, _ in
            let fields = try await form(request, for: .admin)
            try await shop.promote(fields["version"] ?? "")
            return Self.redirect("/console/models")
        }
    }

    private func get(
        _ path: RouterPath, _ router: Router<ServerContext>,
        _ body: @escaping @Sendable (ConsolePage) async throws -> Response
    ) {
        router.get(path) { request, _ in try await guarded(request, body) }
    }

    /// Sends those who are not logged in to the door.
    private func guarded(
        _ request: Request, _ body: (ConsolePage) async throws -> Response
    ) async throws -> Response {
        let session = session(of: request)
        guard keys.isEmpty || session != nil else { return Self.redirect("/console/login") }
        try OriginCheck(request).requireLocal(if: keys.isEmpty)
        var response = try await body(page(request, session))
        if let chosen = request.uri.queryParameters["lang"].map(String.init), Language(rawValue: chosen) != nil {
            response.setCookie(
                Cookie(name: "language", value: chosen, path: "/console", httpOnly: true, sameSite: .lax))
        }
        return response
    }

    private func session(of request: Request) -> ConsoleSessions.Session? {
        request.cookies[ConsoleSessions.cookie].flatMap { sessions.session($0.value) }
    }

    private func page(_ request: Request, _ session: ConsoleSessions.Session?) -> ConsolePage {
        ConsolePage(
            language: language(of: request), path: request.uri.path, token: session?.token ?? openToken,
            hasSession: session != nil)
    }

    /// As asked for here, before, or by the browser.
    private func language(of request: Request) -> Language {
        let asked = request.uri.queryParameters["lang"].map(String.init) ?? request.cookies["language"]?.value
        if let language = asked.flatMap(Language.init(rawValue:)) { return language }
        return request.headers[.acceptLanguage]?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }

    // MARK: Forms

    private func logIn(_ request: Request) async throws -> Response {
        let fields = try await fields(of: request)
        guard let caller = keys.caller(with: fields["key"] ?? ""), caller.role.includes(.operate) else {
            return try LoginPage(page: page(request, nil), hasFailed: true).response()
        }
        var response = Self.redirect("/console")
        response.setCookie(
            Cookie(
                name: ConsoleSessions.cookie, value: sessions.begin(caller), path: "/console", secure: !isLoopback,
                httpOnly: true, sameSite: .strict))
        return response
    }

    /// The fields of a form that a page of ours sent.
    ///
    /// - Throws: ``Problem`` 403 for a form from elsewhere or from somebody who may not.
    private func form(_ request: Request, for role: Role = .operate) async throws -> [String: String] {
        try OriginCheck(request).requireLocal(if: keys.isEmpty)
        let session = session(of: request)
        let caller = keys.isEmpty ? .thisMachine : session?.caller
        let fields = try await fields(of: request)
        guard let caller, caller.role.includes(role), fields["token"] == session?.token ?? openToken else {
            throw Problem(
                .forbidden, code: "console.form", detail: "this form is not of this session, or not yours to send")
        }
        return fields
    }

    private func fields(of request: Request) async throws -> [String: String] {
        let text = String(decoding: try await request.bytes(upTo: 1 << 14), as: UTF8.self)
        var fields: [String: String] = [:]
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            func plain(_ text: Substring) -> String {
                text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? ""
            }
            fields[plain(pair[0])] = pair.count > 1 ? plain(pair[1]) : ""
        }
        return fields
    }

    private static func redirect(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}

/// Whether a request comes from a page of this server.
struct OriginCheck {
    private let origin: String?
    private let host: String

    init(_ request: Request) {
        origin = request.headers[.origin]
        host = request.head.authority ?? ""
    }

    /// A server without keys trusts this machine; a page of another site that is open in its browser is not it, nor is
    /// one that has another name lead to this address.
    ///
    /// - Throws: ``Problem`` 403.
    func requireLocal(if isOpen: Bool) throws {
        guard isOpen else { return }
        try requireLocalName()
        guard origin.map({ $0 == "http://\(host)" }) ?? true else { throw Self.foreign }
    }

    /// - Throws: ``Problem`` 403 for a request that calls this server by another name than that of the machine.
    func requireLocalName() throws {
        let name = host.split(separator: ":").first.map(String.init) ?? ""
        guard ["127.0.0.1", "localhost"].contains(name) || host.hasPrefix("[::1]") else { throw Self.foreign }
    }

    private static let foreign = Problem(
        .forbidden, code: "key.origin", detail: "a server without keys answers pages of its own only",
        remedy: "make a key with equipoise keys, and send it")
}
