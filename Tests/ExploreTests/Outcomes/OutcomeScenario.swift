import Commerce
import Explore

/// A random stretch of a shop's record, made to be awkward: few people and items, anonymous visits of people who are
/// known elsewhere, shared devices, ties of time, quotes of wrong and unknown decisions, returns.
struct OutcomeScenario {
    enum Delivery {
        case decision(Decision)
        case event(Event)

        var time: Timestamp {
            switch self {
            case .decision(let decision): decision.time
            case .event(let event): event.time
            }
        }
    }

    var decisions: [Decision] = []
    var events: [Event] = []

    static func rules(_ touch: Attribution.Touch) throws -> Attribution {
        try Attribution(
            touch,
            windows: [
                .click: .minutes(10), .cart: .minutes(30), .purchase: .minutes(60), .refund: .minutes(60),
                .cancellation: .minutes(20),
            ])
    }

    init(seed: UInt64, decisions count: Int = 30) {
        var random = SeededGenerator(seed: seed)
        let items = (0..<6).map { ItemID("i\($0)") }
        func moment() -> Timestamp { Timestamp(seconds: Int64.random(in: 0..<10_000, using: &random) / 30 * 30) }
        func person() -> (ShopperID?, VisitorID?) {
            let number = Int.random(in: 0..<4, using: &random)
            let shopper = ShopperID("s\(number)")
            // One device in five visits is somebody else's.
            let visitor = VisitorID("v\(random.unit() < 0.2 ? Int.random(in: 0..<4, using: &random) : number)")
            return switch Int.random(in: 0..<3, using: &random) {
            case 0: (shopper, nil)
            case 1: (nil, visitor)
            default: (shopper, visitor)
            }
        }
        for number in 0..<count {
            let (shopper, visitor) = person()
            let shown = Array(items.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random)))
            decisions.append(
                .showing(shown, id: DecisionID("d\(number)"), at: moment(), shopper: shopper, visitor: visitor))
        }
        let kinds: [EventKind] = [.click, .click, .click, .cart, .purchase, .purchase, .view, .search]
        for number in 0..<count * 3 {
            let (shopper, visitor) = person()
            let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
            var event = Event(
                kind, at: moment(), shopper: shopper, visitor: visitor,
                item: items[Int.random(in: 0..<6, using: &random)])
            if random.unit() < 0.5 { event.id = EventID("e\(number)") }
            if random.unit() < 0.3 { event.decision = DecisionID("d\(Int.random(in: 0..<count + 5, using: &random))") }
            if random.unit() < 0.4, let answered = decisions.randomElement(using: &random) {
                event.item = answered.slate.randomElement(using: &random)?.item
                event.time = answered.time + .seconds(Int.random(in: 0..<40, using: &random) * 30)
                if random.unit() < 0.5 { event.decision = answered.id }
            }
            if kind == .purchase, random.unit() < 0.9 {
                event.order = OrderID("o\(number / 4)")
                event.quantity = Double(Int.random(in: 1...3, using: &random))
            }
            events.append(event)
            guard kind == .purchase, random.unit() < 0.5 else { continue }
            var back = event
            back.kind = random.unit() < 0.5 ? .refund : .cancellation
            back.time = event.time + .seconds(Int.random(in: 0..<4000, using: &random))
            back.id = EventID("r\(number)")
            back.quantity = random.unit() < 0.3 ? nil : Double(Int.random(in: 1...3, using: &random))
            events.append(back)
        }
    }

    /// Everything once, in order of time.
    var inOrder: [Delivery] {
        let all = decisions.map(Delivery.decision) + events.map(Delivery.event)
        return all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// Everything at least once, each delivery up to `lateness` after the moment it tells of, and so out of order.
    func delivered(lateness: Duration, using random: inout SeededGenerator) -> [Delivery] {
        var deliveries: [(at: Int64, tie: UInt64, what: Delivery)] = []
        for what in inOrder {
            for _ in 0..<(random.unit() < 0.3 ? 3 : 1) {
                let delay = Int64.random(in: 0...lateness.wholeMilliseconds, using: &random)
                deliveries.append((what.time.milliseconds + delay, random.next(), what))
            }
        }
        return deliveries.sorted { ($0.at, $0.tie) < ($1.at, $1.tie) }.map(\.what)
    }
}

extension OutcomeBook {
    @discardableResult
    mutating func receive(_ delivery: OutcomeScenario.Delivery) -> [SettledDecision] {
        switch delivery {
        case .decision(let decision): receive(decision)
        case .event(let event): receive(event)
        }
    }
}
