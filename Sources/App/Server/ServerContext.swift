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

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// Who changes something, as the record of changes names it.
    var author: String { asker?.caller.name ?? "" }

    mutating func enter(_ asker: Asker) {
        self.asker = asker
        asked.note(asker.shop.name)
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

/// The name of the shop that a request turned out to ask.
final class AskedShop: Sendable {
    private let state = Mutex<String?>(nil)

    var name: String? { state.withLock { $0 } }

    func note(_ name: String) { state.withLock { $0 = name } }
}
