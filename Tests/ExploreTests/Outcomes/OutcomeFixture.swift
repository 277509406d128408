import Commerce
import Explore

func minute(_ minutes: Double) -> Timestamp { Timestamp(milliseconds: Int64(minutes * 60_000)) }

extension Decision {
    /// A decision that showed these items, from the first position on, to a shopper or a visitor.
    static func showing(
        _ items: [ItemID], id: DecisionID, at time: Timestamp, shopper: ShopperID? = nil, visitor: VisitorID? = nil
    ) -> Decision {
        Decision(
            id: id, time: time, shopper: shopper, visitor: visitor, surface: .home,
            candidates: CandidateSet(
                items: ["never-shown"] + items.reversed(), featureNames: ["one", "place"],
                features: [9, 9] + items.indices.reversed().flatMap { [1, Float($0)] }),
            policyVersion: "test",
            slate: items.enumerated().map {
                ShownAction(item: $1, position: $0 + 1, propensity: 0.5, source: "test", score: 0)
            })
    }
}

/// Keeps what it was taught, in order; and a number in which the order of every addition shows.
struct Diary: OutcomeLearner, Equatable {
    struct Entry: Equatable {
        var decision: DecisionID
        var rewards: [Double]
    }

    var entries: [Entry] = []
    var state = 0.1

    mutating func learn(_ decision: Decision, rewards: [Double]) {
        entries.append(Entry(decision: decision.id, rewards: rewards))
        for (place, reward) in rewards.enumerated() {
            state = state * 0.999 + (reward + 0.01) / (1 + Double(place) + state * state)
        }
    }
}
