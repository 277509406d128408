public import Foundation

/// Where the parts of one shop lie.
public struct ShopFolder: Sendable, Hashable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// Versioned model folders.
    public var models: URL { url.appending(path: "models") }

    /// Hashes of the keys that open the shop's API.
    public var keys: URL { url.appending(path: "keys.json") }

    /// What names of people are made with where they are not told.
    public var secret: URL { url.appending(path: "secret.key") }

    /// Rows that imports set aside.
    public var rejects: URL { url.appending(path: "rejects") }
}
