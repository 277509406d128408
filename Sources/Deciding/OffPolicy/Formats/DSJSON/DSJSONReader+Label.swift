import Commerce
import Intake

/// What was shown, how probable it was, and what it earned.
extension DSJSONReader {
    /// Logs hold single precision.
    static let tolerance = 1e-3

    func readLabel(_ members: Members, actions count: Int) throws -> ChoiceLabel {
        let action = try chosenAction(members, of: count)
        guard let probabilityNode = members.probability else {
            throw issue(
                "log.propensity", "there is no _label_probability",
                remedy: "a log without the probability of what was shown can judge no other policy")
        }
        let propensity = try lines.number(probabilityNode, "_label_probability")
        try checkPropensity(propensity, "_label_probability")
        guard let costNode = members.cost else { throw issue("dsjson.label", "there is no _label_cost") }
        let reward = try reward(cost: costNode, "_label_cost")
        let (order, probabilities) = try distribution(
            members.order, members.probabilities, names: ("a", "p"), firstAction: 1, of: count)
        if !order.isEmpty {
            try checkDistribution(order, probabilities, of: count)
            guard let place = order.firstIndex(of: action),
                abs(probabilities[place] - propensity) <= Self.tolerance * max(propensity, probabilities[place])
            else {
                throw issue(
                    "log.propensity",
                    "_label_probability is \(propensity), but 'p' gives action \(action + 1) "
                        + (order.firstIndex(of: action).map { "\(probabilities[$0])" } ?? "none"),
                    remedy: "one of the two is wrong, and which cannot be told from the log")
            }
        }
        return ChoiceLabel(
            id: members.id.map(lines.text) ?? "", time: try time(members), action: action, propensity: propensity,
            reward: reward, order: order, probabilities: probabilities, dropped: try dropped(members),
            isLearned: try !isSkipped(members))
    }

    private func chosenAction(_ members: Members, of count: Int) throws -> Int {
        let action = try members.action.map { try lines.whole($0, "_label_Action") - 1 }
        let index = try members.index.map { try lines.whole($0, "_labelIndex") }
        if let action, let index, action != index {
            throw issue(
                "dsjson.label", "_label_Action is \(action + 1) (from 1), but _labelIndex is \(index) (from 0)",
                remedy: "they must name the same action")
        }
        guard let chosen = action ?? index else {
            throw issue("dsjson.label", "there is neither _label_Action nor _labelIndex")
        }
        guard (0..<count).contains(chosen) else {
            throw issue(
                "log.action",
                action == nil
                    ? "_labelIndex is \(chosen), but '_multi' holds \(count) actions, 0 to \(count - 1)"
                    : "_label_Action is \(chosen + 1), but '_multi' holds \(count) actions, 1 to \(count)")
        }
        return chosen
    }

    /// Actions in the order shown, as places from 0, and their probabilities; both empty when the log has neither.
    func distribution(
        _ orderNode: Int?, _ probabilityNode: Int?, names: (String, String), firstAction: Int, of count: Int
    ) throws -> (order: [Int], probabilities: [Double]) {
        guard let orderNode, let probabilityNode else { return ([], []) }
        var (actions, probabilities): ([Double], [Double]) = ([], [])
        try lines.numbers(orderNode, into: &actions, names.0)
        try lines.numbers(probabilityNode, into: &probabilities, names.1)
        guard actions.count == probabilities.count else {
            throw issue(
                "log.distribution",
                "'\(names.0)' holds \(actions.count) actions and '\(names.1)' \(probabilities.count) probabilities")
        }
        var isSeen = [Bool](repeating: false, count: count)
        let order = try actions.map { number in
            guard let action = Int(exactly: number - Double(firstAction)), (0..<count).contains(action) else {
                throw issue(
                    "log.action",
                    "'\(names.0)' names action \(number), but there are \(count), from \(firstAction)")
            }
            guard !isSeen[action] else { throw issue("log.action", "'\(names.0)' names action \(number) twice") }
            isSeen[action] = true
            return action
        }
        return (order, probabilities)
    }

    private func checkDistribution(_ order: [Int], _ probabilities: [Double], of count: Int) throws {
        guard order.count == count else {
            throw issue("log.distribution", "'a' orders \(order.count) actions, but '_multi' holds \(count)")
        }
        try checkSum(probabilities, "p")
    }

    func checkSum(_ probabilities: [Double], _ name: String) throws {
        if let wrong = probabilities.first(where: { !($0 >= 0 && $0 <= 1) }) {
            throw issue("log.propensity", "'\(name)' must hold probabilities in [0, 1]; got \(wrong)")
        }
        let sum = probabilities.reduce(0, +)
        guard abs(sum - 1) <= Self.tolerance else {
            throw issue("log.distribution", "the probabilities in '\(name)' must sum to one; they sum to \(sum)")
        }
    }

    func checkPropensity(_ propensity: Double, _ name: String) throws {
        guard propensity > 0, propensity <= 1 else {
            throw issue(
                "log.propensity", "\(name) must be in (0, 1]; got \(propensity)",
                remedy: "what was shown cannot have been impossible: look at what wrote the log")
        }
    }

    func reward(cost node: Int, _ name: String) throws -> Double {
        let cost = try lines.number(node, name)
        let reward = cost == 0 ? 0 : -cost
        if let rewardRange, !rewardRange.contains(reward) {
            throw issue(
                "log.reward",
                "the reward must be in \(rewardRange.lowerBound) ... \(rewardRange.upperBound); got \(reward) "
                    + "(\(name) is \(cost), and a reward is minus the cost)")
        }
        return reward
    }

    func time(_ members: Members) throws -> Timestamp? {
        guard let node = members.time else { return nil }
        guard let time = lines.feed.record.time(lines.tree.nodes[node].field) else {
            throw issue(
                "log.time", "Timestamp '\(lines.text(node))' is not a time", remedy: "write 2026-01-31T10:00:00Z")
        }
        return time
    }

    func dropped(_ members: Members) throws -> Double {
        guard let node = members.dropped else { return 0 }
        let share = try lines.number(node, "pdrop")
        guard share >= 0, share < 1 else { throw issue("dsjson.pdrop", "pdrop must be in [0, 1); got \(share)") }
        return share
    }

    func isSkipped(_ members: Members) throws -> Bool {
        try members.skip.map { try lines.flag($0, "_skipLearn") } ?? false
    }
}
