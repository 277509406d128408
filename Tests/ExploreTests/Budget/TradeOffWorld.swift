import Commerce
import Explore
import Foundation
import Linear

/// A small shop whose truth is known: items with hidden appeal arrive over time, shoppers differ, and a learner with
/// the right prior chooses what to show.
///
/// Item `i` has known traits, and hidden appeal `u_i ~ N(0, appeal^2)`; shopper `s` clicks it at position `p` with
/// probability `examination_p * clip(base + traits_i . tastes_s + u_i)`. The learner knows all but `u_i`.
struct TradeOffWorld {
    var days = 30
    var decisionsPerDay = 300
    var length = 8
    var candidates = 60
    var firstItems = 200
    var arrivalsPerDay = 8
    var base = 0.05
    var taste = 0.02
    var appeal = 0.03
    /// Answers that the items of the first day have had, on average.
    var history = 300.0
    let noise = 0.05
    let traits = 4
    /// By how much the true appeal of new items is above what the learner expects.
    var surprise = 0.0
    /// Whether the budget hears how its trials went.
    var answers = false
    /// The appeal of every item is drawn anew on this day; nothing when it never is.
    var upheaval: Int?

    var examination: [Double] { (0..<length).map { 1 / (1 + 0.25 * Double($0)) } }

    /// What happened to one policy.
    struct Result {
        var reward = 0.0
        /// True reward of the greedy list at each decision, under what the learner knew then.
        var greedyReward = 0.0
        /// Share of the true greedy reward given up.
        var trueSpend: Double { 1 - reward / greedyReward }
        /// Largest share given up since the start, at the end of any day.
        var spentShare = 0.0
        var budget: ExplorationBudget?
        var rewardByDay: [Double] = []
    }

    struct Items {
        var traits: [[Double]] = []
        var appeal: [Double] = []
        var means: [Double] = []
        var precisions: [Double] = []
    }

    func run(_ contender: Contender, seed: UInt64) throws -> Result {
        let root = SeededGenerator(seed: seed)
        // Items and shoppers are the same for every contender of a seed; only clicks and draws differ.
        var nature = root.split(1)
        var shoppers = root.split(2)
        var chance = root.split(3)
        var policy = try contender.policy(in: self)
        var items = Items()
        for _ in 0..<firstItems { add(to: &items, history: history, using: &nature) }
        var result = Result()
        for day in 0..<days {
            for _ in 0..<(day == 0 ? 0 : arrivalsPerDay) { add(to: &items, history: 0, using: &nature) }
            if upheaval == day {
                for item in items.appeal.indices { items.appeal[item] = nature.normal(deviation: appeal) }
            }
            let before = result.reward
            for _ in 0..<decisionsPerDay {
                let tastes = (0..<traits).map { _ in shoppers.normal(deviation: taste / Double(traits).squareRoot()) }
                let offered = sample(candidates, of: items.appeal.count, using: &shoppers)
                try decide(offered, tastes, &items, &policy, &chance, &result)
            }
            result.rewardByDay.append(result.reward - before)
        }
        result.budget = policy.budget
        return result
    }

    private func decide(
        _ offered: [Int], _ tastes: [Double], _ items: inout Items, _ policy: inout Contender.Running,
        _ chance: inout SeededGenerator, _ result: inout Result
    ) throws {
        let known = offered.map { item in
            base + zip(items.traits[item], tastes).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let scored = try ScoredActions(
            means: offered.indices.map { known[$0] + items.means[offered[$0]] },
            variances: offered.map { 1 / items.precisions[$0] })
        func truth(_ place: Int) -> Double { min(1, max(0, known[place] + items.appeal[offered[place]])) }
        let greedy = scored.means.indices.sorted { scored.means[$0] > scored.means[$1] }.prefix(length)
        let list = try policy.choose(scored, length, &chance)
        for (position, place) in greedy.enumerated() { result.greedyReward += examination[position] * truth(place) }
        let displaced = answers ? try policy.slate.displacedRewards(by: list, from: scored) : []
        var rest = scored.means
        for (position, place) in list.enumerated() {
            let seen = examination[position]
            result.reward += seen * truth(place)
            let click: Double = chance.bernoulli(seen * truth(place)) ? 1 : 0
            if answers {
                let isTrial = scored.means[place] < rest.max() ?? 0
                rest[place] = -.infinity
                try policy.budget?.answer(
                    reward: click, forecast: seen * scored.means[place], displaced: isTrial ? displaced[position] : nil)
            }
            let item = offered[place]
            let precision = items.precisions[item] + seen / noise
            items.means[item] =
                (items.means[item] * items.precisions[item] + (click - seen * known[place]) / noise) / precision
            items.precisions[item] = precision
        }
    }

    private func add(to items: inout Items, history: Double, using nature: inout SeededGenerator) {
        items.traits.append((0..<traits).map { _ in nature.normal() })
        let appeal = nature.normal(mean: history > 0 ? 0 : surprise, deviation: appeal)
        items.appeal.append(appeal)
        let answers = history > 0 ? nature.exponential(rate: 1 / history) : 0
        let precision = 1 / (self.appeal * self.appeal)
        let mean = answers > 0 ? appeal + nature.normal(deviation: (noise / answers).squareRoot()) : 0
        items.precisions.append(precision + answers / noise)
        items.means.append(mean * answers / noise / (precision + answers / noise))
    }

    private func sample(_ count: Int, of total: Int, using generator: inout SeededGenerator) -> [Int] {
        var chosen: Set<Int> = []
        var list: [Int] = []
        while list.count < min(count, total) {
            let item = Int.random(in: 0..<total, using: &generator)
            if chosen.insert(item).inserted { list.append(item) }
        }
        return list
    }
}

/// A way to make lists.
enum Contender: CustomStringConvertible {
    case greedy
    case epsilon(Double)
    case thompson
    case directed(rate: Double)
    case budgeted(share: Double, DirectedSlate?, ExplorationDials?)

    var description: String {
        switch self {
        case .greedy: "greedy"
        case .epsilon(let rate): "epsilon \(rate)"
        case .thompson: "thompson"
        case .directed(let rate): "directed at rate \(rate)"
        case .budgeted(let share, _, _): "budgeted \(share)"
        }
    }

    struct Running {
        var contender: Contender
        var slate: DirectedSlate
        var budget: ExplorationBudget?

        mutating func choose(
            _ actions: ScoredActions, _ length: Int, _ generator: inout SeededGenerator
        ) throws -> [Int] {
            switch contender {
            case .greedy:
                return try slate.slate(from: actions, length: length, rate: 0, using: &generator).actions
            case .directed(let rate):
                return try slate.slate(from: actions, length: length, rate: rate, using: &generator).actions
            case .epsilon(let rate):
                var rest = actions.means.indices.sorted { actions.means[$0] > actions.means[$1] }
                return (0..<length).map { _ in
                    let explores = generator.unit() < rate
                    return rest.remove(at: explores ? Int.random(in: 0..<rest.count, using: &generator) : 0)
                }
            case .thompson:
                let drawn = actions.means.indices.map {
                    generator.normal(mean: actions.means[$0], deviation: actions.variances[$0].squareRoot())
                }
                return Array(drawn.indices.sorted { drawn[$0] > drawn[$1] }.prefix(length))
            case .budgeted:
                guard var budget else { return [] }
                let offer = try slate.offer(from: actions, length: length)
                let plan = try budget.plan(ExplorationSituation(), for: offer)
                let draw = try slate.slate(from: actions, length: length, rate: plan.rate, using: &generator)
                try budget.settle(plan, spent: draw.spent.reduce(0, +))
                self.budget = budget
                return draw.actions
            }
        }
    }

    func policy(in world: TradeOffWorld) throws -> Running {
        var slate = try DirectedSlate(noise: world.noise, examination: world.examination)
        var budget: ExplorationBudget?
        if case .budgeted(let share, let own, let dials) = self {
            if let own { slate = own }
            var dials = dials ?? ExplorationDials()
            dials.share = share
            budget = try ExplorationBudget(dials)
        }
        return Running(contender: self, slate: slate, budget: budget)
    }
}
