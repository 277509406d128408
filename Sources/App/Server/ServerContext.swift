import Engine
import Hummingbird
import Logging
import Synchronization

/// What is known of a request while it is answered.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks; nobody before the key was checked.
    private(set) var asker: Asker?
    /// The shop that was asked, for those who see the answer and not the context that it was made in.
    let asked = AskedShop()
    /// The address that the connection comes from.
    let peer: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }

    /// Who changes something, as the record of changes names it.
    var author: String { asker?.caller.name ?? "" }

    mutating func enter(_ asker: Asker) {
        self.asker = asker
        asked.note(asker)
    }

    /// The shop that the asker's key opens: the only way from a request to a shop.
    ///
    /// - Throws: ``Problem`` 403 when the asker may not do what a role may.
    func shop(for role: Role) throws -> LiveShop { try hosted(for: role).live }

    func hosted(for role: Role) throws -> HostedShop {
        guard let asker, asker.caller.role.includes(role) else {
            throw Problem(
                .forbidden, code: "key.role", detail: "this key has not the role '\(role.rawValue)'",
                remedy: "use a key of that role")
        }
        return asker.shop
    }
}

/// What a request turned out to be about, for the middleware around it: its metrics and its line in the log.
final class AskedShop: Sendable {
    private struct Facts {
        var asker: Asker?
        var person: String?
    }

    private let facts = Mutex(Facts())

    var asker: Asker? { facts.withLock { $0.asker } }
    var name: String? { asker?.shop.name }
    /// The shopper or visitor that it is about. The log tells a pseudonym and nothing else.
    var person: String? { facts.withLock { $0.person } }

    func note(_ asker: Asker) { facts.withLock { $0.asker = asker } }
    func note(person: String?) { facts.withLock { $0.person = person } }
}
