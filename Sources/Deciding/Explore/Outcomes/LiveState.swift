/// A learner brought up to the open decisions, with states remembered on the way, so that the next time it starts from
/// the last one that still holds.
struct LiveState<Learner: OutcomeLearner>: Sendable {
    private struct State: Sendable {
        /// The number of the first decision that it has not learned.
        var next: Int
        var learner: Learner
    }

    /// How many decisions lie between two remembered states.
    private let stride: Int
    /// What was learned, on top of the settled learner.
    private var path = NumberedQueue<OpenDecision>()
    /// Ascending; each has learned part of the path.
    private var states: [State] = []
    /// The newest state of all.
    private var tip: State?

    init(stride: Int) { self.stride = stride }

    /// A decision was settled and learned for good. What lies behind it holds if it was what it seemed to be.
    mutating func settle(_ decision: OpenDecision) {
        guard let first = path.first, first.teachesTheSame(as: decision) else { return forget() }
        path.removeFirst()
        states.removeAll { $0.next < path.firstNumber }
        if let next = tip?.next, next < path.firstNumber { tip = nil }
    }

    mutating func forget() {
        path.truncate(to: path.firstNumber)
        states = []
        tip = nil
    }

    /// What `settled` becomes by learning these decisions, in this order.
    ///
    /// O(decisions) to compare them with the last time's, then learns from the first that differs, or from at most
    /// `stride` before it. The result is the same to the last bit as learning them all.
    mutating func learner(
        after decisions: some Collection<OpenDecision>, from settled: Learner
    ) -> Learner {
        let start = path.firstNumber
        var same = start
        for (known, decision) in zip(path.all, decisions) {
            guard known.teachesTheSame(as: decision) else { break }
            same += 1
        }
        path.truncate(to: same)
        while let last = states.last, last.next > same { states.removeLast() }
        if let next = tip?.next, next > same { tip = nil }
        var state = tip ?? states.last ?? State(next: start, learner: settled)
        for decision in decisions.dropFirst(state.next - start) {
            if decision.fault == nil { state.learner.learnIfPossible(decision) }
            if state.next >= same { path.append(decision) }
            state.next += 1
            if state.next % stride == 0 { states.append(state) }
        }
        tip = state
        return state.learner
    }
}

extension OutcomeLearner {
    /// - Returns: what the learner had against the decision; it is then as it was before.
    @discardableResult
    mutating func learnIfPossible(_ open: OpenDecision) -> (any Error)? {
        do {
            try learn(open.decision, rewards: open.rewards)
            return nil
        } catch {
            return error
        }
    }
}
