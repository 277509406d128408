import Hummingbird

/// Finds out who asks through a tag: a page writes its key into the body, where no log of a proxy sees it, and where a beacon
/// can have one.
struct TagDoor: Sendable {
    let gate: KeyGate
    /// Keys that open a shop to its example storefront, until the server stops.
    let pageKeys: [String: HostedShop]

    /// - Parameter key: as the body has it.
    /// - Throws: ``Problem`` 401 without a key that is known, 403 for one in a body that opens more than a page may, 429 for
    ///   a visitor who asks too often.
    func asker(_ key: String?, of request: Request, from peer: String?) throws -> Asker {
        if let open = directory.open { return Asker(shop: open, caller: .thisMachine) }
        guard let key else { return try gate.bearer(of: request, from: peer) }
        if let shop = pageKeys[key] {
            let asker = Asker(shop: shop, caller: Caller(name: "example storefront", role: .storefront))
            try gate.admit(asker, request, from: peer)
            return asker
        }
        guard let asker = directory.asker(with: key) else {
            try gate.refuseUnknownKey(request, from: peer)
            throw Problem(
                .unauthorized, code: "key.missing", detail: "the page's key is none that this server knows",
                remedy: "make one with equipoise keys make NAME --role storefront, and load the page again")
        }
        // What every visitor can read must not open more.
        guard asker.caller.role == .storefront else {
            throw Problem(
                .forbidden, code: "tag.secret", detail: "this key opens more than a page may, and is no secret now",
                remedy: "remove it with equipoise keys remove, and make one of role storefront for the page")
        }
        try gate.admit(asker, request, from: peer)
        return asker
    }

    private var directory: ShopDirectory { gate.directory }
}
