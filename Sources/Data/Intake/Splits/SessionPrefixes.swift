public import Commerce

/// Every session unrolled into its prefixes: `[a, b, c]` asks what follows `a`, and what follows `a, b`.
///
/// The protocol of session-based recommendation (Wu et al., "Session-based Recommendation with Graph Neural
/// Networks", AAAI 2019). Sessions are held out whole, so nothing needs to be split inside one. A repeated item is
/// a target like any other: evaluate with the history kept.
public struct SessionPrefixes: Sendable, Hashable, Codable {
    /// The shortest prefix that is asked about.
    public let minimumPrefix: Int
    /// Only this many latest items of a prefix are shown to the model; all of them when nothing is given.
    public let window: Int?

    /// - Throws: ``IntakeError`` `split.parameter` when a parameter is not positive.
    public init(minimumPrefix: Int = 1, window: Int? = nil) throws {
        guard minimumPrefix >= 1 else {
            throw IntakeError.split("SessionPrefixes.minimumPrefix", "at least 1", got: minimumPrefix)
        }
        if let window, window < 1 {
            throw IntakeError.split("SessionPrefixes.window", "at least 1", got: window)
        }
        self.minimumPrefix = minimumPrefix
        self.window = window
    }

    /// Queries of one session have the session's number as owner. O(sum of squared session lengths).
    public func queries(from sessions: [History]) -> [RankingQuery] {
        var queries: [RankingQuery] = []
        for (number, session) in sessions.enumerated() where session.count > minimumPrefix {
            for next in minimumPrefix..<session.count {
                let seen = max(0, next - (window ?? next))..<next
                queries.append(
                    RankingQuery(
                        history: History(
                            shopper: session.shopper, items: Array(session.items[seen]),
                            weights: Array(session.weights[seen]),
                            times: session.times.isEmpty ? [] : Array(session.times[seen])),
                        targets: [session.items[next]], owner: Int32(number)))
            }
        }
        return queries
    }

    /// Queries from sessions that are already cut: the last item of each is the target, the rest the history, and
    /// each stands alone. Sessions of fewer than two items ask nothing.
    public static func lastItems(of sessions: [History]) -> [RankingQuery] {
        sessions.compactMap { session in
            guard session.count >= 2 else { return nil }
            return RankingQuery(
                history: History(
                    shopper: session.shopper, items: session.items.dropLast(), weights: session.weights.dropLast(),
                    times: session.times.dropLast()),
                targets: [session.items[session.count - 1]])
        }
    }
}

extension SessionPrefixes {
    private enum CodingKeys: String, CodingKey { case minimumPrefix, window }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            minimumPrefix: container.decodeIfPresent(Int.self, forKey: .minimumPrefix) ?? 1,
            window: container.decodeIfPresent(Int.self, forKey: .window))
    }
}
