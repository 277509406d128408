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
    let log: RequestLog

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem(error)
            if problem.isOurs { log.failed(error, context) }
            response = problem.response(id: context.id)
        }
        response.headers[.requestID] = context.id
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        metrics.count(
            shop: context.asked.name, endpoint: context.endpointPath ?? "none", method: request.method.rawValue,
            status: response.status.code, seconds: seconds)
        log.answered(request, context, status: response.status.code, seconds: seconds)
        return response
    }
}

/// Finds out who asks.
struct KeyMiddleware: RouterMiddleware {
    let gate: KeyGate

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.enter(try gate.asker(of: request, from: context.peer))
        return try await next(request, context)
    }
}
