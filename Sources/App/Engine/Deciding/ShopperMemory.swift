import Commerce
import Explore

/// What serving remembers of everybody: each shopper's past, and the session under way.
///
/// An anonymous visitor has a past of their own until an event names a shopper beside the visitor; from then on the two
/// are one person. Memory: O(events that name an item).
struct ShopperMemory {
    /// One person's past, in rows of an ``ItemTable``, and the session under way.
    struct Person {
        var history = History(items: [], weights: [], times: [])
        var bought: [Int32] = []
        var session: SessionID?
        var sessionEvents = 0
        var cart: Set<Int32> = []
        /// Lists shown since the last click.
        var ignoredLists = 0
        /// Trials shown since the last click.
        var ignoredTrials = 0
        /// What the last sessions showed on each surface: the pages of one session are one list, first things first.
        var lists: [Surface: [RecentList]] = [:]
        fileprivate var listSessions: [Surface: SessionID] = [:]
        fileprivate var facts: ShopperFacts?

        /// Older events say little, and would slow every decision down.
        fileprivate static let memory = 300
        /// Sessions whose lists are remembered on each surface.
        fileprivate static let lists = 3

        mutating func enter(_ session: SessionID?) {
            guard session != self.session else { return }
            self.session = session
            sessionEvents = 0
            cart = []
            ignoredLists = 0
            ignoredTrials = 0
        }

        fileprivate mutating func remember(_ decision: Decision) {
            let items = decision.slate.map(\.item)
            var known = lists[decision.surface] ?? []
            if let session = decision.session, listSessions[decision.surface] == session, var last = known.popLast() {
                last.items += items.filter { !last.items.contains($0) }
                known.append(last)
            } else {
                known = known.suffix(Self.lists - 1) + [RecentList(time: decision.time, items: items)]
            }
            lists[decision.surface] = known
            listSessions[decision.surface] = decision.session
        }

        fileprivate mutating func remember(_ row: Int32, weight: Float, at time: Timestamp) {
            history.items.append(row)
            history.weights.append(weight)
            history.times.append(time)
            facts = nil
            guard history.count > 2 * Self.memory else { return }
            history.items.removeFirst(Self.memory)
            history.weights.removeFirst(Self.memory)
            history.times.removeFirst(Self.memory)
        }
    }

    private var people: [String: Person] = [:]
    private var shopperOf: [VisitorID: ShopperID] = [:]
    private let weights: RewardWeights

    init(weights: RewardWeights = .standard) { self.weights = weights }

    /// The name under which somebody is remembered.
    func key(shopper: ShopperID?, visitor: VisitorID?) -> String {
        if let known = shopper ?? visitor.flatMap({ shopperOf[$0] }) { return "s:" + known.rawValue }
        return visitor.map { "v:" + $0.rawValue } ?? ""
    }

    func person(_ key: String) -> Person { people[key] ?? Person() }

    /// What the ranker needs to know of somebody; worked out again only after something new.
    mutating func facts(of key: String, in items: ItemTable) -> ShopperFacts {
        guard var person = people[key] else { return ShopperFacts() }
        if let facts = person.facts { return facts }
        let facts = ShopperFacts(person.history, bought: person.bought, in: items)
        person.facts = facts
        people[key] = person
        return facts
    }

    /// A list was shown. It counts as ignored until a click answers it.
    mutating func shown(_ decision: Decision, to key: String) {
        var person = people[key] ?? Person()
        person.enter(decision.session)
        person.ignoredLists += 1
        person.ignoredTrials += decision.slate.count(where: \.isExploration)
        person.remember(decision)
        people[key] = person
    }

    mutating func observe(_ event: Event, item row: Int32?) {
        if let shopper = event.shopper, let visitor = event.visitor { meet(visitor, shopper) }
        guard event.kind != .impression else { return }
        let key = key(shopper: event.shopper, visitor: event.visitor)
        guard !key.isEmpty else { return }
        var person = people[key] ?? Person()
        if event.session != nil { person.enter(event.session) }
        person.sessionEvents += 1
        if let row {
            let weight = Float(weights[event.kind])
            if weight > 0 { person.remember(row, weight: weight, at: event.time) }
            switch event.kind {
            case .click:
                person.ignoredLists = 0
                person.ignoredTrials = 0
            case .cart: person.cart.insert(row)
            case .uncart: person.cart.remove(row)
            case .purchase:
                person.cart.remove(row)
                person.bought.append(row)
                person.facts = nil
            default: break
            }
        }
        people[key] = person
    }

    /// What the visitor did before counts as the shopper's, older events first.
    private mutating func meet(_ visitor: VisitorID, _ shopper: ShopperID) {
        guard shopperOf.updateValue(shopper, forKey: visitor) != shopper else { return }
        guard let anonymous = people.removeValue(forKey: "v:" + visitor.rawValue) else { return }
        var known = people["s:" + shopper.rawValue] ?? Person()
        known.history = known.history.merged(with: anonymous.history)
        known.bought += anonymous.bought
        if anonymous.session != nil, known.session == anonymous.session || known.session == nil {
            known.session = anonymous.session
            known.sessionEvents += anonymous.sessionEvents
            known.cart.formUnion(anonymous.cart)
        }
        known.facts = nil
        people["s:" + shopper.rawValue] = known
    }
}

extension History {
    /// Both, oldest first; of one moment this one's events come first.
    fileprivate func merged(with other: History) -> History {
        let items = items + other.items
        let weights = weights + other.weights
        let times = times + other.times
        let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
        return History(
            items: order.map { items[$0] }, weights: order.map { weights[$0] }, times: order.map { times[$0] })
    }
}
