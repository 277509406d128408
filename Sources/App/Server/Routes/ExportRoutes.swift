import Commerce
import Engine
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /v1/exports/{table}`: the record as JSON lines.
struct ExportRoutes {
    func add(to router: RouterGroup<ServerContext>) {
        router.get("exports/{table}") { request, context in
            let shop = try context.shop(for: .admin)
            guard let table = ExportedTable(rawValue: try context.name("table")) else {
                throw Problem(
                    .notFound, code: "export.unknown", detail: "there is nothing of this name to export",
                    remedy: "use \(ExportedTable.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            let ask = QueryAsk(request)
            let export = await shop.export(table, from: try ask.time("from"), until: try ask.time("until"))
            return Response(
                status: .ok,
                headers: [
                    .contentType: MediaType.jsonLines.rawValue, .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"\(table.rawValue).jsonl\"",
                ],
                body: ResponseBody { writer in
                    var export = export
                    while let block = try export.next() { try await writer.write(ByteBuffer(bytes: block)) }
                    try await writer.finish(nil)
                })
        }
    }
}
