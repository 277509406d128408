import HTTPTypes
import Hummingbird
import Synchronization

/// Knows what methods each path has.
final class RouteTable: Sendable {
    private struct Route {
        var segments: [Substring]
        var method: HTTPRequest.Method
    }

    private let routes = Mutex<[Route]>([])

    /// Learns the routes of a router that has them all.
    func learn(_ router: Router<ServerContext>) {
        let found = router.routes.map { Route(segments: "\($0.path)".split(separator: "/"), method: $0.method) }
        routes.withLock { $0 = found }
    }

    /// The methods of a path, sorted; none for a path that there is not. O(routes): asked for after nothing was found.
    func methods(at path: String) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        let found = routes.withLock { routes in
            routes.filter { route in
                route.segments.count == segments.count
                    && zip(route.segments, segments).allSatisfy { $0.hasPrefix("{") || $0.hasPrefix(":") || $0 == $1 }
            }
        }
        var methods = Set(found.map(\.method))
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
