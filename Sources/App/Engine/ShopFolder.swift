public import Foundation

/// Where the parts of one shop lie.
public struct ShopFolder: Sendable, Hashable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// Versioned model folders.
    public var models: URL { url.appending(path: "models") }

    /// Hashes of the keys that open the shop's API.
    public var keys: URL { url.appending(path: "keys.json") }

    /// What pseudonyms in logs are made with.
    public var pseudonyms: URL { url.appending(path: "pseudonyms.key") }

    /// Rows that imports set aside.
    public var rejects: URL { url.appending(path: "rejects") }
}
