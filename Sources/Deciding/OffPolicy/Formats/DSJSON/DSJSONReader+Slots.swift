import Commerce
import Intake

/// Lines that fill several slots.
extension DSJSONReader {
    func readSlots(_ slotsNode: Int, _ members: Members) throws -> LoggedSlots {
        let actions = try actionNodes(members)
        let slots = try lines.elements(slotsNode, "_slots")
        guard let outcomesNode = members.outcomes else {
            throw issue("dsjson.label", "the line has '_slots' but no '_outcomes'")
        }
        let outcomes = try lines.elements(outcomesNode, "_outcomes")
        guard slots.count == outcomes.count, !slots.isEmpty else {
            throw issue("dsjson.slots", "there are \(slots.count) slots, but \(outcomes.count) outcomes")
        }
        var taken = Set<Int>()
        let read = try zip(slots, outcomes).enumerated().map { place, pair in
            let slot = try readSlot(pair.0, outcome: pair.1, number: place + 1, of: actions.count)
            guard taken.insert(slot.order[0]).inserted else {
                throw issue("dsjson.slots", "slot \(place + 1) shows action \(slot.order[0]) (from 0) a second time")
            }
            return slot
        }
        return LoggedSlots(
            id: members.id.map(lines.text) ?? "", time: try time(members),
            shared: try namespaces(of: members.context), actions: try actions.map { try namespaces(of: $0) },
            slots: read, dropped: try dropped(members), isLearned: try !isSkipped(members))
    }

    private func readSlot(_ slot: Int, outcome: Int, number: Int, of count: Int) throws -> LoggedSlot {
        let (tree, record) = (lines.tree, lines.feed.record)
        guard tree.nodes[slot].kind == .object, tree.nodes[outcome].kind == .object else {
            throw issue("dsjson.slots", "each slot and each outcome must be an object")
        }
        let (order, probabilities) = try distribution(
            tree.member("_a", of: outcome, in: record), tree.member("_p", of: outcome, in: record),
            names: ("_a", "_p"), firstAction: 0, of: count)
        guard let first = probabilities.first else {
            throw issue("log.propensity", "outcome \(number) has no '_a' and '_p'")
        }
        try checkPropensity(first, "the first of '_p' of outcome \(number)")
        // One alone is the chosen action's; several are the whole distribution.
        if probabilities.count > 1 { try checkSum(probabilities, "_p") }
        guard let cost = tree.member("_label_cost", of: outcome, in: record) else {
            throw issue("dsjson.label", "outcome \(number) has no _label_cost")
        }
        return LoggedSlot(
            id: tree.member("_id", of: slot, in: record).map(lines.text), features: try namespaces(of: slot),
            order: order, probabilities: probabilities,
            reward: try reward(cost: cost, "_label_cost of outcome \(number)"))
    }
}
