public import Foundation

/// Where the parts of one shop lie.
public struct ShopFolder: Sendable, Hashable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// Versioned model folders.
    public var models: URL { url.appending(path: "models") }

    /// Rows that imports set aside.
    public var rejects: URL { url.appending(path: "rejects") }
}
