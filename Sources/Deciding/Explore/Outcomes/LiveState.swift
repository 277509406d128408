/// A learner brought up to the open decisions, with states remembered on the way, so that the next time it starts from
/// the last one that still holds.
///
/// States are kept the more thinly the further back they lie: at most `4 log2(decisions / stride)` of them, and one within
/// half of any way back. So memory hardly grows with the number of open decisions, and learning again from a change costs
/// at most half more than it must.
struct LiveState<Learner: OutcomeLearner>: Sendable {
    private struct State: Sendable {
        /// The number of the first decision that it has not learned.
        var next: Int
        var learner: Learner
    }

    /// How many decisions lie between two remembered states.
    let stride: Int
    /// What was learned, on top of the settled learner, by number.
    private var path = NumberedQueue<OpenDecision>()
    /// Ascending; each has learned part of the path.
    private var states: [State] = []
    /// The newest state of all.
    private var tip: State?

    init(stride: Int) { self.stride = stride }

    var rememberedStates: Int { states.count }

    /// A decision was settled and learned for good. What lies behind it holds if it was what it seemed to be.
    mutating func settle(_ decision: OpenDecision, number: Int) {
        guard path.firstNumber == number, let first = path.first, first.teachesTheSame(as: decision) else {
            return restart(at: number + 1)
        }
        path.removeFirst()
        states.removeAll { $0.next <= number }
        if let next = tip?.next, next <= number { tip = nil }
    }

    /// What `settled` becomes by learning the decisions of these numbers, in this order.
    ///
    /// Learns from the first that differs from the last time's, or from at most `stride` before it. The result is the
    /// same to the last bit as learning them all.
    /// - Parameter change: decisions below this number are what they were the last time.
    mutating func learner(
        after decisions: NumberedQueue<OpenDecision>, in numbers: Range<Int>, changedFrom change: Int,
        on settled: Learner
    ) -> Learner {
        if path.firstNumber != numbers.lowerBound { restart(at: numbers.lowerBound) }
        let common = min(path.nextNumber, numbers.upperBound)
        var same = max(numbers.lowerBound, min(change, common))
        while same < common, path[same].teachesTheSame(as: decisions[same]) { same += 1 }
        path.truncate(to: same)
        while let last = states.last, last.next > same { states.removeLast() }
        if let next = tip?.next, next > same { tip = nil }
        var state = tip ?? states.last ?? State(next: numbers.lowerBound, learner: settled)
        while state.next < numbers.upperBound {
            let decision = decisions[state.next]
            if decision.fault == nil { state.learner.learnIfPossible(decision) }
            if state.next == path.nextNumber { path.append(decision) }
            state.next += 1
            if state.next % stride == 0 {
                let newest = state.next / stride
                states.removeAll { [stride] in !Self.isKept($0.next / stride, beside: newest) }
                states.append(state)
            }
        }
        tip = state
        return state.learner
    }

    /// The marks of a ruler: a state at a multiple of `2^k stride` stays until it lies `4 * 2^k` strides back.
    private static func isKept(_ mark: Int, beside newest: Int) -> Bool {
        newest - mark <= 4 << mark.trailingZeroBitCount
    }

    private mutating func restart(at number: Int) {
        path = NumberedQueue(startingAt: number)
        states = []
        tip = nil
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
