import Commerce
import Explore

/// How a shop is served. Everything has a default.
public struct LiveSettings: Sendable {
    /// How lists are chosen until an operator says otherwise.
    public var dials: LiveDials
    /// What is done at set times until an operator sets another schedule, which then goes before as a whole.
    public var schedule = ShopSchedule()
    /// How long after a decision an act still answers it.
    public var window = Duration.hours(2)
    /// How much later than the newest moment seen an event may arrive and still be learned from.
    public var lateness = Duration.minutes(10)
    /// People whose past is held in memory, at least; twice as many at most.
    public var peopleInMemory = 50_000
    /// The share of decisions that keep all their candidates, so that they can be made again; the others keep what was shown.
    public var candidateShare = 1.0

    public init() throws { dials = LiveDials(policy: try PolicyChoice("budgeted(0.02)")) }

    /// Kinds of events that answer a decision.
    static let answering: [EventKind] = [.view, .click, .favourite, .unfavourite, .cart, .uncart, .purchase, .dislike]
    /// Chance of each position of being looked at, relative to the first, until a shop's own clicks say better.
    static let examination = ShopBeginnings.examination(positions: 50)

    var attribution: Attribution {
        get throws {
            let kinds = Self.answering + [.impression]
            return try Attribution(windows: Dictionary(uniqueKeysWithValues: kinds.map { ($0, window) }))
        }
    }

    /// Whether an event can answer a decision: of impressions only those that tell a reward.
    static func answers(_ event: Event) -> Bool {
        event.kind == .impression ? event.toldReward != nil : answering.contains(event.kind)
    }
}
