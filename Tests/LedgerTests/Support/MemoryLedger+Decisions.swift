import Commerce
import Synchronization

@testable import Ledger

/// A decision as it was stored, and whether all of it was.
struct MemoryDecision {
    var decision: Decision
    var isFull: Bool
}

/// The rules of the log of decisions in their plainest form.
extension MemoryLedger {
    func append(_ decisions: [Decision], detail: DecisionDetail) throws -> DecisionReceipt {
        for decision in decisions { try DecisionCheck.check(decision) }
        return state.withLock { state in
            var receipt = DecisionReceipt()
            for decision in decisions {
                let isFull = detail.isFull(decision.id)
                guard let stored = state.decisions[decision.id] else {
                    state.note(decision)
                    state.decisions[decision.id] = MemoryDecision(
                        decision: isFull ? decision : decision.keepingSlate(), isFull: isFull)
                    receipt.added += 1
                    continue
                }
                let slate = decision.keepingSlate()
                let isKnown =
                    switch (stored.isFull, isFull) {
                    case (false, _): stored.decision == slate
                    case (true, false): stored.decision.keepingSlate() == slate
                    // Whoever has only the slate left may deliver it again.
                    case (true, true):
                        stored.decision == decision || stored.decision.keepingSlate() == decision
                    }
                if isKnown { receipt.known += 1 } else { receipt.contradicted.append(decision.id) }
            }
            return receipt
        }
    }

    func decision(_ id: DecisionID) throws -> Decision? { state.withLock { $0.decisions[id]?.decision } }

    func forEachDecision(matching query: DecisionQuery, _ body: (Decision) throws -> Void) throws {
        for decision in state.withLock({ $0.decisions(matching: query) }).prefix(query.limit ?? .max) {
            try body(decision)
        }
    }

    func append(_ outcomes: [Outcome]) throws -> DecisionReceipt {
        for outcome in outcomes { try DecisionCheck.check(outcome) }
        return try state.withLock { state in
            for outcome in outcomes {
                guard state.decisions[outcome.decision]?.decision.slate.count == outcome.rewards.count else {
                    throw LedgerError(code: "outcome.decision", message: "no such decision")
                }
            }
            var receipt = DecisionReceipt()
            for outcome in outcomes {
                switch state.outcomes[outcome.decision] {
                case nil:
                    state.outcomes[outcome.decision] = outcome
                    receipt.added += 1
                case outcome: receipt.known += 1
                default: receipt.contradicted.append(outcome.decision)
                }
            }
            return receipt
        }
    }

    func outcome(of id: DecisionID) throws -> Outcome? { state.withLock { $0.outcomes[id] } }

    func forEachOutcome(matching query: DecisionQuery, _ body: (Decision, Outcome) throws -> Void) throws {
        let pairs = state.withLock { state in
            state.decisions(matching: query).compactMap { decision in
                state.outcomes[decision.id].map { (decision, $0) }
            }
        }
        for (decision, outcome) in pairs.prefix(query.limit ?? .max) { try body(decision, outcome) }
    }

    func record(_ checkpoint: LearnerCheckpoint, keeping: Int) throws {
        state.withLock { state in
            state.checkpoints.removeAll { $0.lineage == checkpoint.lineage && $0.updates == checkpoint.updates }
            state.checkpoints.append(checkpoint)
            let kept = state.checkpoints.filter { $0.lineage == checkpoint.lineage }.sorted { $0.updates > $1.updates }
            state.checkpoints.removeAll { $0.lineage == checkpoint.lineage }
            state.checkpoints += kept.prefix(keeping)
        }
    }

    func latestCheckpoint(of lineage: String) throws -> LearnerCheckpoint? {
        state.withLock { state in
            state.checkpoints.filter { $0.lineage == lineage }.max { $0.updates < $1.updates }
        }
    }
}

extension MemoryLedger.State {
    func summariseDecisions(_ summary: inout LedgerSummary) {
        summary.decisions = decisions.count
        summary.settledDecisions = outcomes.count
        summary.oldestDecision = decisions.values.map(\.decision.time).min()
        summary.newestDecision = decisions.values.map(\.decision.time).max()
        let records = decisions.values.map { DecisionRecord.bytes(of: $0.decision).count }
        let results = outcomes.values.map { OutcomeRecord.bytes(of: $0).count }
        summary.decisionBytes = (records + results).reduce(0, +)
    }

    fileprivate func decisions(matching query: DecisionQuery) -> [Decision] {
        decisions.values.map(\.decision).filter { decision in
            let person = person(Event(.view, at: decision.time, shopper: decision.shopper, visitor: decision.visitor))
            return (query.from.map { decision.time >= $0 } ?? true)
                && (query.until.map { decision.time < $0 } ?? true)
                && (query.surface.map { decision.surface == $0 } ?? true)
                && (query.policyVersion.map { decision.policyVersion == $0 } ?? true)
                && (query.shopper == nil || person == query.shopper)
                && (query.visitor == nil || decision.shopper == nil && decision.visitor == query.visitor)
        }
        .sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    fileprivate mutating func note(_ decision: Decision) {
        note(Event(.view, at: decision.time, shopper: decision.shopper, visitor: decision.visitor))
    }
}
