import HTTPTypes
import Hummingbird

/// What bodies may be said to be.
///
/// A body must say what it is: a page of another site can make a browser send a form or plain text to a server on the
/// same machine without asking, but not JSON.
enum MediaType: String, Sendable, CaseIterable {
    case json = "application/json"
    case jsonLines = "application/x-ndjson"
    /// From pages that are known alone, as JSON: what a browser sends to another origin without asking beforehand.
    case plainText = "text/plain"

    /// Of a header, without its parameters; nothing for any other.
    init?(header: String) {
        let name = header.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        self.init(rawValue: name.lowercased())
    }
}

extension Request {
    /// - Throws: ``Problem`` 415 when the body does not say that it is one of these, 400 when there is none.
    @discardableResult
    func requireMedia(_ allowed: MediaType...) throws -> MediaType {
        if headers[.transferEncoding] == nil, headers[.contentLength] ?? "0" == "0" { throw Problem.noBody }
        let found = headers[.contentType].flatMap(MediaType.init(header:))
        guard let found, allowed.contains(found) else {
            let names = allowed.map(\.rawValue).joined(separator: " or ")
            throw Problem(
                .unsupportedMediaType, code: "body.media", detail: "the body does not say that it is \(names)",
                remedy: "send the header 'Content-Type: \(allowed[0].rawValue)'")
        }
        return found
    }
}

extension Problem {
    static let noBody = Problem(.badRequest, code: "body.missing", detail: "the request has no body")
}
