public import Commerce

/// Decisions and events in, in any order; a learner out that is the same as if all had come once and in order.
///
/// ``settled`` has learned the decisions whose windows have closed, each once, in the order of their moments. It is the
/// state to keep, and the only one to judge policies by. ``live()`` has also learned what the open decisions have
/// earned so far, and is what serving reads: it follows the shop by the minute, and forgets its guesses as they settle.
///
/// ```swift
/// var book = OutcomeBook(learner: ranker, attribution: .standard, rewards: .standard)
/// for settled in book.receive(event) { keep(settled.outcome) }
/// let ranker = book.live()
/// ```
///
/// Deliveries wait in a buffer until the watermark (the newest moment seen less the allowed lateness) has passed them,
/// and then take their turn in canonical order: by time, decisions before events, then by id or content. So what is
/// delivered twice, late within the allowance, or out of order changes nothing in ``settled``, to the last bit. What is
/// later still is counted in ``tally``, and changes nothing either.
///
/// Memory: the deliveries of the lateness, and the decisions of the longest window with their slates and events.
///
/// **Going on after a restart.** Keep ``settled`` with ``mark``; make the book again from both; deliver again
/// everything from ``resumePoint`` on. What was settled before is not learned or returned again.
public struct OutcomeBook<Learner: OutcomeLearner>: Sendable {
    /// Has learned every settled decision.
    public private(set) var settled: Learner
    /// How many decisions it has learned, in all its life.
    public private(set) var updates: Int
    /// The last settled decision.
    public private(set) var mark: DecisionMark?
    private var join: OutcomeJoin
    private var state: LiveState<Learner>
    private var refusedByLearner = 0

    /// - Parameters:
    ///   - mark, updates: those of the book whose learner this is; nothing and 0 for a new one.
    ///   - stride: open decisions between two remembered live states; a state costs the memory of a learner, a longer
    ///     stride costs learning again.
    /// - Precondition: `stride` is positive.
    public init(
        learner: Learner, attribution: Attribution = .standard, rewards: RewardFunction = .standard,
        timing: OutcomeTiming = .standard, resumingAfter mark: DecisionMark? = nil, updates: Int = 0, stride: Int = 256
    ) {
        precondition(stride > 0, "OutcomeBook.stride must be positive")
        settled = learner
        self.updates = updates
        self.mark = mark
        join = OutcomeJoin(attribution: attribution, rewards: rewards, timing: timing)
        state = LiveState(stride: stride)
    }

    public var attribution: Attribution { join.attribution }
    public var rewards: RewardFunction { join.rewards }
    public var timing: OutcomeTiming { join.timing }
    public var openDecisions: Int { join.openDecisions }
    public var waiting: Int { join.waiting }
    public var newest: Timestamp? { join.newest }

    /// What became of everything that was delivered.
    public var tally: OutcomeTally {
        var tally = join.tally
        tally.faultyDecisions += refusedByLearner
        return tally
    }

    /// From where the record must be delivered again to a book that goes on from ``mark``: everything that can still
    /// matter to a decision after it. Nothing when nothing was settled: then from the beginning.
    public var resumePoint: Timestamp? { mark.map { $0.time - attribution.longest } }
}

extension OutcomeBook {
    /// Takes a decision in.
    ///
    /// - Parameter now: the clock, by which a date in the future is found; nothing when a record is read again.
    /// - Returns: the decisions that are settled by it, in canonical order; all have been learned, except those at
    ///   fault.
    @discardableResult
    public mutating func receive(_ decision: Decision, now: Timestamp? = nil) -> [SettledDecision] {
        learn(join.receive(decision, now: now))
    }

    /// Takes an event in. As ``receive(_:now:)-(Decision,_)``.
    @discardableResult
    public mutating func receive(_ event: Event, now: Timestamp? = nil) -> [SettledDecision] {
        learn(join.receive(event, now: now))
    }

    /// Lets time pass without a delivery.
    @discardableResult
    public mutating func advance(to time: Timestamp) -> [SettledDecision] {
        learn(join.advance(to: time))
    }

    /// Ends the record: all that is open is settled as it stands, and learned.
    @discardableResult
    public mutating func finish() -> [SettledDecision] {
        learn(join.finish())
    }

    /// ``settled`` and, on top of it, what the open decisions have earned so far, in canonical order; those younger
    /// than ``OutcomeTiming/liveAge`` are left out.
    ///
    /// Cost: one update for each decision from the first one that has changed since the last call, or from at most
    /// `stride` before it: mostly the decisions of the last minutes, but a purchase that answers a decision of last week
    /// costs a week's updates. The first call, and one after a delivery out of order, also looks at every open decision.
    public mutating func live() -> Learner {
        guard let newest = join.newest else { return settled }
        let (open, change) = join.present()
        let start = open.numbers.first { !isLearned(open[$0]) } ?? open.nextNumber
        let end = open.numbers.last { newest.since(open[$0].time) >= timing.liveAge }.map { $0 + 1 } ?? start
        return state.learner(after: open, in: start..<max(start, end), changedFrom: change, on: settled)
    }

    /// Changes what the learner knows from elsewhere, such as which positions are looked at. What is settled is not
    /// learned again; what is open will be learned by the changed one.
    public mutating func reconfigure(_ change: (inout Learner) throws -> Void) rethrows {
        try change(&settled)
        state = LiveState(stride: state.stride)
    }

    private func isLearned(_ open: OpenDecision) -> Bool {
        mark.map { DecisionMark(of: open.decision) <= $0 } ?? false
    }

    private mutating func learn(_ releases: [OutcomeJoin.Release]) -> [SettledDecision] {
        var results: [SettledDecision] = []
        for release in releases where !isLearned(release.decision) {
            let open = release.decision
            state.settle(open, number: release.number)
            var fault = open.fault
            if fault == nil {
                if let reason = settled.learnIfPossible(open) {
                    refusedByLearner += 1
                    fault = ExploreError(code: "learner", message: "the learner refused a decision: \(reason)")
                } else {
                    updates += 1
                }
            }
            mark = DecisionMark(of: open.decision)
            results.append(
                SettledDecision(
                    decision: open.decision,
                    outcome: Outcome(decision: open.decision.id, events: open.events, rewards: open.rewards),
                    isMature: release.isMature, fault: fault))
        }
        return results
    }
}
