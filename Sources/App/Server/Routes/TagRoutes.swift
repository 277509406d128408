import Commerce
import Engine
import Explore
import HTTPTypes
import Hummingbird

/// `/v1/tag`: what pages in browsers may ask. The script, and what it sends.
///
/// A page keeps no secret, so that its key opens no more than this: to tell what a visitor does, and to ask for that visitor's
/// lists. Bodies may say that they are plain text, as a beacon and a page that does not ask beforehand say; then they must come
/// from a page that is allowed, which the browser tells.
struct TagRoutes {
    let door: TagDoor
    /// Whose pages are answered, besides this server's own.
    let origins: Set<String>

    func add(to router: Router<ServerContext>) {
        router.get("v1/tag/equipoise.js") { request, _ in
            var response = StaticFile.tag.answer(to: request)
            // Any page may load it; it holds nothing.
            response.headers[.accessControlAllowOrigin] = "*"
            response.headers[.crossOriginResourcePolicy] = "cross-origin"
            return response
        }
        router.post("v1/tag/events") { request, context in
            try await answered(request, context) { try await takeEvents(request, context) }
        }
        router.post("v1/tag/decisions") { request, context in
            try await answered(request, context) { try await decide(request, context) }
        }
    }

    /// Problems are for the page to read, too.
    private func answered(
        _ request: Request, _ context: ServerContext, _ body: () async throws -> Response
    ) async throws -> Response {
        let origin = try PageOrigin(request, allowed: origins, isOpen: door.gate.directory.open != nil)
        do {
            return origin.allowing(try await body())
        } catch {
            let problem = Problem(error)
            // What is ours to mend is logged where all such is.
            if problem.isOurs { throw error }
            return origin.allowing(problem.response(id: context.id))
        }
    }

    private func shop(_ key: String?, _ request: Request, _ context: ServerContext) throws -> LiveShop {
        var context = context
        context.enter(try door.asker(key, of: request, from: context.peer))
        return try context.shop(for: .storefront)
    }

    private func takeEvents(_ request: Request, _ context: ServerContext) async throws -> Response {
        let body = try await request.page(TagEventsBody.self, upTo: TagEventsBody.limit)
        let shop = try shop(body.key, request, context)
        try body.check()
        let named = body.events.compactMap { event in if case .act(let act) = event { act.item } else { nil } }
        let items = await shop.items(named)
        var results = try await shop.post(body.rows(items: items, now: shop.time.now()))
        // Sent again, an act happened a little earlier or later by the way it took: that is no contradiction.
        for place in results.indices where results[place].status == .contradicted { results[place].status = .known }
        return try answer(RowsAnswer(results))
    }

    private func decide(_ request: Request, _ context: ServerContext) async throws -> Response {
        let body = try await request.page(TagDecisionBody.self, upTo: TagDecisionBody.limit)
        let shop = try shop(body.key, request, context)
        let language = body.language.flatMap(Language.init(rawValue:)) ?? .undetermined
        do {
            let decision = try await shop.decide(try body.ask)
            let items = await shop.items(decision.slate.map(\.item))
            return try answer(TagDecisionAnswer(decision, items: items, language: language))
        } catch let error as ExploreError where error.code == "candidates.empty" {
            return try answer(TagDecisionAnswer(emptyOn: body.surface, for: error.message))
        }
    }
}

extension Request {
    /// A JSON body of a page, which may say that it is plain text where the browser says whose page it is.
    ///
    /// - Throws: ``Problem`` as ``json(_:upTo:)`` does, 403 for plain text of nobody knows whose page.
    fileprivate func page<Value: Decodable>(_ type: Value.Type, upTo limit: Int) async throws -> Value {
        if try requireMedia(.json, .plainText) == .plainText, headers[.origin] == nil {
            throw Problem(
                .forbidden, code: "tag.origin",
                detail: "plain text is taken from pages alone, and no page says that it sent this",
                remedy: "send JSON with the header 'Content-Type: application/json'")
        }
        return try await decoded(type, upTo: limit)
    }
}

extension HTTPField.Name {
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
}
