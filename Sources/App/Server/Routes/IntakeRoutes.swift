import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Intake

/// `POST /v1/items`, `POST /v1/shoppers`, `POST /v1/events`: one row or many, each answered for itself.
struct IntakeRoutes {
    let limits: RequestLimits

    func add(to router: RouterGroup<ServerContext>) {
        router.post("items") { request, context in try await take(request, context, .items) }
        router.post("shoppers") { request, context in try await take(request, context, .shoppers) }
        router.post("events") { request, context in try await take(request, context, .events) }
    }

    private func take(_ request: Request, _ context: ServerContext, _ table: IntakeTable) async throws -> Response {
        let shop = try context.shop(for: .ingest)
        let media = try request.requireMedia(.json, .jsonLines)
        let body = try await request.bytes(upTo: limits.bodyBytes)
        if media == .json, !Self.mayHoldRows(body) {
            throw Problem(
                .badRequest, code: "rows.json", detail: "the body is neither a JSON object nor an array",
                remedy: "send an object, an array of objects, or an object on each line")
        }
        let preset = request.uri.queryParameters["preset"].map(String.init) ?? "jsonl"
        let code = request.uri.queryParameters["currency"].map(String.init)
        let currency = try code.map { code -> Currency in
            guard let currency = try? Currency(code: code), currency.code == code else {
                throw Problem(
                    .badRequest, code: "currency.unknown", detail: "'\(code)' is not an ISO 4217 currency code",
                    remedy: "write three capital letters such as USD, EUR, GBP or CNY")
            }
            return currency
        }
        let rows: PostedRows
        do {
            rows = try PostedRows(
                body, of: table, preset: preset, currency: currency, most: limits.rows,
                mostBytes: limits.unpackedBytes)
        } catch let error as IntakeError {
            throw Problem(.badRequest, code: error.code, detail: error.message, remedy: error.remedy)
        }
        return try answer(RowsAnswer(try await shop.post(rows)))
    }

    /// Whether it begins as an object or an array does, or is packed; the rest is found row by row. O(leading blanks).
    private static func mayHoldRows(_ body: [UInt8]) -> Bool {
        if body.starts(with: [0x1F, 0x8B]) { return true }
        let first = body.first { $0 > UInt8(ascii: " ") }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
}

/// What became of posted rows: how many of each kind, and each that was neither added nor changed.
struct RowsAnswer: Encodable {
    struct Row: Encodable {
        /// From 0, as in the request.
        var row: Int
        var status: RowResult.Status
        var code: String?
        var field: String?
        var message: String?
        var remedy: String?
    }

    var counts: [String: Int]
    var rows: [Row]

    init(_ results: [RowResult]) {
        counts = [:]
        rows = []
        for (place, result) in results.enumerated() {
            counts[result.status.rawValue, default: 0] += 1
            if result.status == .added || result.status == .changed { continue }
            rows.append(
                Row(
                    row: place, status: result.status, code: result.refusal?.code, field: result.refusal?.field,
                    message: result.refusal?.message, remedy: result.refusal?.remedy))
        }
    }
}
