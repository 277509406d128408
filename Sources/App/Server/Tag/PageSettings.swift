import Foundation

/// What pages in browsers may ask of a server.
public struct PageSettings: Sendable {
    /// Where pages may come from besides this server: `https://shop.example`.
    public let origins: Set<String>
    /// Whether the example storefront is served.
    public let hasStorefront: Bool

    /// - Throws: ``ServerError`` `serve.origin` for an origin that no browser would send.
    public init(origins: some Sequence<String>, hasStorefront: Bool) throws {
        self.origins = try Set(origins.map(Self.checked))
        self.hasStorefront = hasStorefront
    }

    /// Pages of this server alone, and no storefront.
    public static let none = PageSettings()

    private init() {
        origins = []
        hasStorefront = false
    }

    /// As browsers write it (RFC 6454, 6.2): scheme, host and port, in small letters and without the usual port.
    private static func checked(_ text: String) throws -> String {
        let usual = ["http": 80, "https": 443]
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), let host = parts.host,
            let port = usual[scheme], !host.isEmpty, ["", "/"].contains(parts.path), parts.query == nil,
            parts.fragment == nil, parts.user == nil
        else {
            throw ServerError(
                code: "serve.origin", message: "'\(text)' is not the origin of a page",
                remedy: "write scheme, host and port alone, such as https://shop.example or http://localhost:3000")
        }
        let isUsual = parts.port == nil || parts.port == port
        return "\(scheme)://\(host.lowercased())" + (isUsual ? "" : ":\(parts.port ?? port)")
    }
}
