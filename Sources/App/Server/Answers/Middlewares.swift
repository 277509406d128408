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
            shop: context.asked.name, endpoint: context.endpointPath ?? "none", method: request.method.rawValue,
            status: response.status.code,
            seconds: (ContinuousClock.now - start) / .seconds(1))
        return response
    }
}

/// Finds out who asks.
struct KeyMiddleware: RouterMiddleware {
    let directory: ShopDirectory

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.enter(try asker(of: request))
        return try await next(request, context)
    }

    private func asker(of request: Request) throws -> Asker {
        if let open = directory.open {
            try OriginCheck(request).requireLocal()
            return Asker(shop: open, caller: .thisMachine)
        }
        return try directory.bearer(of: request)
    }
}

extension ShopDirectory {
    /// Whose key the header `Authorization` has.
    ///
    /// - Throws: ``Problem`` 401 without one that is known.
    func bearer(of request: Request) throws -> Asker {
        let prefix = "Bearer "
        guard let field = request.headers[.authorization], field.hasPrefix(prefix),
            let asker = asker(with: String(field.dropFirst(prefix.count)))
        else {
            throw Problem(
                .unauthorized, code: "key.missing", detail: "the request has no key that this server knows",
                remedy: "send the header 'Authorization: Bearer KEY'; equipoise keys makes one")
        }
        return asker
    }
}
