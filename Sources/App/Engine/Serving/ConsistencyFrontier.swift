import Commerce
import Explore
import Ledger

/// What steadiness costs in a shop: logged decisions decided again, without exploring, at several places of a dial.
///
/// Each shopper is followed through the lists they would have been shown at that place of the dial, so that what is kept is
/// what the dial itself showed before. Expected reward is the ranker's, as it was logged; what shoppers would have done with
/// the other lists is not asked.
public struct ConsistencyFrontier: Sendable, Encodable {
    public struct Point: Sendable, Encodable {
        /// Place of the dial, in [0, 1].
        public var dial: Double
        /// Expected reward of a list, as a share of that at 0.
        public var reward: Double
        /// Of the dial `familiar`: rank-biased overlap of a shopper's consecutive lists. Of `shared`: share of places in
        /// which the lists of two shoppers agree. In [0, 1]; nothing where too few came twice.
        public var consistency: Double?
    }

    /// Decisions that kept their candidates.
    public var decisions: Int
    public var familiar: [Point]
    public var shared: [Point]

    /// Places of the dials.
    static let places = [0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0]
    private static let depth = 5

    /// O(places * decisions * candidates * log candidates).
    ///
    /// - Parameter decisions: in order of time, with candidates.
    init(of decisions: [Decision]) throws {
        self.decisions = decisions.count
        (familiar, shared) = ([], [])
        guard !decisions.isEmpty else { return }
        var population = PopulationTaste()
        for decision in decisions { population.take(decision) }
        for place in Self.places {
            familiar.append(try Self.point(place, decisions, ConsistencyDials(familiarity: place), PopulationTaste()))
            shared.append(try Self.point(place, decisions, ConsistencyDials(shared: place), population))
        }
        for place in (0..<Self.places.count).reversed() {
            familiar[place].reward /= max(familiar[0].reward, .leastNonzeroMagnitude)
            shared[place].reward /= max(shared[0].reward, .leastNonzeroMagnitude)
        }
    }

    private struct Person: Hashable {
        var shopper: ShopperID?
        var visitor: VisitorID?
        var surface: Surface
    }

    private static func point(
        _ place: Double, _ decisions: [Decision], _ dials: ConsistencyDials, _ population: PopulationTaste
    ) throws -> Point {
        let (habit, common) = (
            try Familiarity(dial: dials.familiarity, halfLife: .days(7)), try SharedTaste(share: dials.shared)
        )
        var lists: [Person: [RecentList]] = [:]
        var stability = ListStability<Person, ItemID>(overlap: try RankBiasedOverlap(persistence: 0.9))
        var agreement: [Surface: SharedShare<ItemID>] = [:]
        var reward = 0.0
        for decision in decisions {
            let person = Person(shopper: decision.shopper, visitor: decision.visitor, surface: decision.surface)
            let hasName = person.shopper != nil || person.visitor != nil
            let (items, means) = (decision.candidates.items, decision.candidates.means.map(Double.init))
            var additions = common.additions(to: means, population: population.means(of: items, orElse: means))
            let familiar = habit.additions(
                to: zip(means, additions).map(+), of: items, after: hasName ? lists[person] ?? [] : [],
                at: decision.time)
            for row in additions.indices { additions[row] += familiar[row] }
            let order = items.indices.sorted { (means[$1] + additions[$1], $0) < (means[$0] + additions[$0], $1) }
            let top = order.prefix(decision.slate.count)
            reward += top.reduce(0) { $0 + means[$1] }
            let list = top.map { items[$0] }
            var share = try agreement[decision.surface] ?? SharedShare(depth: depth)
            try share.add(list)
            agreement[decision.surface] = share
            guard hasName else { continue }
            try stability.add(list, of: person)
            lists[person] = [RecentList(time: decision.time, items: list)] + (lists[person] ?? []).prefix(2)
        }
        let agreements = agreement.values.compactMap { share in share.value.map { ($0, Double(share.lists)) } }
        let whole = agreements.reduce(0) { $0 + $1.1 }
        let consistency =
            dials.shared > 0 || population.isKnown
            ? (whole > 0 ? agreements.reduce(0) { $0 + $1.0 * $1.1 } / whole : nil) : stability.meanOverlap
        return Point(dial: place, reward: reward / Double(decisions.count), consistency: consistency)
    }
}

extension LiveShop {
    /// What each place of the dials would cost, by the newest decisions that kept their candidates.
    ///
    /// - Parameter count: of decisions.
    public func consistencyFrontier(count: Int = 400) async throws -> ConsistencyFrontier {
        let ledger = ledger
        return try await inBackground {
            let latest = try ledger.latestDecisions(count: count).reversed()
            return try ConsistencyFrontier(of: latest.filter { $0.candidates.count > $0.slate.count })
        }
    }
}
