import Commerce
import Explore

/// How much lists stay the same, from visit to visit and from shopper to shopper.
public struct ConsistencyDials: Sendable, Hashable, Codable {
    /// In [0, 1]: at 0 only scores count, at 1 what a shopper was shown lately stays; see `Familiarity`.
    public var familiarity: Double
    /// In [0, 1]: at 0 everybody has a list of their own, at 1 all have the same; see `SharedTaste`.
    public var shared: Double
    /// How long a refresh repeats its draw; zero draws anew for every list. See `StableSeed`.
    public var window: Duration

    /// Shoppers come every few days.
    private static let halfLife = Duration.days(7)

    public init(familiarity: Double = 0, shared: Double = 0, window: Duration = .zero) {
        self.familiarity = familiarity
        self.shared = shared
        self.window = window
    }

    /// The seed of a draw: the page's own, or one that stays the same within the window.
    ///
    /// - Parameter fallback: stands for the decision where its name is not known yet.
    func seed(for ask: PageAsk, orElse fallback: UInt64) throws -> UInt64 {
        guard window > .zero else { return ask.seed }
        return try StableSeed(window: window).seed(
            shopper: ask.shopper, visitor: ask.visitor, surface: ask.surface, at: ask.time,
            decision: ask.id ?? DecisionID(String(fallback)))
    }

    /// What is added to the means of one decision's candidates; nothing where both dials are at 0.
    ///
    /// - Throws: `ExploreError` `parameter` for a dial out of its range.
    func additions(
        lists: [RecentList], population: PopulationTaste
    ) throws -> ((RankedCandidates) throws -> [Float])? {
        guard familiarity > 0 || shared > 0 else { return nil }
        let habit = try Familiarity(dial: familiarity, halfLife: Self.halfLife)
        let common = try SharedTaste(share: shared)
        return { ranked in
            let means = ranked.scores.means
            let items = ranked.rows.map { ranked.items.items[$0] }
            var additions = common.additions(to: means, population: population.means(of: items, orElse: means))
            let familiar = habit.additions(
                to: zip(means, additions).map(+), of: items, after: lists, at: ranked.request.moment.time)
            for place in additions.indices { additions[place] += familiar[place] }
            return additions.map(Float.init)
        }
    }
}

/// What each item is expected to earn on a surface, averaged over the shoppers it was scored for, the latest counting
/// most.
struct PopulationTaste {
    private var means: [ItemID: Double] = [:]

    var isKnown: Bool { !means.isEmpty }

    /// Weight of the newest score.
    private static let step = 0.02

    mutating func take(_ decision: Decision) {
        for (item, mean) in zip(decision.candidates.items, decision.candidates.means) {
            means[item, default: Double(mean)] += Self.step * (Double(mean) - means[item, default: Double(mean)])
        }
    }

    /// - Parameter personal: stands in for items that were never scored before.
    func means(of items: [ItemID], orElse personal: [Double]) -> [Double] {
        zip(items, personal).map { means[$0] ?? $1 }
    }
}
