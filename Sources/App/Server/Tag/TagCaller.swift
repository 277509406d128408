import HTTPTypes
import Hummingbird

/// Finds out who asks through a tag: a page writes its key into the body, where no log of a proxy sees it, and where a beacon
/// can have one.
struct TagCaller: Sendable {
    let keys: KeyRing
    /// Opens what a page may do until the server stops: the key of the example storefront.
    let pageKey: String?

    /// - Parameter key: as the body has it.
    /// - Throws: ``Problem`` 401 without a key that is known, 403 for one of another role.
    func require(_ key: String?, of request: Request) throws {
        if keys.isEmpty || (key != nil && key == pageKey) { return }
        if let key, let caller = keys.caller(with: key) {
            // What every visitor can read must not open more.
            guard caller.role == .storefront else {
                throw Problem(
                    .forbidden, code: "tag.secret", detail: "this key opens more than a page may, and is no secret now",
                    remedy: "remove it with equipoise keys remove, and make one of role storefront for the page")
            }
            return
        }
        guard let caller = keys.bearer(of: request) else { throw Problem.noKey }
        guard caller.role.includes(.storefront) else { throw Problem.wrongRole(.storefront) }
    }
}
