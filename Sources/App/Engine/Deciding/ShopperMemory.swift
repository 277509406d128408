import Commerce
import Explore
import Ledger

/// What serving remembers of everybody: each shopper's past, and the session under way.
///
/// An anonymous visitor has a past of their own until an event names a shopper beside the visitor; from then on the two
/// are one person. With an ``Archive`` memory is bounded: whoever has not been seen for long is forgotten, and comes
/// back from the archive, without what they were shown and ignored meanwhile. Without one it holds everybody.
struct ShopperMemory {
    /// The record from which people come back.
    struct Archive: Sendable {
        /// What they did last, oldest first.
        var shopperActions: @Sendable (ShopperID) throws -> [PastAction]
        var visitorActions: @Sendable (VisitorID) throws -> [PastAction]
        /// Whom a visitor is known to be.
        var shopper: @Sendable (VisitorID) throws -> ShopperID?
        /// People held in memory, at least; twice as many at most.
        var capacity = 50_000
    }

    /// Somebody, by the name under which they are remembered.
    enum Key: Hashable, Sendable {
        case shopper(ShopperID)
        case visitor(VisitorID)
    }

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
        static let memory = 300
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

        /// Anything but an impression.
        fileprivate mutating func take(_ action: PastAction, item row: Int32?, weights: RewardWeights) {
            if action.session != nil { enter(action.session) }
            sessionEvents += 1
            guard let row else { return }
            let weight = Float(weights[action.kind])
            if weight > 0 { remember(row, weight: weight, at: action.time) }
            switch action.kind {
            case .click:
                ignoredLists = 0
                ignoredTrials = 0
            case .cart: cart.insert(row)
            case .uncart: cart.remove(row)
            case .purchase:
                cart.remove(row)
                bought.append(row)
                facts = nil
            default: break
            }
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

    private var people: [Key: Person] = [:]
    /// Those of the last generation, who are forgotten when the present one is full.
    private var older: [Key: Person] = [:]
    private var shopperOf: [VisitorID: ShopperID] = [:]
    /// Whose events are on their way into the archive, so that what it says of them would be counted twice.
    private var underWay: [Key: Int] = [:]
    private let weights: RewardWeights
    private let archive: Archive?

    init(weights: RewardWeights = .standard, archive: Archive? = nil) {
        self.weights = weights
        self.archive = archive
    }

    /// People in memory.
    var count: Int { people.count + older.count }

    /// The name under which somebody is remembered; nothing for nobody.
    mutating func key(shopper: ShopperID?, visitor: VisitorID?) throws -> Key? {
        if let shopper { return .shopper(shopper) }
        guard let visitor else { return nil }
        if let known = shopperOf[visitor] { return .shopper(known) }
        if let known = try archive?.shopper(visitor) {
            learn(visitor, is: known)
            return .shopper(known)
        }
        return .visitor(visitor)
    }

    /// - Parameter row: the row of an item.
    mutating func person(_ key: Key?, row: (ItemID) -> Int32?) throws -> Person {
        guard let key else { return Person() }
        if let person = recall(key) { return person }
        guard let archive else { return Person() }
        var person = Person()
        let actions =
            switch key {
            case .shopper(let shopper): try archive.shopperActions(shopper)
            case .visitor(let visitor): try archive.visitorActions(visitor)
            }
        for action in actions { person.take(action, item: action.item.flatMap(row), weights: weights) }
        if underWay[key] == nil { remember(person, as: key) }
        return person
    }

    /// What the ranker needs to know of somebody; worked out again only after something new.
    mutating func facts(of person: Person, as key: Key?, in items: ItemTable) -> ShopperFacts {
        if let facts = person.facts { return facts }
        let facts = ShopperFacts(person.history, bought: person.bought, in: items)
        if let key { people[key]?.facts = facts }
        return facts
    }

    /// A list was shown. It counts as ignored until a click answers it.
    mutating func shown(_ decision: Decision, to key: Key?) {
        guard let key else { return }
        // Who is not in memory is in the archive, and must not come back as somebody without a past.
        guard var person = recall(key) ?? (archive == nil ? Person() : nil) else { return }
        person.enter(decision.session)
        person.ignoredLists += 1
        person.ignoredTrials += decision.slate.count(where: \.isExploration)
        person.remember(decision)
        people[key] = person
    }

    /// Events are on their way into the archive; ``observe(_:item:)`` follows for those that arrived, and
    /// ``arrived(_:)`` for all.
    mutating func leaving(_ keys: [Key]) {
        for key in keys { underWay[key, default: 0] += 1 }
    }

    mutating func arrived(_ keys: [Key]) {
        for key in keys {
            guard let count = underWay[key] else { continue }
            underWay[key] = count > 1 ? count - 1 : nil
        }
    }

    mutating func observe(_ event: Event, item row: Int32?) throws {
        if let shopper = event.shopper, let visitor = event.visitor { meet(visitor, shopper) }
        guard event.kind != .impression, let key = try key(shopper: event.shopper, visitor: event.visitor) else {
            return
        }
        guard var person = recall(key) ?? (archive == nil ? Person() : nil) else { return }
        person.take(PastAction(event), item: row, weights: weights)
        people[key] = person
    }

    /// People of whom the archive knows nothing any more.
    mutating func forget(_ keys: [Key]) {
        for key in keys {
            people[key] = nil
            older[key] = nil
            switch key {
            case .visitor(let visitor): shopperOf[visitor] = nil
            case .shopper(let shopper): shopperOf = shopperOf.filter { $0.value != shopper }
            }
        }
    }

    /// Somebody in memory, who is now of the present generation.
    private mutating func recall(_ key: Key) -> Person? {
        if let person = people[key] { return person }
        guard let person = older.removeValue(forKey: key) else { return nil }
        remember(person, as: key)
        return person
    }

    private mutating func remember(_ person: Person, as key: Key) {
        if let archive, people.count >= archive.capacity {
            older = people
            people = [:]
        }
        people[key] = person
    }

    private mutating func learn(_ visitor: VisitorID, is shopper: ShopperID) {
        // The archive knows them all.
        if let archive, shopperOf.count >= 2 * archive.capacity { shopperOf = [:] }
        shopperOf[visitor] = shopper
    }

    /// What the visitor did before counts as the shopper's, older events first.
    private mutating func meet(_ visitor: VisitorID, _ shopper: ShopperID) {
        guard shopperOf[visitor] != shopper else { return }
        learn(visitor, is: shopper)
        guard let anonymous = recall(.visitor(visitor)) else { return }
        people[.visitor(visitor)] = nil
        // From the archive the two come back as one.
        guard var known = recall(.shopper(shopper)) ?? (archive == nil ? Person() : nil) else { return }
        known.history = known.history.merged(with: anonymous.history)
        known.bought += anonymous.bought
        if anonymous.session != nil, known.session == anonymous.session || known.session == nil {
            known.session = anonymous.session
            known.sessionEvents += anonymous.sessionEvents
            known.cart.formUnion(anonymous.cart)
        }
        known.facts = nil
        people[.shopper(shopper)] = known
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
