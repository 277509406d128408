/// How a server treats those who ask, and what it tells of them. Everything has a default.
public struct ServerSettings: Sendable {
    public var limits = RequestLimits()
    public var log = LogSettings()
    /// What pages in browsers may ask.
    public var pages = PageSettings.none
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    public var proxies = ["127.0.0.1", "::1"]

    public init(log: LogSettings = LogSettings()) { self.log = log }
}
