import Commerce

/// The decisions whose windows are open: takes arrivals in canonical order and attributes events to decisions, by the
/// rules of ``Attribution``.
///
/// A plain deterministic machine: the same arrivals in the same order give the same state. Memory: the open decisions
/// with their slates and events, and the visitors of the longest window.
struct OpenDecisions: Sendable {
    let attribution: Attribution
    let rewards: RewardFunction
    /// In canonical order.
    private(set) var queue = NumberedQueue<OpenDecision>()
    private var numbers: [DecisionID: Int] = [:]
    /// Decisions by person: under the shopper's name, or the visitor's where there is no shopper; ascending.
    private var byShopper: [ShopperID: [Int]] = [:]
    private var byVisitor: [VisitorID: [Int]] = [:]
    /// The decision that holds the last purchase of an order's item.
    private var purchases: [OrderLine: Int] = [:]
    private var people: KnownPeople
    private(set) var tally = OutcomeTally()
    /// The lowest number whose rewards have changed since this was last set.
    var lowestChange = Int.max

    private struct OrderLine: Hashable {
        var order: OrderID
        var item: ItemID
    }

    /// - Parameter lateness: how much earlier than the last arrival's an event's moment may be that is asked about in
    ///   ``canMatter(_:)``.
    init(attribution: Attribution, rewards: RewardFunction, lateness: Duration) {
        self.attribution = attribution
        self.rewards = rewards
        people = KnownPeople(memory: attribution.longest, lateness: lateness)
    }

    /// Whether anything but the tally could be other than it is, had this event taken its turn before others that have:
    /// false only for one that quotes no open decision, by somebody of whom nothing is known. O(1).
    func canMatter(_ event: Event) -> Bool {
        if event.shopper != nil, event.visitor != nil { return true }
        if event.kind.takesBack, event.order != nil { return true }
        if let quoted = event.decision, numbers[quoted] != nil { return true }
        if let shopper = event.shopper { return byShopper[shopper] != nil || people.hasSeen(shopper) }
        guard let visitor = event.visitor else { return false }
        return byVisitor[visitor] != nil || people.hasSeen(visitor)
    }

    /// Takes the next arrival in canonical order.
    ///
    /// - Returns: whether it stays: a decision, or an event that was attributed.
    mutating func take(_ arrival: Arrival) -> Bool {
        switch arrival.content {
        case .decision(let held):
            open(held)
            return true
        case .event(let event):
            if let visitor = event.visitor, let shopper = event.shopper {
                people.note(visitor, is: shopper, at: event.time)
            }
            guard let item = event.item, attribution.hasWindow(for: event.kind) else {
                tally.ignoredEvents += 1
                return false
            }
            guard let number = decision(answeredBy: event, about: item) else { return false }
            queue[number].add(event, under: rewards)
            lowestChange = min(lowestChange, number)
            if event.kind == .purchase, let order = event.order {
                purchases[OrderLine(order: order, item: item)] = number
            }
            return true
        }
    }

    /// Whether there is a first decision, and all its windows have closed by `time`.
    func isFirstMature(at time: Timestamp) -> Bool { queue.first.map { isMature($0, at: time) } ?? false }

    /// Lets the first decision go, ready or not.
    ///
    /// - Precondition: there is one.
    mutating func removeFirst() -> (decision: OpenDecision, number: Int) {
        guard let first = queue.first else { preconditionFailure("there is no open decision") }
        let number = queue.firstNumber
        queue.removeFirst()
        numbers[first.decision.id] = nil
        if let shopper = first.decision.shopper {
            Self.drop(number, from: &byShopper, shopper)
        } else if let visitor = first.decision.visitor {
            Self.drop(number, from: &byVisitor, visitor)
        }
        for event in first.events where event.kind == .purchase {
            guard let order = event.order, let item = event.item else { continue }
            let line = OrderLine(order: order, item: item)
            if purchases[line] == number { purchases[line] = nil }
        }
        tally.settledDecisions += 1
        if first.fault != nil { tally.faultyDecisions += 1 }
        return (first, number)
    }

    func isMature(_ open: OpenDecision, at time: Timestamp) -> Bool {
        time.milliseconds - open.time.milliseconds >= attribution.longest.wholeMilliseconds
    }

    private mutating func open(_ held: HeldDecision) {
        let decision = held.decision
        let number = queue.nextNumber
        queue.append(OpenDecision(held))
        numbers[decision.id] = number
        if let shopper = decision.shopper {
            if let visitor = decision.visitor { people.note(visitor, is: shopper, at: decision.time) }
            byShopper[shopper, default: []].append(number)
        } else if let visitor = decision.visitor {
            byVisitor[visitor, default: []].append(number)
        }
    }

    private static func drop<Name: Hashable>(_ number: Int, from lists: inout [Name: [Int]], _ name: Name) {
        // Decisions leave in the order in which they came, so the number stands first.
        lists[name]?.removeFirst()
        if lists[name]?.isEmpty == true { lists[name] = nil }
    }
}

// MARK: Attribution

extension OpenDecisions {
    private mutating func decision(answeredBy event: Event, about item: ItemID) -> Int? {
        if event.kind.takesBack {
            let line = event.order.map { OrderLine(order: $0, item: item) }
            guard let number = line.flatMap({ purchases[$0] }), covers(event, number) else {
                tally.unmatchedReturns += 1
                return nil
            }
            tally.attributedByOrder += 1
            return number
        }
        if let quoted = event.decision, let number = numbers[quoted], answers(event, number, about: item) {
            tally.attributedByDecision += 1
            return number
        }
        guard let number = decision(byPersonOf: event, about: item) else {
            tally.unattributedEvents += 1
            return nil
        }
        tally.attributedByPerson += 1
        return number
    }

    /// O(decisions open for that person * slate).
    private func decision(byPersonOf event: Event, about item: ItemID) -> Int? {
        var lists: [[Int]] = []
        let known = event.visitor.flatMap { people.shopper(of: $0, at: event.time) }
        if let shopper = event.shopper ?? known {
            if let list = byShopper[shopper] { lists.append(list) }
            for visitor in people.visitors(of: shopper, at: event.time) {
                if let list = byVisitor[visitor] { lists.append(list) }
            }
        } else if let visitor = event.visitor, let list = byVisitor[visitor] {
            lists.append(list)
        }
        switch attribution.touch {
        case .first: return lists.compactMap { $0.first { answers(event, $0, about: item) } }.min()
        case .last: return lists.compactMap { $0.last { answers(event, $0, about: item) } }.max()
        }
    }

    private func covers(_ event: Event, _ number: Int) -> Bool {
        attribution.covers(event.kind, at: event.time, from: queue[number].time)
    }

    private func answers(_ event: Event, _ number: Int, about item: ItemID) -> Bool {
        covers(event, number) && queue[number].shows(item)
    }
}
