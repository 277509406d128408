import Foundation

/// Decides how much each decision of one surface explores, so that at most a declared share of expected reward is
/// given up, and that it is given up where it teaches most.
///
/// For every decision: ``plan(_:for:)``, draw the slate at the planned rate, ``settle(_:spent:)``. A value without a
/// clock or chance: the same calls give the same rates.
///
/// **The cap.** Each decision earns `share * greedyReward`, after an initial credit. The rate is at most
/// `(balance + share * greedyReward) / ceiling`, so that whatever is drawn, the sum of what was spent never exceeds
/// the sum of what was earned: a token bucket that holds at most `burst` decisions' worth.
///
/// **The price.** Among the ways to spend, the best buy most value for their cost. One price `p` for all moments is
/// adapted so that the budget is just used up: a moment of given value and cost explores at
/// `max(0, 1 - p cost / value)` (``ExplorationFactors/worth(value:cost:price:)``). The price is the Lagrange
/// multiplier of the budget, moved by dual mirror descent (Balseiro, Lu and Mirrokni, "Dual mirror descent for online
/// allocation problems", ICML 2020): `p <- p exp(step (demand - target) / allowance)`, where demand is what
/// would be spent without the cap, and the target is the decision's allowance and what the bucket would yield if
/// emptied over 1,000 decisions. It
/// never falls below `1 / horizon`: what would not pay back is not explored, however much could be spent.
///
/// **The factors** scale the rate by shopper, items, funnel stage, fatigue and drift: ``ExplorationFactors``.
///
/// O(1) a call.
public struct ExplorationBudget: Sendable, Hashable, Codable {
    public private(set) var dials: ExplorationDials
    public private(set) var account = ExplorationAccount()
    /// Reward of later showings that one unit of reward given up has to promise; nothing before the first decision.
    public private(set) var price: Double?
    /// Decisions since drift was last reported.
    private var sinceDrift: Int?
    private var charges = ExplorationSurcharge()

    /// Relative move of the price when a decision spends its allowance twice, or not at all.
    static let step = 0.01
    /// Decisions over which saved allowance is meant to be used.
    static let draining = 1_000.0
    /// Largest move of the logarithm of the price at one decision.
    static let largestMove = 0.25

    /// - Throws: ``ExploreError`` `parameter`, naming the dial, its rule and the value.
    public init(_ dials: ExplorationDials = ExplorationDials()) throws {
        try dials.check()
        self.dials = dials
        account.allowance = dials.credit
    }

    /// Changes the dials; what was earned and spent stays.
    ///
    /// - Throws: ``ExploreError`` `parameter`; the budget is then as it was.
    public mutating func turn(to dials: ExplorationDials) throws {
        try dials.check()
        account.allowance += max(0, dials.credit - self.dials.credit)
        self.dials = dials
    }

    /// The rate for one decision.
    ///
    /// - Throws: ``ExploreError`` `offer` when a number of the offer is not finite or negative.
    public func plan(_ situation: ExplorationSituation, for offer: ExplorationOffer) throws -> ExplorationPlan {
        try offer.check()
        let price = price ?? openingPrice(for: offer)
        // In an order of their own: the rate must not depend on how a dictionary happens to be laid out.
        let scales = [
            (
                "shopper",
                ExplorationFactors.shopper(
                    events: situation.pastEvents, half: dials.knownAfter, floor: dials.knownShopper)
            ),
            ("items", ExplorationFactors.items(novelty: offer.novelty, floor: dials.knownItems)),
            ("stage", ExplorationFactors.stage(situation.stage, cart: dials.cart)),
            ("fatigue", ExplorationFactors.fatigue(ignored: situation.ignoredTrials, half: dials.patience)),
            ("drift", ExplorationFactors.drift(since: sinceDrift, boost: dials.driftBoost, half: dials.driftHalfLife)),
            ("worth", ExplorationFactors.worth(value: offer.value, cost: offer.cost, price: price)),
        ]
        let wanted = scales.reduce(1) { $0 * $1.1 }
        let allowed = largestRate(for: offer)
        let rate = min(wanted, allowed)
        var factors = Dictionary(uniqueKeysWithValues: scales)
        factors["budget"] = wanted > 0 ? rate / wanted : 1
        return ExplorationPlan(rate: rate, wanted: min(1, wanted), factors: factors, offer: offer, price: price)
    }

    /// Books what a planned decision gave up, once it is drawn.
    ///
    /// - Parameter spent: the sum of ``SlateDraw/spent``.
    /// - Throws: ``ExploreError`` `spent` when it is negative or not finite; the budget is then as it was.
    public mutating func settle(_ plan: ExplorationPlan, spent: Double) throws {
        try plan.offer.check()
        guard spent >= 0, spent.isFinite else {
            throw ExploreError(code: "spent", message: "what was spent must be finite and at least 0; got \(spent)")
        }
        let earned = dials.share * max(0, plan.offer.greedyReward)
        account.decisions += 1
        if plan.rate > 0 { account.explored += 1 }
        account.greedyReward += plan.offer.greedyReward
        account.allowance += earned
        account.spent += spent
        account.charged = surcharge * account.spent
        account.value += plan.rate * plan.offer.value
        account.information += plan.rate * plan.offer.information
        let usual = (account.allowance - dials.credit) / Double(account.decisions)
        account.lapsed += max(0, account.balance - max(dials.credit, dials.burst * usual))
        // What would have been spent without the cap: a price too low for the budget must rise while the cap binds.
        let demand = surcharge * (spent + (plan.wanted - plan.rate) * plan.offer.cost)
        let target = earned + max(0, account.balance) / Self.draining
        movePrice(from: plan.price, by: demand - target, usual: usual)
        if let since = sinceDrift { sinceDrift = since + 1 }
    }

    /// Books an answer to one position of a list.
    ///
    /// Optional: with the answers of all positions, the account shows what trials earned, and spending is charged at
    /// what trials are found to cost where that is more than the ranker says (``surcharge``).
    ///
    /// - Parameter forecast: the ranker's expected reward of what the position showed, as weighed by examination.
    /// - Parameter displaced: the ranker's expected reward of what exploiting would have had there; nothing where the
    ///   position did exploit.
    /// - Throws: ``ExploreError`` `reward` when a number is not finite; the budget is then as it was.
    public mutating func answer(reward: Double, forecast: Double, displaced: Double?) throws {
        guard reward.isFinite, forecast.isFinite, displaced?.isFinite ?? true else {
            throw ExploreError(
                code: "reward",
                message: "reward, forecast and displaced reward must be finite; got \(reward), \(forecast) and "
                    + "\(displaced ?? 0)")
        }
        if let displaced {
            account.answers += 1
            account.earned += reward - displaced
            charges.takeTrial(reward: reward, forecast: forecast, displaced: displaced)
        } else {
            charges.takeExploited(reward: reward, forecast: forecast)
        }
    }

    /// What a unit of reward given up under the ranker is charged at: 1, or more where answers show that trials cost
    /// more than it says.
    public var surcharge: Double { charges.ratio }

    /// Raises the rate for a while, because a detector found that rewards are no longer what they were.
    public mutating func noteDrift() { sinceDrift = 0 }

    /// The rate at which even the dearest draw stays inside the balance.
    private func largestRate(for offer: ExplorationOffer) -> Double {
        guard dials.share > 0 || account.balance > 0 else { return 0 }
        let available = account.balance + dials.share * max(0, offer.greedyReward)
        let ceiling = surcharge * offer.ceiling
        guard ceiling > available else { return 1 }
        return max(0, available / ceiling)
    }

    /// Half of what the first offer promises per unit of cost, so that it explores at about half the full rate. What a
    /// decision can afford needs no rationing: where nothing is known yet all candidates look alike, a trial costs next
    /// to nothing, and a price made from it would shut out every later one.
    private func openingPrice(for offer: ExplorationOffer) -> Double {
        guard offer.cost > dials.share * max(0, offer.greedyReward) else { return 1 / dials.horizon }
        return max(1 / dials.horizon, 0.5 * offer.value / offer.cost)
    }

    private mutating func movePrice(from planned: Double, by excess: Double, usual: Double) {
        guard usual > 0 else { return }
        let move = Self.step * excess / usual
        price = max(1 / dials.horizon, (price ?? planned) * exp(min(Self.largestMove, max(-Self.largestMove, move))))
    }
}
