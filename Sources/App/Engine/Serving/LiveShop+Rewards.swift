public import Commerce
import Explore
public import Ledger

/// Rewards of a decision, as a shop tells them.
public struct ToldRewards: Sendable, Hashable {
    public enum Form: Sendable, Hashable {
        /// Of each position, from the first.
        case byPosition([Double])
        /// Of some items; the others earned what their events say.
        case byItem([ItemID: Double])
        /// Of the whole list: every position gets the same share.
        case whole(Double)
    }

    public var decision: DecisionID
    public var form: Form

    public init(decision: DecisionID, form: Form) {
        self.decision = decision
        self.form = form
    }

    /// What one position can earn.
    public static let range = ShopBeginnings.rewards

    /// By place in the slate.
    ///
    /// - Throws: ``EngineError`` `outcome.shape` for rewards that are not of this list, `outcome.range`.
    fileprivate func places(in slate: [ShownAction]) throws -> [Int: Double] {
        let rewards: [Int: Double]
        switch form {
        case .byPosition(let told):
            guard told.count == slate.count else {
                throw EngineError(
                    code: "outcome.shape",
                    message: "the list shows \(slate.count) items; there are \(told.count) rewards",
                    remedy: "tell the reward of every position, or those of some items by their names")
            }
            rewards = Dictionary(uniqueKeysWithValues: told.enumerated().map { ($0.offset, $0.element) })
        case .byItem(let told):
            rewards = try Dictionary(
                uniqueKeysWithValues: told.map { item, reward in
                    guard let place = slate.firstIndex(where: { $0.item == item }) else {
                        throw EngineError(code: "outcome.shape", message: "the list does not show '\(item)'")
                    }
                    return (place, reward)
                })
        case .whole(let reward):
            rewards = Dictionary(
                uniqueKeysWithValues: slate.indices.map { ($0, reward / Double(slate.count)) })
        }
        for (place, reward) in rewards where !Self.range.contains(reward) {
            throw EngineError(
                code: "outcome.range",
                message: "the reward of position \(place + 1) must be in \(Self.range); got \(reward)",
                remedy: "measure rewards in purchases: a purchase is 1")
        }
        return rewards
    }
}

/// What is known of a decision's outcome.
public struct OutcomeState: Sendable, Encodable {
    public struct Place: Sendable, Encodable {
        public var item: ItemID
        public var position: Int
        public var reward: Double
    }

    public var decision: DecisionID
    public var isSettled: Bool
    /// When the last answer can have come; it is settled soon after.
    public var settles: Timestamp
    /// Nothing while it is open.
    public var reward: Double?
    public var positions: [Place]?
    public var events: [Event]?
}

extension LiveShop {
    /// Takes in rewards that the shop works out itself: each stands for everything that its position earned, whatever the
    /// events say. Told again they change nothing; told otherwise, the first stand.
    ///
    /// They become events of the shopper (``Event/reward(_:of:at:time:)``), so that they are learned from, settled, exported
    /// and erased as everything else that answers a list.
    /// - Returns: what became of each, by position.
    /// - Throws: ``EngineError`` `outcome.unknown` when there is no such decision, `outcome.late` once its window has closed,
    ///   and what ``ToldRewards`` throws.
    public func tell(_ told: ToldRewards) async throws -> [(position: Int, fate: RowFate)] {
        guard let decision = try ledger.decision(told.decision) else {
            throw EngineError(code: "outcome.unknown", message: "there is no decision '\(told.decision)'")
        }
        let now = time.now()
        let rewards = try told.places(in: decision.slate).sorted { $0.key < $1.key }
        let events = rewards.map { Event.reward($0.value, of: decision, at: $0.key, time: now) }
        let known = try events.map { event in try event.id.flatMap { try ledger.posted($0) } }
        let isLate = now.since(decision.time) >= settings.window
        guard !isLate || known.allSatisfy({ $0 != nil }) else {
            throw EngineError(
                code: "outcome.late",
                message: "decision '\(told.decision)' of \(decision.time) takes no more answers",
                remedy: "tell rewards within \(settings.window) of the decision")
        }
        let fresh = zip(events, known).filter { $0.1 == nil }.map(\.0)
        var fates = try await post(fresh)[...]
        return zip(events, zip(rewards, known)).map { event, pair in
            let position = pair.0.key + 1
            guard let known = pair.1 else { return (position, fates.removeFirst()) }
            return (position, known.value == event.value ? .known : .contradicted)
        }
    }

    /// Nothing for a decision that is not in the ledger.
    public nonisolated func outcome(of id: DecisionID) throws -> OutcomeState? {
        guard let decision = try ledger.decision(id) else { return nil }
        var state = OutcomeState(decision: id, isSettled: false, settles: decision.time + settings.window)
        guard let outcome = try ledger.outcome(of: id) else { return state }
        state.isSettled = true
        state.reward = outcome.reward
        state.events = outcome.events
        state.positions = zip(decision.slate, outcome.rewards).map { shown, reward in
            OutcomeState.Place(item: shown.item, position: shown.position, reward: reward)
        }
        return state
    }
}
