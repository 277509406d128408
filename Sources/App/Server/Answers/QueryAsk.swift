import Commerce
import Foundation
import Hummingbird
import Ledger

/// The parameters behind the `?` of a request, read and checked.
struct QueryAsk {
    private let parameters: Parameters

    init(_ request: Request) { parameters = request.uri.queryParameters }

    func text(_ name: String) -> String? { parameters[Substring(name)].map(String.init) }

    /// - Throws: ``Problem`` 400 `query.number` for what is no whole number of the range.
    func whole(
        _ name: String, in range: ClosedRange<Int>, orElse usual: Int, code: String = "query.number"
    ) throws -> Int {
        guard let text = text(name) else { return usual }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                .badRequest, code: code,
                detail: "'\(name)' must be in \(range.lowerBound) ... \(range.upperBound)")
        }
        return number
    }

    /// - Throws: ``Problem`` 400 `query.time`.
    func time(_ name: String) throws -> Timestamp? {
        try text(name).map { text in
            guard let time = Timestamp(iso8601: text) else {
                throw Problem(
                    .badRequest, code: "query.time", detail: "'\(name)' is not a time",
                    remedy: "write it as 2026-11-21T10:00:00Z")
            }
            return time
        }
    }

    /// - Throws: ``Problem`` 400 `query.flag`.
    func flag(_ name: String) throws -> Bool {
        switch text(name) {
        case nil, "false": return false
        case "true": return true
        default: throw Problem(.badRequest, code: "query.flag", detail: "'\(name)' must be true or false")
        }
    }

    /// Kinds of events, separated by commas; nothing for all.
    ///
    /// - Throws: ``Problem`` 400 `query.kind`.
    func kinds(_ name: String) throws -> Set<EventKind>? {
        try text(name).map { text in
            Set(
                try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                    guard let kind = EventKind(rawValue: String(word)) else {
                        throw Problem(
                            .badRequest, code: "query.kind", detail: "'\(word)' is not a kind of event",
                            remedy: "use \(EventKind.allCases.map(\.rawValue).joined(separator: ", "))")
                    }
                    return kind
                })
        }
    }

    /// A place in a log, as a page before gave it.
    ///
    /// - Throws: ``Problem`` 404 `log.cursor` for a cursor that this server did not give.
    func place(_ name: String = "cursor") throws -> LogPlace? {
        try text(name).map { cursor in
            let parts = PageCursor.text(of: cursor)?.split(separator: " ", maxSplits: 1)
            guard let parts, parts.count == 2, let time = Int64(parts[0]) else {
                throw Problem(
                    .notFound, code: "log.cursor", detail: "there is no such place",
                    remedy: "take 'next' from the page before, or begin again without 'cursor'")
            }
            return LogPlace(time: Timestamp(milliseconds: time), key: String(parts[1]))
        }
    }
}

/// Where a page ends, in the alphabet of URLs (RFC 4648, 5) without padding: nobody's business but ours.
enum PageCursor {
    static func cursor(of text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    static func cursor(of place: LogPlace) -> String { cursor(of: "\(place.time.milliseconds) \(place.key)") }

    /// Nothing for what is no cursor.
    static func text(of cursor: String) -> String? {
        let padding = String(repeating: "=", count: (4 - cursor.utf8.count % 4) % 4)
        let text = cursor.replacing("-", with: "+").replacing("_", with: "/") + padding
        return Data(base64Encoded: text).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
