import Foundation
import HTTPTypes
import Hummingbird
import Logging

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
}

/// Turns what goes wrong into a ``Problem``, gives every answer the number of its request, and counts.
struct AnswerMiddleware: RouterMiddleware {
    let metrics: RequestMetrics

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem(error)
            if problem.isOurs {
                context.logger.error("request failed", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
            }
            response = problem.response(id: context.id)
        }
        response.headers[.requestID] = context.id
        metrics.count(
            endpoint: context.endpointPath ?? "none", method: request.method.rawValue, status: response.status.code,
            seconds: (ContinuousClock.now - start) / .seconds(1))
        return response
    }
}

/// Finds out who asks.
struct KeyMiddleware: RouterMiddleware {
    let keys: KeyRing

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.caller = try caller(of: request)
        return try await next(request, context)
    }

    private func caller(of request: Request) throws -> Caller {
        try OriginCheck(request).requireLocal(if: keys.isEmpty)
        guard !keys.isEmpty else { return .thisMachine }
        guard let caller = keys.bearer(of: request) else { throw Problem.noKey }
        return caller
    }
}

extension KeyRing {
    /// Whose key the header `Authorization` has; nobody's when there is none that is known.
    func bearer(of request: Request) -> Caller? {
        let prefix = "Bearer "
        guard let field = request.headers[.authorization], field.hasPrefix(prefix) else { return nil }
        return caller(with: String(field.dropFirst(prefix.count)))
    }
}

extension Problem {
    static let noKey = Problem(
        .unauthorized, code: "key.missing", detail: "the request has no key that this server knows",
        remedy: "send the header 'Authorization: Bearer KEY'; equipoise keys makes one")

    static func wrongRole(_ role: Role) -> Problem {
        Problem(
            .forbidden, code: "key.role", detail: "this key has not the role '\(role.rawValue)'",
            remedy: "use a key of that role")
    }
}

extension ServerContext {
    /// - Throws: ``Problem`` 403 when the caller may not do what a role may.
    func require(_ role: Role) throws {
        guard let caller, caller.role.includes(role) else { throw Problem.wrongRole(role) }
    }
}
