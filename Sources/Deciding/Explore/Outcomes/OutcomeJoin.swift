import Commerce

/// Joins events to the decisions they answer, from deliveries in any order, and lets a decision go when its windows
/// have closed.
///
/// Deliveries wait in a buffer until the watermark (the newest moment seen less the allowed lateness) has passed
/// them, and then take their turn in canonical order. So a delivery repeated, late (within the allowed lateness) or out
/// of order changes nothing in what is settled, to the last bit. What is later than that is counted in ``tally`` and
/// changes nothing.
///
/// Memory: the deliveries of the lateness, and the decisions of the longest window with their slates and events. A
/// delivery costs O(log buffer), plus O(decisions open for that person) when it quotes no decision.
struct OutcomeJoin: Sendable {
    /// A decision that leaves.
    struct Release {
        var decision: OpenDecision
        /// Its number among all decisions, in canonical order.
        var number: Int
        /// Whether its windows have closed.
        var isMature: Bool
    }

    let timing: OutcomeTiming
    private var machine: OpenDecisions
    private var buffer = ArrivalBuffer()
    /// The machine as it would be if everything that waits had taken its turn; nothing until it is asked for, and when
    /// a delivery came that belongs before another and may matter.
    private var ahead: Ahead?
    /// What waits or is part of an open decision.
    private var held: Set<ArrivalIdentity> = []
    private var counts = OutcomeTally()
    private var isFinished = false
    /// The newest moment seen; nothing before the first delivery.
    private(set) var newest: Timestamp?

    private struct Ahead {
        var machine: OpenDecisions
        var last: Arrival?
    }

    init(attribution: Attribution, rewards: RewardFunction, timing: OutcomeTiming = .standard) {
        self.timing = timing
        machine = OpenDecisions(attribution: attribution, rewards: rewards, lateness: timing.lateness)
    }

    var attribution: Attribution { machine.attribution }
    var rewards: RewardFunction { machine.rewards }
    /// Decisions that have taken their turn and are open.
    var openDecisions: Int { machine.queue.count }
    /// Deliveries that wait for their turn.
    var waiting: Int { buffer.count }

    /// What became of everything that was delivered so far.
    var tally: OutcomeTally {
        var tally = machine.tally
        tally.decisions = counts.decisions
        tally.events = counts.events
        tally.repeated = counts.repeated
        tally.contradicted = counts.contradicted
        tally.lateDecisions = counts.lateDecisions
        tally.lateEvents = counts.lateEvents
        tally.worstMiss = counts.worstMiss
        tally.fromTheFuture = counts.fromTheFuture
        tally.invalid = counts.invalid
        return tally
    }

    /// Everything before this moment has taken its turn; nothing before the first delivery.
    var watermark: Timestamp? { newest.map { $0 - timing.lateness } }

    /// Takes a decision in.
    ///
    /// - Parameter now: the clock, by which a date in the future is found; nothing when a record is read again.
    /// - Returns: the decisions that are settled by it, in canonical order.
    mutating func receive(_ decision: Decision, now: Timestamp? = nil) -> [Release] {
        guard isCalendar(decision.time) else {
            counts.invalid += 1
            return []
        }
        return receive(Arrival(HeldDecision(decision)), isDecision: true, now: now)
    }

    /// Takes an event in. As ``receive(_:now:)-(Decision,_)``.
    mutating func receive(_ event: Event, now: Timestamp? = nil) -> [Release] {
        guard isCalendar(event.time), event.quantity?.isFinite ?? true, event.value?.isFinite ?? true else {
            counts.invalid += 1
            return []
        }
        return receive(Arrival(event), isDecision: false, now: now)
    }

    /// Lets time pass without a delivery.
    mutating func advance(to time: Timestamp) -> [Release] {
        guard isCalendar(time) else { return [] }
        newest = max(newest ?? time, time)
        return settle()
    }

    /// Ends the record: everything that waits takes its turn, and every decision is settled. Those whose windows had
    /// not closed by the newest moment seen say so in ``Release/isMature``. What is delivered afterwards is
    /// late.
    mutating func finish() -> [Release] {
        isFinished = true
        guard let newest else { return [] }
        while let arrival = buffer.takeFirst(before: Timestamp(milliseconds: .max)) { turn(arrival) }
        var settled: [Release] = []
        while let first = machine.queue.first {
            settled.append(letGo(isMature: machine.isMature(first, at: newest)))
        }
        return settled
    }

    private mutating func receive(_ arrival: Arrival, isDecision: Bool, now: Timestamp?) -> [Release] {
        let identity = ArrivalIdentity(arrival: arrival)
        if let place = held.firstIndex(of: identity) {
            if held[place].arrival.isSame(as: arrival) { counts.repeated += 1 } else { counts.contradicted += 1 }
            return []
        }
        if let now, arrival.time > now + timing.skew {
            counts.fromTheFuture += 1
            return []
        }
        let miss = watermark.map { $0.since(arrival.time) } ?? .zero
        if isFinished || miss > .zero {
            if isDecision { counts.lateDecisions += 1 } else { counts.lateEvents += 1 }
            counts.worstMiss = max(counts.worstMiss, miss / .seconds(1))
            return []
        }
        if isDecision { counts.decisions += 1 } else { counts.events += 1 }
        held.insert(identity)
        buffer.insert(arrival)
        if ahead != nil { look(at: arrival) }
        guard newest.map({ $0 < arrival.time }) ?? true else { return [] }
        newest = arrival.time
        return settle()
    }

    /// Lets everything before the watermark take its turn, and settles what has matured.
    private mutating func settle() -> [Release] {
        guard let watermark else { return [] }
        var settled: [Release] = []
        while let arrival = buffer.takeFirst(before: watermark) {
            while machine.isFirstMature(at: arrival.time) { settled.append(letGo(isMature: true)) }
            turn(arrival)
        }
        while machine.isFirstMature(at: watermark) { settled.append(letGo(isMature: true)) }
        return settled
    }

    /// The open decisions as they are once everything that waits has taken its turn.
    ///
    /// O(open decisions + n log n) for `n` that wait, the first time and after a delivery out of order that may matter;
    /// else O(1).
    /// - Returns: the decisions, and the lowest number whose rewards may have changed since the last call.
    mutating func present() -> (decisions: NumberedQueue<OpenDecision>, lowestChange: Int) {
        if ahead == nil {
            let waiting = buffer.sorted()
            var machine = machine
            for arrival in waiting { _ = machine.take(arrival) }
            machine.lowestChange = 0
            ahead = Ahead(machine: machine, last: waiting.last)
        }
        guard let decisions = ahead?.machine.queue, let change = ahead?.machine.lowestChange else {
            preconditionFailure("the state ahead was just made")
        }
        ahead?.machine.lowestChange = .max
        return (decisions, change)
    }

    /// What has just come takes its turn ahead of the watermark, when nothing that belongs after it has, or when that
    /// makes no difference.
    private mutating func look(at arrival: Arrival) {
        guard let last = ahead?.last else {
            ahead?.last = arrival
            _ = ahead?.machine.take(arrival)
            return
        }
        if Arrival.precedes(last, arrival) {
            ahead?.last = arrival
            _ = ahead?.machine.take(arrival)
        } else if case .event(let event) = arrival.content, ahead?.machine.canMatter(event) == false {
            return
        } else {
            ahead = nil
        }
    }

    private mutating func turn(_ arrival: Arrival) {
        if !machine.take(arrival) { held.remove(ArrivalIdentity(arrival: arrival)) }
    }

    private mutating func letGo(isMature: Bool) -> Release {
        let (decision, number) = machine.removeFirst()
        _ = ahead?.machine.removeFirst()
        held.remove(ArrivalIdentity(arrival: decision.arrival))
        for event in decision.events { held.remove(ArrivalIdentity(arrival: Arrival(event))) }
        return Release(decision: decision, number: number, isMature: isMature)
    }

    /// The years 0 to 9999 and the windows around them.
    private func isCalendar(_ time: Timestamp) -> Bool {
        (-62_167_219_200_000...253_402_300_799_999).contains(time.milliseconds)
    }
}
