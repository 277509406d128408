import HTTPTypes
import Hummingbird

/// Whether a request comes from a page of this server.
struct OriginCheck {
    private let origin: String?
    private let host: String

    init(_ request: Request) {
        origin = request.headers[.origin]
        host = request.head.authority ?? ""
    }

    /// A server without keys trusts this machine; a page of another site that is open in its browser is not it, nor is
    /// one that has another name lead to this address.
    ///
    /// - Throws: ``Problem`` 403.
    func requireLocal() throws {
        try requireLocalName()
        guard origin.map({ $0 == "http://\(host)" }) ?? true else { throw Self.foreign }
    }

    /// - Throws: ``Problem`` 403 for a request that calls this server by another name than that of the machine.
    func requireLocalName() throws {
        let name = host.split(separator: ":").first.map(String.init) ?? ""
        guard ["127.0.0.1", "localhost"].contains(name) || host.hasPrefix("[::1]") else { throw Self.foreign }
    }

    private static let foreign = Problem(
        .forbidden, code: "key.origin", detail: "a server without keys answers pages of its own only",
        remedy: "make a key with equipoise keys, and send it")
}
