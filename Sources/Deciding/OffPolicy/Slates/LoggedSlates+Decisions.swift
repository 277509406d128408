public import Commerce

extension LoggedSlates {
    /// The engine's own decisions with what they were worth, which must be of one length; actions are numbered in order
    /// of first appearance. O(decisions * positions).
    ///
    /// - Parameter outcomes: one for each decision, in the same order.
    /// - Returns: the log, and the item of each action number.
    /// - Throws: ``OffPolicyError`` `log.empty`; `log.shape` with the number of the first decision whose slate has another
    ///   length than the first one's, or rewards that do not fit; `log.outcome` where the outcome is another decision's;
    ///   and what the initialiser with columns throws.
    public static func joining(
        _ decisions: [Decision], with outcomes: [Outcome]
    ) throws -> (log: LoggedSlates, items: [ItemID]) {
        guard let first = decisions.first else {
            throw OffPolicyError(code: "log.empty", message: "the log holds no decision")
        }
        guard outcomes.count == decisions.count else {
            throw OffPolicyError(
                code: "log.shape", message: "\(decisions.count) decisions, but \(outcomes.count) outcomes")
        }
        let positions = first.slate.count
        var numbers: [ItemID: Int32] = [:]
        var items: [ItemID] = []
        var actions: [Int32] = []
        var (propensities, rewards): ([Double], [Double]) = ([], [])
        var isPinned: [Bool] = []
        for (place, (decision, outcome)) in zip(decisions, outcomes).enumerated() {
            guard decision.slate.count == positions else {
                throw OffPolicyError(
                    code: "log.shape",
                    message: "the slate of decision \(place) has \(decision.slate.count) positions, that of decision 0 "
                        + "\(positions)", remedy: "judge surfaces and lengths apart, or cut the slates to one length")
            }
            guard outcome.decision == decision.id else {
                throw OffPolicyError(
                    code: "log.outcome", message: "the outcome at place \(place) belongs to another decision")
            }
            guard outcome.rewards.count == positions else {
                throw OffPolicyError(
                    code: "log.shape",
                    message: "the outcome of decision \(place) has \(outcome.rewards.count) rewards for \(positions) "
                        + "positions")
            }
            for (shown, reward) in zip(decision.slate.sorted { $0.position < $1.position }, outcome.rewards) {
                let number = numbers[shown.item] ?? Int32(items.count)
                if numbers.updateValue(number, forKey: shown.item) == nil { items.append(shown.item) }
                actions.append(number)
                propensities.append(shown.isPinned ? 1 : shown.propensity)
                rewards.append(reward)
                isPinned.append(shown.isPinned)
            }
        }
        let log = try LoggedSlates(
            positions: positions, actions: actions, propensities: propensities, rewards: rewards, isPinned: isPinned)
        return (log, items)
    }
}
