import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// What went wrong with a request, as RFC 9457 has it: `application/problem+json`.
struct Problem: Error, Encodable {
    /// `about:blank` where the status says all; else a name that never changes.
    var type: String
    var title: String
    var status: Int
    var detail: String?
    /// What the sender can do about it.
    var remedy: String?
    var requestID: String?
    /// Of an answer 405: the methods that there are.
    var allow: [HTTPRequest.Method] = []
    /// Of an answer 429: how long to wait.
    var retryAfter: Duration?

    private enum CodingKeys: String, CodingKey {
        case type, title, status, detail, remedy
        case requestID = "request"
    }

    init(
        _ status: HTTPResponse.Status, code: String? = nil, detail: String? = nil, remedy: String? = nil,
        retryAfter: Duration? = nil
    ) {
        type = code.map { "urn:equipoise:problem:\($0)" } ?? "about:blank"
        title = status.reasonPhrase
        self.status = status.code
        self.detail = detail
        self.remedy = remedy
        self.retryAfter = retryAfter
    }

    func response(id: String) -> Response {
        var problem = self
        problem.requestID = id
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and a number: encoding them cannot fail.
        let body = (try? encoder.encode(problem)) ?? Data()
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if status == 503 { headers[.retryAfter] = "1" }
        if let retryAfter { headers[.retryAfter] = "\(Int((retryAfter / .seconds(1)).rounded(.up)))" }
        if !allow.isEmpty { headers[.allow] = allow.map(\.rawValue).joined(separator: ", ") }
        if status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension Problem {
    /// Errors of ours whose status is not 500.
    private static let statuses: [String: HTTPResponse.Status] = [
        "rows.preset": .badRequest, "rows.json": .badRequest, "rows.many": .contentTooLarge,
        "rows.unpacked": .contentTooLarge,
        "decision.count": .unprocessableContent, "dials.range": .unprocessableContent,
        // Well said, and not there: an item may be posted, and the same body is then answered.
        "decision.anchor": .notFound, "decision.category": .notFound,
        "outcome.unknown": .notFound, "outcome.late": .conflict, "outcome.shape": .unprocessableContent,
        "outcome.range": .unprocessableContent,
        "policies.unknown": .notFound, "policies.known": .conflict, "policies.unproven": .conflict,
        "policies.trial": .conflict, "policies.state": .conflict, "policies.first": .conflict,
        "policies.terms": .unprocessableContent, "schedule.training": .unprocessableContent,
        "schedule.turns": .unprocessableContent, "policy.unknown": .unprocessableContent,
        "task.running": .conflict, "serving.overloaded": .serviceUnavailable, "serving.closed": .serviceUnavailable,
        "ledger.full": .init(code: 507, reasonPhrase: "Insufficient Storage"),
        "ledger.busy": .serviceUnavailable, "ledger.io": .serviceUnavailable,
    ]

    /// What an error means to the one who asked. Failures of the server's own say no more than that there was one.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let failure as any Failure:
            guard let status = Self.statuses[failure.code] else {
                self.init(
                    .internalServerError, code: failure.code, detail: "the server failed; its log says how",
                    remedy: "tell the operator the number of this request")
                return
            }
            self.init(status, code: failure.code, detail: failure.message, remedy: failure.remedy)
        case let error as any HTTPResponseError:
            self.init(error.status, detail: (error as? HTTPError)?.body)
        default: self.init(.internalServerError, detail: "the server failed; its log says how")
        }
    }

    /// Whether the server, and not the sender, is at fault.
    var isOurs: Bool { status >= 500 && status != 503 && status != 507 }
}
