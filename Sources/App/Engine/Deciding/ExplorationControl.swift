import Commerce
import Explore

/// Says how much each decision of a shop explores: within the budget of its surface, no further than the guard rail of
/// the shop admits, more for a while after drift. Keeps the books from the answers.
struct ExplorationControl {
    /// The way of choosing lists, with what is known of noise and examination.
    private(set) var policy: any SlatePolicy
    private(set) var budgets: [Surface: ExplorationBudget] = [:]
    /// Detections of drift so far, by surface.
    private(set) var driftsOfSurfaces: [Surface: Int] = [:]
    var drifts: Int { driftsOfSurfaces.values.reduce(0, +) }

    private var choice: PolicyChoice
    private var noise: Double
    /// Chance that each position is looked at, relative to the first; empty is 1 everywhere.
    private var examination: [Double]
    /// One for all surfaces: with one for each, all of them would hold less often than each does.
    private var rail: GuardRail?
    private var detectors: [Surface: PageHinkley] = [:]
    /// What open decisions were expected to earn.
    private var open: [DecisionID: Expectation] = [:]

    private struct Expectation {
        /// By position, what exploiting was expected to earn there, weighed by examination.
        var displaced: [Double]
        /// Of the whole list, by the ranker alone: rules and habits make an item preferred, not better.
        var reward: Double
    }

    /// What was planned for one list while its candidates were ranked; nothing where there is no budget.
    final class Draft {
        fileprivate var plan: ExplorationPlan?
        fileprivate var scores: ScoredActions?
        /// Chance of another list than the one that exploits.
        fileprivate var chance = 0.0
    }

    /// - Parameters:
    ///   - noise: variance of one answer, in the unit of rewards.
    ///   - examination: chance that each position is looked at, relative to the first.
    init(choice: PolicyChoice, noise: Double, examination: [Double]) throws {
        self.choice = choice
        self.noise = noise
        self.examination = examination
        policy = try choice.slatePolicy(noise: noise, examination: examination)
        rail = try choice.loss.map { try GuardRail(loss: $0) }
    }

    /// Goes on with better estimates.
    mutating func renew(noise: Double, examination: [Double]?) throws {
        if let examination { self.examination = examination }
        self.noise = noise
        policy = try choice.slatePolicy(noise: noise, examination: self.examination)
    }

    /// One for another policy that knows as much of noise and examination, and has spent nothing.
    func beginning(with choice: PolicyChoice) throws -> ExplorationControl {
        try ExplorationControl(choice: choice, noise: noise, examination: examination)
    }

    /// Goes on with another policy. What was spent and earned stays counted; a guard rail begins anew with its promise.
    mutating func turn(to choice: PolicyChoice) throws {
        policy = try choice.slatePolicy(noise: noise, examination: examination)
        if let share = choice.share {
            for surface in budgets.keys { try budgets[surface]?.turn(to: Self.dials(share: share)) }
        }
        if choice.loss != self.choice.loss { rail = try choice.loss.map { try GuardRail(loss: $0) } }
        self.choice = choice
    }

    /// How much the next decision may explore, once its candidates are ranked, and where the plan will then be found.
    mutating func rate(
        on surface: Surface, in situation: ExplorationSituation
    ) throws -> (rate: (RankedCandidates) throws -> ExplorationRate, draft: Draft) {
        let draft = Draft()
        guard let share = choice.share, let directed = policy as? DirectedSlate else {
            return ({ _ in ExplorationRate(1) }, draft)
        }
        let budget = try budgets[surface] ?? ExplorationBudget(Self.dials(share: share))
        budgets[surface] = budget
        let rate = { [rail] (ranked: RankedCandidates) in
            let (scores, length) = (ranked.scores, ranked.request.length)
            var plan = try budget.plan(situation, for: directed.offer(from: scores, length: length))
            if let rail {
                draft.chance = try rail.limit(&plan, of: directed, from: scores, length: length)
            }
            draft.plan = plan
            draft.scores = scores
            return ExplorationRate(plan)
        }
        return (rate, draft)
    }

    /// Books what a decision gave up.
    mutating func settle(_ draft: Draft, _ decision: Decision) throws {
        guard let plan = draft.plan, let scores = draft.scores, let directed = policy as? DirectedSlate else { return }
        try budgets[decision.surface]?.settle(plan, spent: decision.exploration.spent)
        let places = try decision.shownPlaces()
        open[decision.id] = Expectation(
            displaced: try directed.displacedRewards(by: places, from: scores),
            reward: places.enumerated().reduce(0) {
                $0 + look(at: $1.offset) * Double(decision.candidates.means[$1.element])
            })
        let showsBaseline = decision.slate.map(\.item) == decision.exploitingItems
        try rail?.serve(decision.id, chance: draft.chance, showsBaseline: showsBaseline)
    }

    /// Tells budget, guard rail and detector what came of a decision.
    mutating func answered(_ one: SettledDecision) throws {
        let (decision, rewards) = (one.decision, one.outcome.rewards)
        guard let expectation = open.removeValue(forKey: decision.id) else { return }
        // A reward that could not be had counts as nothing, for the list shown as for the exploiting one.
        try rail?.record(decision.id, reward: one.fault == nil ? one.outcome.reward : 0)
        guard one.fault == nil else { return }
        for (place, shown) in decision.slate.enumerated() {
            let forecast = look(at: place) * shown.score
            try budgets[decision.surface]?.answer(
                reward: rewards[place], forecast: forecast,
                displaced: shown.isExploration ? expectation.displaced[place] : nil)
        }
        try watch(decision.surface, residual: one.outcome.reward - expectation.reward)
    }

    /// Lists that earn less, or more, than they are expected to are a sign that shoppers have changed.
    private mutating func watch(_ surface: Surface, residual: Double) throws {
        var detector = try detectors[surface] ?? PageHinkley()
        if try detector.observe(residual) != nil {
            driftsOfSurfaces[surface, default: 0] += 1
            budgets[surface]?.noteDrift()
        }
        detectors[surface] = detector
    }

    /// Chance that a position (from 0) is looked at, relative to the first.
    private func look(at place: Int) -> Double {
        examination.isEmpty ? 1 : examination[min(place, examination.count - 1)]
    }

    /// A shop of this size has few strangers and few decisions for each item: those who are known, and items that are
    /// half known, are tried on as well.
    private static func dials(share: Double) -> ExplorationDials {
        ExplorationDials(share: share, knownShopper: 0.75, knownItems: 0.5, patience: 30)
    }
}
