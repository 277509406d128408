/// Where a shopper stands between looking around and paying.
public enum FunnelStage: String, Sendable, Hashable, Codable, CaseIterable {
    case browsing, cart, checkout
}

/// What is known of the shopper and the session when exploration is planned.
public struct ExplorationSituation: Sendable, Hashable, Codable {
    /// Past events of the shopper, over all sessions; 0 for a stranger.
    public var pastEvents: Int
    public var stage: FunnelStage
    /// Explored items of this session that were shown and not answered, since the last one that was.
    public var ignoredTrials: Int

    public init(pastEvents: Int = 0, stage: FunnelStage = .browsing, ignoredTrials: Int = 0) {
        self.pastEvents = pastEvents
        self.stage = stage
        self.ignoredTrials = ignoredTrials
    }
}
