import Commerce

extension Decision {
    /// A decision among random candidates, with the kinds of columns that real ones have: the same for every candidate,
    /// flags, small counts, arbitrary numbers.
    static func random(
        _ number: Int, candidates count: Int = 30, features width: Int = 8, slate length: Int = 5,
        using random: inout SeededGenerator
    ) -> Decision {
        let items = (0..<count).map { ItemID("item-\($0 * 7919 % 100_000)") }
        var candidates = CandidateSet(items: items, sources: ["blend", "popular", "new"])
        candidates.sourceOf = items.map { _ in UInt8.random(in: 0..<3, using: &random) }
        candidates.sourceScores = items.map { _ in Float.random(in: 0...1, using: &random) }
        candidates.featureNames = (0..<width).map { "feature-\($0)" }
        for _ in items {
            for place in 0..<width {
                switch place % 4 {
                case 0: candidates.features.append(0.25)
                case 1: candidates.features.append(Float(Int.random(in: 0...1, using: &random)))
                case 2: candidates.features.append(Float(Int.random(in: -100...100, using: &random)))
                default: candidates.features.append(Float.random(in: -1...1, using: &random))
                }
            }
        }
        candidates.means = items.map { _ in Float.random(in: -1...1, using: &random) }
        candidates.variances = items.map { _ in Float.random(in: 0...1, using: &random) }
        candidates.adjustments = items.map { _ in 0 }
        var decision = Decision(
            id: DecisionID("d\(1_000_000 + number)"), time: at(Int64(number)), shopper: ShopperID("s\(number % 7)"),
            surface: number % 3 == 0 ? .home : .cart, context: ["hour": Double(number % 24), "isNew": 1],
            candidates: candidates, policyVersion: "policy-\(number % 2)", seed: random.next(), slate: [])
        decision.snapshotVersion = "2026-01-01T000000.000Z"
        decision.exploration = Exploration(rate: 0.1, factors: ["shopper": 2], greedyReward: 3, spent: 0.1)
        decision.slate = items.shuffled(using: &random).prefix(length).enumerated().map { place, item in
            ShownAction(
                item: item, position: place + 1, propensity: 1 - random.unit(), propensityError: 0.001, source: "blend",
                score: random.unit(),
                reasons: [Reason(.similarToItem, source: "item-knn", evidence: ["x"], strength: 0.5)],
                isExploration: place % 2 == 0)
        }
        return decision
    }

    static func many(_ count: Int, seed: UInt64 = 1) -> [Decision] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { .random($0, using: &random) }
    }
}

extension Outcome {
    /// A click on the first position, if there is one.
    init(clickOn decision: Decision) {
        let first = decision.slate.first
        self.init(
            decision: decision.id,
            events: first.map {
                [
                    Event(
                        .click, at: decision.time + .seconds(3), shopper: decision.shopper, item: $0.item,
                        decision: decision.id)
                ]
            } ?? [],
            rewards: decision.slate.indices.map { $0 == 0 ? 0.3 : 0 })
    }
}
