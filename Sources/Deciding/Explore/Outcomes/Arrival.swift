import Commerce

/// A decision with the candidates that were shown only, in one allocation that everything else points to.
final class HeldDecision: Sendable {
    let decision: Decision

    init(_ decision: Decision) { self.decision = decision.keepingSlate() }
}

/// A decision or an event on its way through the book.
final class Arrival: Sendable {
    enum Content: Sendable {
        case decision(HeldDecision)
        case event(Event)
    }

    let content: Content
    let time: Timestamp

    init(_ held: HeldDecision) {
        content = .decision(held)
        time = held.decision.time
    }

    init(_ event: Event) {
        content = .event(event)
        time = event.time
    }

    /// Whether both say the same, word for word.
    func isSame(as other: Arrival) -> Bool {
        switch (content, other.content) {
        case (.decision(let left), .decision(let right)): left.decision == right.decision
        case (.event(let left), .event(let right)): left == right
        default: false
        }
    }

    /// The canonical order: by time; decisions before the events of their moment; decisions by id; events by id, those
    /// without one by everything they say. Total on arrivals of different identity, so that the order of delivery
    /// leaves no trace.
    static func precedes(_ left: Arrival, _ right: Arrival) -> Bool {
        if left.time != right.time { return left.time < right.time }
        switch (left.content, right.content) {
        case (.decision(let left), .decision(let right)): return left.decision.id < right.decision.id
        case (.decision, .event): return true
        case (.event, .decision): return false
        case (.event(let left), .event(let right)): return EventOrder.precedes(left, right)
        }
    }
}

/// What makes two deliveries one: a decision's id; an event's id, or everything that an event without one says.
struct ArrivalIdentity: Hashable, Sendable {
    let arrival: Arrival

    static func == (left: Self, right: Self) -> Bool {
        switch (left.arrival.content, right.arrival.content) {
        case (.decision(let left), .decision(let right)): left.decision.id == right.decision.id
        case (.event(let left), .event(let right)):
            if let id = left.id { id == right.id } else { left == right }
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch arrival.content {
        case .decision(let held): hasher.combine(held.decision.id)
        case .event(let event):
            if let id = event.id {
                hasher.combine(id)
            } else {
                hasher.combine(event.time)
                hasher.combine(event.kind)
                hasher.combine(event.item)
                hasher.combine(event.shopper)
                hasher.combine(event.visitor)
            }
        }
    }
}

/// The order of two events of one moment.
enum EventOrder {
    static func precedes(_ left: Event, _ right: Event) -> Bool {
        if let first = order(left.id, right.id) { return first }
        if let first = order(left.kind.storageCode, right.kind.storageCode) { return first }
        if let first = order(left.shopper, right.shopper) { return first }
        if let first = order(left.visitor, right.visitor) { return first }
        if let first = order(left.item, right.item) { return first }
        if let first = order(left.order, right.order) { return first }
        if let first = order(left.decision, right.decision) { return first }
        if let first = order(left.session, right.session) { return first }
        if let first = order(left.surface?.rawValue, right.surface?.rawValue) { return first }
        if let first = order(left.position, right.position) { return first }
        if let first = order(left.quantity, right.quantity) { return first }
        if let first = order(left.price?.minorUnits, right.price?.minorUnits) { return first }
        if let first = order(left.price?.currency.code, right.price?.currency.code) { return first }
        if let first = order(left.value, right.value) { return first }
        if let first = order(left.text, right.text) { return first }
        return precedes(left.attributes, right.attributes)
    }

    /// Whether the first precedes; nothing when they are equal. What is absent comes first.
    @inline(__always)
    private static func order<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool? {
        if left == right { return nil }
        guard let left else { return true }
        guard let right else { return false }
        return left < right
    }

    private static func precedes(_ left: [String: String], _ right: [String: String]) -> Bool {
        if left == right { return false }
        let (left, right) = (left.sorted { $0.key < $1.key }, right.sorted { $0.key < $1.key })
        return left.lexicographicallyPrecedes(right) { $0.key != $1.key ? $0.key < $1.key : $0.value < $1.value }
    }
}
