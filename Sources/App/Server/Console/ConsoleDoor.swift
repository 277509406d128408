import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// Who comes to the console, and what forms it may send.
struct ConsoleDoor: Sendable {
    let gate: KeyGate
    let sessions: ConsoleSessions
    /// Whether the cookie may travel over plain HTTP: only where it does not leave the machine.
    let isLoopback: Bool
    /// The token of forms where nobody has to log in.
    private let openToken = ConsoleSessions.secret()

    private var directory: ShopDirectory { gate.directory }

    init(gate: KeyGate, time: any TimeSource, isLoopback: Bool) {
        self.gate = gate
        self.isLoopback = isLoopback
        sessions = ConsoleSessions(time: time)
    }

    /// Somebody who may look around.
    struct Visit: Sendable {
        let page: ConsolePage
        let asker: Asker
        let request: Request

        var shop: LiveShop { asker.shop.live }

        /// Of the address.
        func query(_ name: String) -> String? { request.uri.queryParameters[name[...]].map(String.init) }
    }

    /// A form that a page of ours sent, by somebody who may.
    struct Form: Sendable {
        let fields: [String: String]
        let asker: Asker

        var shop: LiveShop { asker.shop.live }
        var author: String { asker.caller.name }

        /// A number; nothing where the field is not there.
        ///
        /// - Throws: ``Problem`` 422.
        func number(_ name: String) throws -> Double? {
            try fields[name].map { text in
                guard let number = Double(text.trimmingCharacters(in: .whitespaces)) else {
                    throw Problem(.unprocessableContent, code: "form.number", detail: "'\(name)' must be a number")
                }
                return number
            }
        }
    }

    /// Answers those who are logged in, and sends the others to log in.
    func guarded(_ request: Request, _ body: (Visit) async throws -> Response) async throws -> Response {
        let session = session(of: request)
        guard let asker = try asker(request, session) else { return Self.redirect("/console/login") }
        var response = try await body(Visit(page: page(request, session), asker: asker, request: request))
        if let chosen = request.uri.queryParameters["lang"].map(String.init), Language(rawValue: chosen) != nil {
            response.setCookie(
                Cookie(name: "language", value: chosen, path: "/console", httpOnly: true, sameSite: .lax))
        }
        return response
    }

    /// - Throws: ``Problem`` 403 for a form from elsewhere or from somebody who may not.
    func form(_ request: Request, for role: Role = .operate) async throws -> Form {
        let session = session(of: request)
        let asker = try asker(request, session)
        let fields = try await Self.fields(of: request)
        guard let asker, asker.caller.role.includes(role), fields["token"] == session?.token ?? openToken else {
            throw Problem(
                .forbidden, code: "console.form", detail: "this form is not of this session, or not yours to send")
        }
        return Form(fields: fields, asker: asker)
    }

    /// What a form does, and the page that shows what came of it.
    func post(
        _ path: RouterPath, for role: Role, backTo page: String, _ router: Router<ServerContext>,
        _ act: @escaping @Sendable (Form) async throws -> Void
    ) {
        router.post(path) { request, context in
            do {
                try await act(try await form(request, for: role))
                return Self.redirect(page)
            } catch {
                let problem = Problem(error)
                if problem.isOurs { throw error }
                return try ProblemPage(page: self.page(request, session(of: request)), problem: problem, back: page)
                    .response(id: context.id)
            }
        }
    }

    private func asker(_ request: Request, _ session: ConsoleSessions.Session?) throws -> Asker? {
        guard let open = directory.open else { return session?.asker }
        try OriginCheck(request).requireLocal()
        return Asker(shop: open, caller: .thisMachine)
    }

    // MARK: Logging in and out

    func loginPage(_ request: Request) throws -> Response { try LoginPage(page: page(request, nil)).response() }

    func logIn(_ request: Request, from peer: String?) async throws -> Response {
        let fields = try await Self.fields(of: request)
        guard let asker = try gate.login(with: fields["key"] ?? "", request, from: peer) else {
            return try LoginPage(page: page(request, nil), hasFailed: true).response()
        }
        var response = Self.redirect("/console")
        response.setCookie(
            Cookie(
                name: ConsoleSessions.cookie, value: sessions.begin(asker), path: "/console", secure: !isLoopback,
                httpOnly: true, sameSite: .strict))
        return response
    }

    func logOut(_ request: Request) async throws -> Response {
        _ = try await form(request)
        if let name = request.cookies[ConsoleSessions.cookie]?.value { sessions.end(name) }
        return Self.redirect("/console/login")
    }

    /// A session ends when its key is removed.
    private func session(of request: Request) -> ConsoleSessions.Session? {
        request.cookies[ConsoleSessions.cookie].flatMap { sessions.session($0.value) }
            .flatMap { $0.asker.shop.keys.isHeld(by: $0.asker.caller) ? $0 : nil }
    }

    // MARK: Parts

    static func redirect(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    private func page(_ request: Request, _ session: ConsoleSessions.Session?) -> ConsolePage {
        ConsolePage(
            language: language(of: request), path: request.uri.path, token: session?.token ?? openToken,
            hasSession: session != nil, shop: directory.shops.count > 1 ? session?.asker.shop.name : nil)
    }

    /// As asked for here, before, or by the browser.
    private func language(of request: Request) -> Language {
        let asked = request.uri.queryParameters["lang"].map(String.init) ?? request.cookies["language"]?.value
        if let language = asked.flatMap(Language.init(rawValue:)) { return language }
        return request.headers[.acceptLanguage]?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }

    private static func fields(of request: Request) async throws -> [String: String] {
        let text = String(decoding: try await request.bytes(upTo: 1 << 16), as: UTF8.self)
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
}
