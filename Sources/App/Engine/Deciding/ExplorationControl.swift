import Commerce
import Explore

/// Says how much each decision of a shop explores: within the budget of its surface, not at all where the guard rail
/// refuses, more for a while after drift. Keeps the books from the answers.
struct ExplorationControl {
    /// The way of choosing lists, with what is known of noise and examination.
    private(set) var policy: any SlatePolicy
    private(set) var budgets: [Surface: ExplorationBudget] = [:]
    /// Detections of drift so far.
    private(set) var drifts = 0

    private let choice: PolicyChoice
    /// Chance that each position is looked at, relative to the first; empty is 1 everywhere.
    private var examination: [Double]
    private var rails: [Surface: GuardRail] = [:]
    private var detectors: [Surface: PageHinkley] = [:]
    /// Of open decisions, what the exploiting list was expected to earn at each position.
    private var displaced: [DecisionID: [Double]] = [:]

    /// What was planned for one list while its candidates were ranked; nothing where there is no budget.
    final class Draft {
        fileprivate(set) var plan: ExplorationPlan?
        /// Chance of another list than the one that exploits.
        fileprivate(set) var chance = 0.0
    }

    /// - Parameters:
    ///   - noise: variance of one answer, in the unit of rewards.
    ///   - examination: chance that each position is looked at, relative to the first.
    init(choice: PolicyChoice, noise: Double, examination: [Double]) throws {
        self.choice = choice
        self.examination = examination
        policy = try choice.slatePolicy(noise: noise, examination: examination)
    }

    /// Goes on with better estimates.
    mutating func renew(noise: Double, examination: [Double]?) throws {
        if let examination { self.examination = examination }
        policy = try choice.slatePolicy(noise: noise, examination: self.examination)
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
        let rail = try choice.loss.map { try rails[surface] ?? GuardRail(loss: $0) }
        rails[surface] = rail
        let rate = { (ranked: RankedCandidates) in
            let (scores, length) = (ranked.scores, ranked.request.length)
            var plan = try budget.plan(situation, for: directed.offer(from: scores, length: length))
            if let rail {
                draft.chance = try directed.chanceOfDeparting(from: scores, length: length, rate: plan.rate)
                if try !rail.admits(chance: draft.chance) {
                    plan.rate = 0
                    plan.factors["guard"] = 0
                    draft.chance = 0
                }
            }
            draft.plan = plan
            return ExplorationRate(plan)
        }
        return (rate, draft)
    }

    /// Books what a decision gave up.
    mutating func settle(_ draft: Draft, _ decision: Decision) throws {
        guard let plan = draft.plan else { return }
        try budgets[decision.surface]?.settle(plan, spent: decision.exploration.spent)
        displaced[decision.id] = decision.exploitingScores
        let showsBaseline = decision.slate.map(\.item) == decision.exploitingItems
        try rails[decision.surface]?.serve(decision.id, chance: draft.chance, showsBaseline: showsBaseline)
    }

    /// Tells budget, guard rail and detector what came of a decision.
    mutating func answered(_ one: SettledDecision) throws {
        guard one.fault == nil, let displaced = displaced.removeValue(forKey: one.decision.id) else { return }
        let (decision, rewards) = (one.decision, one.outcome.rewards)
        for (place, shown) in decision.slate.enumerated() {
            let look = look(at: place)
            try budgets[decision.surface]?.answer(
                reward: rewards[place], forecast: look * shown.score,
                displaced: shown.isExploration ? look * displaced[place] : nil)
        }
        try rails[decision.surface]?.record(decision.id, reward: one.outcome.reward)
        try watch(decision, reward: one.outcome.reward)
    }

    /// Lists that earn less, or more, than they are expected to are a sign that shoppers have changed.
    private mutating func watch(_ decision: Decision, reward: Double) throws {
        let expected = decision.slate.enumerated().reduce(0) { $0 + look(at: $1.offset) * $1.element.score }
        var detector = try detectors[decision.surface] ?? PageHinkley()
        if try detector.observe(reward - expected) != nil {
            drifts += 1
            budgets[decision.surface]?.noteDrift()
        }
        detectors[decision.surface] = detector
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
