import HTTPTypes
import Hummingbird
import Synchronization

/// Knows what methods each path has.
final class RouteTable: Sendable {
    private struct Route {
        var segments: [Substring]
        var method: HTTPRequest.Method

        /// 1 for each segment that varies.
        var openness: [Int] { segments.map { $0.hasPrefix("{") || $0.hasPrefix(":") ? 1 : 0 } }

        func matches(_ path: [Substring]) -> Bool {
            segments.count == path.count && zip(openness, zip(segments, path)).allSatisfy { $0 == 1 || $1.0 == $1.1 }
        }
    }

    private let routes = Mutex<[Route]>([])

    /// Learns the routes of a router that has them all.
    func learn(_ router: Router<ServerContext>) {
        let found = router.routes.map { Route(segments: "\($0.path)".split(separator: "/"), method: $0.method) }
        routes.withLock { $0 = found }
    }

    /// The methods of a path, sorted; none for a path that there is not. O(routes): asked for after nothing was found.
    ///
    /// As the router has it, a segment by its name goes before one that varies: `tasks/training` is not a task.
    func methods(at path: String) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        let found = routes.withLock { $0.filter { $0.matches(segments) } }
        guard let nearest = found.map(\.openness).min(by: { $0.lexicographicallyPrecedes($1) }) else { return [] }
        var methods = Set(found.filter { $0.openness == nearest }.map(\.method))
        if methods.contains(.get) { methods.insert(.head) }
        return methods.sorted { $0.rawValue < $1.rawValue }
    }
}

/// Answers what asks a path for a method that it has not: 405 with `Allow` (RFC 9110, 15.5.6).
struct MethodMiddleware: RouterMiddleware {
    let table: RouteTable

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let methods = table.methods(at: request.uri.path)
            guard !methods.isEmpty, !methods.contains(request.method) else { throw error }
            var problem = Problem(
                .methodNotAllowed, detail: "there is no \(request.method.rawValue) here",
                remedy: "use \(methods.map(\.rawValue).joined(separator: " or "))")
            problem.allow = methods
            throw problem
        }
    }
}
