import Foundation
import HTTPTypes
import Hummingbird

/// Who may come in, and how often: the one place where a key opens something.
///
/// A key that is known is never refused for the wrong ones that came from its address: 256 random bits cannot be guessed
/// however often one tries, and a service that still sends a removed key must not shut out its neighbours behind the same
/// proxy. What is bounded is the noise, and the attempts of a person at the console.
final class KeyGate: Sendable {
    let directory: ShopDirectory
    private let proxies: Set<String>
    private let keys: TokenBuckets
    private let visitors: TokenBuckets
    private let addresses: TokenBuckets
    private let metrics: RequestMetrics

    init(directory: ShopDirectory, settings: ServerSettings, metrics: RequestMetrics) {
        self.directory = directory
        proxies = Set(settings.proxies)
        keys = TokenBuckets(settings.limits.keyRate)
        visitors = TokenBuckets(settings.limits.visitorRate)
        addresses = TokenBuckets(settings.limits.unknownKeyRate)
        self.metrics = metrics
    }

    /// - Throws: ``Problem`` 401 for no key or an unknown one, 429 for too many of them or too many requests with a known
    ///   one, 403 for a page of another site that asks a server without keys.
    func asker(of request: Request, from peer: String?) throws -> Asker {
        if let open = directory.open {
            try OriginCheck(request).requireLocal()
            return Asker(shop: open, caller: .thisMachine)
        }
        return try bearer(of: request, from: peer)
    }

    /// Whose key the header `Authorization` has.
    ///
    /// - Throws: ``Problem`` 401, 429.
    func bearer(of request: Request, from peer: String?) throws -> Asker {
        let prefix = "Bearer "
        guard let field = request.headers[.authorization], field.hasPrefix(prefix) else { throw Problem.noKey }
        guard let asker = directory.asker(with: String(field.dropFirst(prefix.count))) else {
            try refuseUnknownKey(request, from: peer)
            throw Problem.noKey
        }
        try admit(asker, request, from: peer)
        return asker
    }

    /// Counts an unknown key.
    ///
    /// - Throws: ``Problem`` 429 when too many came from there.
    func refuseUnknownKey(_ request: Request, from peer: String?) throws {
        metrics.countUnknownKey(at: "api")
        if let wait = addresses.take(address(of: request, from: peer)) { throw Problem.tooManyUnknownKeys(wait) }
    }

    /// Counts a request of a known key; of a key that all visitors of a page share, for each of their addresses.
    ///
    /// - Throws: ``Problem`` 429.
    func admit(_ asker: Asker, _ request: Request, from peer: String?) throws {
        let name = "\(asker.shop.name)/\(asker.caller.name)"
        let wait =
            asker.caller.role == .storefront
            ? visitors.take("\(name)/\(address(of: request, from: peer))") : keys.take(name)
        guard let wait else { return }
        throw Problem(
            .tooManyRequests, code: "key.rate", detail: "this key has sent more requests than it may",
            remedy: "wait as long as Retry-After says, and send many rows in one request", retryAfter: wait)
    }

    /// Who logs in at the console; nobody for a key that is none or may not.
    ///
    /// - Throws: ``Problem`` 429 when this address has tried too often, before the key is looked at.
    func login(with key: String, _ request: Request, from peer: String?) throws -> Asker? {
        let address = address(of: request, from: peer)
        if let wait = addresses.wait(address) { throw Problem.tooManyUnknownKeys(wait) }
        if let asker = directory.asker(with: key), asker.caller.role.includes(.operate) { return asker }
        metrics.countUnknownKey(at: "console")
        _ = addresses.take(address)
        return nil
    }

    /// Where a request comes from: behind a proxy of ours, what the proxy saw.
    private func address(of request: Request, from peer: String?) -> String {
        guard let peer, proxies.contains(peer), let forwarded = request.headers[.xForwardedFor] else {
            return peer ?? ""
        }
        // The last is what our proxy added; those before it are what it was told.
        return forwarded.split(separator: ",").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? peer
    }
}

extension Problem {
    static let noKey = Problem(
        .unauthorized, code: "key.missing", detail: "the request has no key that this server knows",
        remedy: "send the header 'Authorization: Bearer KEY'; equipoise keys makes one")

    fileprivate static func tooManyUnknownKeys(_ wait: Duration) -> Problem {
        Problem(
            .tooManyRequests, code: "key.attempts", detail: "too many unknown keys came from this address",
            remedy: "send a key that this server knows", retryAfter: wait)
    }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
}
