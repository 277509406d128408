import Commerce
import Engine
import Hummingbird
import Logging

/// `GET /v1/dials`, `PUT /v1/dials`.
struct DialRoutes {
    /// What is left out stays as it is.
    struct Body: Decodable {
        var policy: String?
        var familiarity: Double?
        var shared: Double?
        var windowSeconds: Double?
    }

    func add(to router: RouterGroup<ServerContext>) {
        router.get("dials") { _, context in
            let shop = try context.shop(for: .operate)
            return try answer(await shop.dials)
        }
        router.put("dials") { request, context in
            let shop = try context.shop(for: .admin)
            let body = try await request.json(Body.self)
            let dials = try Self.change(await shop.dials, by: body)
            try await shop.turn(dials, by: context.author)
            return try answer(dials)
        }
    }

    /// - Throws: ``Problem`` 422 for a policy that is none.
    static func policy(_ name: String) throws -> PolicyChoice {
        do { return try PolicyChoice(name) } catch let error as any Failure {
            throw Problem(.unprocessableContent, code: error.code, detail: error.message, remedy: error.remedy)
        }
    }

    /// - Throws: ``Problem`` 422 for a policy that is none, `EngineError` `dials.range` (422 as well).
    static func change(_ dials: LiveDials, by body: Body) throws -> LiveDials {
        var dials = dials
        if let policy = body.policy { dials.policy = try Self.policy(policy) }
        let old = dials.consistency
        dials.consistency = try ConsistencyDials(
            familiarity: body.familiarity ?? old.familiarity, shared: body.shared ?? old.shared,
            windowSeconds: body.windowSeconds ?? old.windowSeconds)
        return dials
    }
}
