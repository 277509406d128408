public import Commerce
public import Explore

/// How a live shop stands.
public struct LiveStatus: Sendable, Encodable {
    public struct Surface: Sendable, Encodable {
        public var surface: String
        /// What exploring was allowed, spent and brought.
        public var account: ExplorationAccount
    }

    public var time: Timestamp
    public var policy: String
    public var snapshot: String?
    public var items: Int
    public var counts: LiveCounts
    public var openDecisions: Int
    public var peopleInMemory: Int
    /// Decisions learned from for good.
    public var updates: Int
    /// Detections of drift.
    public var drifts: Int
    public var surfaces: [Surface]
    public var trouble: String?
}

extension LiveShop {
    public func status() async -> LiveStatus {
        LiveStatus(
            time: time.now(), policy: dials.policy.name, snapshot: models.snapshot, items: catalogue.items.count,
            counts: counts, openDecisions: await study.openDecisions, peopleInMemory: desk.memory.count,
            updates: desk.ranker.updates, drifts: desk.control.drifts,
            surfaces: desk.control.budgets.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { LiveStatus.Surface(surface: $0.key.rawValue, account: $0.value.account) },
            trouble: trouble)
    }
}
