public import Commerce

/// A decision whose windows are open, with what it has earned so far.
struct OpenDecision: Sendable {
    private let held: HeldDecision
    /// In canonical order.
    private(set) var events: [Event] = []
    /// By position; all 0 while there is a fault.
    private(set) var rewards: [Double]
    private(set) var fault: ExploreError?

    init(_ held: HeldDecision) {
        self.held = held
        rewards = Array(repeating: 0, count: held.decision.slate.count)
    }

    var decision: Decision { held.decision }
    var time: Timestamp { held.decision.time }
    var arrival: Arrival { Arrival(held) }

    /// Whether learning the one is learning the other.
    func teachesTheSame(as other: OpenDecision) -> Bool {
        held === other.held && rewards == other.rewards && (fault == nil) == (other.fault == nil)
    }

    func shows(_ item: ItemID) -> Bool { decision.slate.contains { $0.item == item } }

    /// Adds an event that was attributed to this decision. O(events * slate).
    mutating func add(_ event: Event, under function: RewardFunction) {
        events.append(event)
        do {
            rewards = try function.rewards(of: events, for: decision)
            fault = nil
        } catch {
            rewards = Array(repeating: 0, count: decision.slate.count)
            fault = error
        }
    }
}

extension RewardFunction {
    /// The reward of each position, from the events attributed to a decision, in order of time: those of its item, at
    /// the first position that shows it. O(events * slate).
    ///
    /// - Throws: as ``reward(of:)``.
    public func rewards(of events: [Event], for decision: Decision) throws(ExploreError) -> [Double] {
        var rewards = [Double](repeating: 0, count: decision.slate.count)
        var seen: Set<ItemID> = []
        for event in events {
            guard let item = event.item, seen.insert(item).inserted,
                let place = decision.slate.firstIndex(where: { $0.item == item })
            else { continue }
            rewards[place] = try reward(of: events.filter { $0.item == item })
        }
        return rewards
    }
}
