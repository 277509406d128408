import HTTPTypes
import Hummingbird
import Intake
import NIOCore

/// Packs answers that are worth it with gzip, for those who accept it (RFC 9110, 8.4 and 12.5.3).
///
/// JSON only. Pages of the console hold a secret of the session beside what the address says, and from the length of the
/// two packed together the secret could be found out (the attack called BREACH).
struct CompressionMiddleware: RouterMiddleware {
    /// Bytes under which packing costs more than it saves.
    static let least = 1024
    private static let kinds = ["application/json", MediaType.jsonLines.rawValue]

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard let kind = response.headers[.contentType], Self.kinds.contains(kind),
            response.body.contentLength ?? .max >= Self.least
        else { return response }
        response.headers[.vary] = "Accept-Encoding"
        guard request.method != .head, response.status == .ok, Self.isAccepted(request.headers[.acceptEncoding])
        else { return response }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        // Other bytes, the same content: that is what a weak tag says.
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
        let body = response.body
        response.body = ResponseBody { writer in try await body.write(PackingWriter(into: writer)) }
        return response
    }

    /// Whether `gzip`, or everything, is named with a weight above 0; its own weight goes before that of `*`.
    static func isAccepted(_ header: String?) -> Bool {
        var weights: [String: Double] = [:]
        for part in (header ?? "").lowercased().split(separator: ",") {
            let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = words.first else { continue }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            weights[name] = weight ?? 1
        }
        return (weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0) > 0
    }
}

/// Packs what is written on its way to another writer.
private struct PackingWriter: ResponseBodyWriter {
    private var target: any ResponseBodyWriter
    private let deflater = GzipDeflater()

    init(into target: any ResponseBodyWriter) { self.target = target }

    mutating func write(_ buffer: ByteBuffer) async throws {
        let packed = deflater.deflate(Array(buffer.readableBytesView))
        if !packed.isEmpty { try await target.write(ByteBuffer(bytes: packed)) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await target.write(ByteBuffer(bytes: deflater.deflate([], isLast: true)))
        try await target.finish(trailingHeaders)
    }
}
