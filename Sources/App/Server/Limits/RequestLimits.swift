/// What one request, one connection and one key may ask for. Everything has a default, and all of it together bounds
/// what the server holds in memory for those who ask.
public struct RequestLimits: Sendable, Hashable {
    /// Bytes of a body as it travels.
    public var bodyBytes = 8 << 20
    /// Bytes of rows, after gzip.
    public var unpackedBytes = 64 << 20
    /// Rows of a body.
    public var rows = 10_000
    /// Bytes of all headers of a request together.
    public var headerBytes = 32 << 10
    /// Connections that are open at once; more wait until one is closed.
    public var connections = 4096
    /// How long a connection may stay open between requests, or before the first has its headers.
    public var idleSeconds = 60
    /// How long a request may take to arrive, and how long an answer may wait for somebody who does not read.
    public var requestSeconds = 60
    /// Of each key; a server without keys has no such limit.
    public var keyRate = Rate(perSecond: 10_000, burst: 20_000)
    /// Of each address with the key of a storefront, which all its visitors share.
    public var visitorRate = Rate(perSecond: 50, burst: 500)
    /// Of unknown keys from each address.
    public var unknownKeyRate = Rate(perSecond: 1, burst: 60)

    public init() {}

    /// So many on average, and so many at once.
    public struct Rate: Sendable, Hashable {
        public var perSecond: Double
        public var burst: Int

        public init(perSecond: Double, burst: Int) {
            self.perSecond = perSecond
            self.burst = burst
        }
    }
}
