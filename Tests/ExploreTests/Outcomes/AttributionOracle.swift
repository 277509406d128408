import Commerce
import Explore

/// The rules of attribution in their plainest form: every event against every decision, with nothing kept in between.
struct AttributionOracle {
    let rules: Attribution
    let decisions: [Decision]
    let events: [Event]
    private let sightings: [(shopper: ShopperID, visitor: VisitorID, time: Timestamp)]

    init(_ rules: Attribution, _ decisions: [Decision], _ events: [Event]) {
        self.rules = rules
        self.decisions = decisions.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
        self.events = events.sorted { $0.time < $1.time }
        let names =
            decisions.map { ($0.shopper, $0.visitor, $0.time) } + events.map { ($0.shopper, $0.visitor, $0.time) }
        sightings = names.compactMap { shopper, visitor, time in
            if let shopper, let visitor { (shopper, visitor, time) } else { nil }
        }
    }

    /// Events by decision, for scenarios without two different events of one moment and order line.
    func attributed() -> [DecisionID: [Event]] {
        var result: [DecisionID: [Event]] = [:]
        var lines: [String: Decision] = [:]
        for event in events {
            guard let item = event.item, let window = rules.windows[event.kind] else { continue }
            let line = event.order.map { "\($0)/\(item)" }
            func answers(_ decision: Decision) -> Bool {
                decision.time <= event.time && event.time < decision.time + window
                    && decision.slate.contains { $0.item == item }
            }
            var chosen: Decision?
            if event.kind == .refund || event.kind == .cancellation {
                chosen = line.flatMap { lines[$0] }.flatMap { answers($0) ? $0 : nil }
            } else {
                chosen = decisions.first { $0.id == event.decision && answers($0) }
                if chosen == nil {
                    let own = decisions.filter { answers($0) && isOnePerson($0, event) }
                    chosen = rules.touch == .first ? own.first : own.last
                }
            }
            guard let chosen else { continue }
            if event.kind == .purchase, let line { lines[line] = chosen }
            result[chosen.id, default: []].append(event)
        }
        return result
    }

    private func isOnePerson(_ decision: Decision, _ event: Event) -> Bool {
        let one = name(decision.shopper, decision.visitor, at: event.time)
        return one != nil && one == name(event.shopper, event.visitor, at: event.time)
    }

    private func name(_ shopper: ShopperID?, _ visitor: VisitorID?, at time: Timestamp) -> String? {
        if let shopper { return "shopper \(shopper)" }
        guard let visitor else { return nil }
        let seen = sightings.filter { $0.visitor == visitor && $0.time <= time && time <= $0.time + rules.longest }
        return Set(seen.map(\.shopper)).count == 1 ? "shopper \(seen[0].shopper)" : "visitor \(visitor)"
    }
}
