import Commerce

/// What a decision must fulfil before the ledger takes it in: a log with a propensity of 0, or one that is not a
/// number, can answer no question, and would be found out when it is too late.
enum DecisionCheck {
    /// - Throws: ``LedgerError`` `decision.invalid`, naming the decision and the rule. O(candidates * features).
    static func check(_ decision: Decision) throws {
        if let fault = fault(of: decision) {
            throw LedgerError(
                code: "decision.invalid", message: "decision '\(decision.id)' cannot be stored: \(fault)",
                remedy: "log what the policy computed; nothing of the batch was stored")
        }
    }

    static func check(_ outcome: Outcome) throws {
        let rewards = outcome.rewards.allSatisfy(\.isFinite)
        let events = outcome.events.allSatisfy { ($0.quantity ?? 0).isFinite && ($0.value ?? 0).isFinite }
        guard rewards, events else {
            throw LedgerError(
                code: "outcome.invalid",
                message: "the outcome of decision '\(outcome.decision)' holds a number that is not finite",
                remedy: "declare the range of rewards, so that such rewards are found; nothing of the batch was stored")
        }
    }

    private static func fault(of decision: Decision) -> String? {
        if decision.id.rawValue.isEmpty { return "it has no id" }
        for (place, action) in decision.slate.enumerated() {
            let name = "position \(place + 1) of the slate"
            guard action.propensity > 0, action.propensity <= 1 else {
                return "the propensity at \(name) must be in (0, 1]; got \(action.propensity)"
            }
            guard action.propensityError >= 0, action.propensityError.isFinite else {
                return "the error of the propensity at \(name) must be at least 0; got \(action.propensityError)"
            }
            guard action.position == place + 1 else { return "\(name) says that it is position \(action.position)" }
            guard action.score.isFinite, action.reasons.allSatisfy(\.strength.isFinite) else {
                return "a number at \(name) is not finite"
            }
        }
        let exploration = decision.exploration
        let numbers = [exploration.rate, exploration.greedyReward, exploration.spent, exploration.information]
        guard numbers.allSatisfy(\.isFinite), exploration.factors.values.allSatisfy(\.isFinite) else {
            return "a number of its exploration is not finite"
        }
        guard decision.candidates.spread.isFinite else { return "its spread is not finite" }
        if let name = decision.context.filter({ !$0.value.isFinite }).keys.min() {
            return "'\(name)' of its context is not finite"
        }
        return fault(of: decision.candidates)
    }

    private static func fault(of candidates: CandidateSet) -> String? {
        if let misfit = candidates.misfit { return misfit }
        let columns = [
            ("source scores", candidates.sourceScores), ("means", candidates.means),
            ("variances", candidates.variances), ("adjustments", candidates.adjustments),
        ]
        for (name, column) in columns where !allFinite(column) { return "one of its \(name) is not finite" }
        guard allFinite(candidates.features) else {
            let place = candidates.features.firstIndex { !$0.isFinite } ?? 0
            return "feature '\(candidates.featureNames[place % candidates.featureNames.count])' of a candidate is not "
                + "finite"
        }
        return nil
    }

    /// Without a branch in the loop: infinities and NaN have all exponent bits set.
    private static func allFinite(_ column: [Float]) -> Bool {
        var bad: UInt32 = 0
        for number in column { bad |= (number.bitPattern & 0x7F80_0000 &+ 0x0080_0000) & 0x8000_0000 }
        return bad == 0
    }
}
