/// What the holder of a key may do. Each role may do what the ones before it may, apart from `storefront`, `ingest` and
/// `decide`, which are apart.
public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    /// Tell what visitors of its page do, and ask for their lists, through `/v1/tag`. Its key may be public: it is in the page.
    case storefront
    /// Post items, shoppers and events.
    case ingest
    /// Ask for decisions.
    case decide
    /// Both, and see everything.
    case operate
    /// All, and change policies, rules and keys.
    case admin

    /// Whether this role may do what that one may.
    func includes(_ other: Role) -> Bool {
        switch (self, other) {
        case (.admin, _): true
        case (.operate, .admin): false
        case (.operate, _): true
        default: self == other
        }
    }
}

/// Who asks.
struct Caller: Sendable, Hashable {
    /// The name of the key, for the log.
    var name: String
    var role: Role
    /// Of the key; nothing where none is needed.
    var keyHash: String?

    /// Where there are no keys the server listens to this machine alone, and whoever is on it may do everything.
    static let thisMachine = Caller(name: "this machine", role: .admin)
}
