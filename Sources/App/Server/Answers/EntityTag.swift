import Commerce
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import NIOCore

/// Tells one state of a resource from another, so that what has not changed need not be sent again (RFC 9110, 8.8.3).
struct EntityTag: Sendable, Hashable, CustomStringConvertible {
    /// In quotes, as in the header.
    let description: String

    /// Strong: the same tag means the same bytes. Half of a SHA-256, which is far more than chance could hit.
    init(of bytes: some Sequence<UInt8>) {
        description = "\"\(ContentHash(of: bytes).hexadecimal.prefix(32))\""
    }

    /// Whether `If-None-Match` names it, compared weakly (RFC 9110, 13.1.2): `*`, or a list of tags.
    func isNamed(by field: String) -> Bool {
        let names = field.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return names.contains { $0 == "*" || ($0.hasPrefix("W/") ? String($0.dropFirst(2)) : $0) == description }
    }
}

/// JSON with a tag; 304 and nothing more when the sender has that state already.
func answer(_ value: some Encodable, ifOtherThanHeldBy request: Request) throws -> Response {
    let json = try encoded(value)
    let tag = EntityTag(of: json)
    var response = answer(json: json)
    response.headers[.eTag] = tag.description
    // What a shop shows belongs to nobody in between, and is asked for again each time.
    response.headers[.cacheControl] = "private, no-cache"
    guard request.headers[.ifNoneMatch].map(tag.isNamed) == true else { return response }
    return Response(status: .notModified, headers: [.eTag: tag.description, .cacheControl: "private, no-cache"])
}
