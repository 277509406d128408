public import Commerce
public import Linear

/// Arms that share nothing: one posterior for each key, whatever the features.
///
/// Scoring is O(actions); an update O(1), since an arm forgets only when it is looked at.
public struct ArmModel<Posterior: ArmPosterior>: PosteriorModel, UnlearningModel {
    /// An arm's posterior as it was at a reading of the clock.
    private struct Arm: Hashable {
        var posterior: Posterior
        var stamp: Int64
    }

    private let prior: Posterior
    private var clock: ForgettingClock
    private var arms: [Int32: Arm]

    /// - Throws: ``ExploreError`` `parameter` when the forgetting makes no sense.
    public init(prior: Posterior, forgetting: Forgetting = .never) throws {
        try forgetting.check("ArmModel")
        self.prior = prior.fresh
        clock = ForgettingClock(forgetting)
        arms = [:]
    }

    public var version: String { "arms(\(prior.version)\(forgetting.versionSuffix))" }
    public var forgetting: Forgetting { clock.forgetting }
    public var fresh: ArmModel {
        var result = self
        result.clock = ForgettingClock(forgetting)
        result.arms = [:]
        return result
    }

    /// What is known of one arm; the prior where nothing is.
    public func posterior(of key: Int32) -> Posterior { arms[key].map(current) ?? prior }

    /// The posterior as it is by now.
    private func current(_ arm: Arm) -> Posterior {
        guard arm.stamp < clock.now else { return arm.posterior }
        var posterior = arm.posterior
        // A share of weight that the clock gives is always in [0, 1], which is all that could be refused.
        do { try posterior.discount(by: clock.keep(since: arm.stamp)) } catch { return prior }
        return posterior
    }

    public func scores(of actions: ActionSet, in context: DecisionContext) throws -> ScoredActions {
        var means = [Double](repeating: 0, count: actions.count)
        var variances = means
        for (place, key) in actions.keys.enumerated() {
            let posterior = posterior(of: key)
            means[place] = posterior.mean
            variances[place] = posterior.variance
        }
        return try ScoredActions(means: means, variances: variances)
    }

    /// Exact, by quadrature: of beta distributions, and of normal ones for every other posterior.
    public func chancesOfBest(
        among actions: ActionSet, in context: DecisionContext, draws: Int, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        try actions.requireDifferentKeys()
        let posteriors = actions.keys.map { posterior(of: $0) }
        if let betas = posteriors as? [BetaPosterior] {
            return try ActionDistribution(BestChance.beta(a: betas.map(\.a), b: betas.map(\.b)))
        }
        return try ActionDistribution(
            BestChance.normal(means: posteriors.map(\.mean), variances: posteriors.map(\.variance)))
    }

    public func check(_ feedback: Feedback) throws {
        try prior.check(reward: feedback.reward, weight: feedback.weight)
    }

    public mutating func update(with feedback: Feedback) throws {
        try check(feedback)
        let step = clock.advance(to: feedback.context.time)
        var posterior = posterior(of: feedback.key)
        // An answer so late that it counts for nothing is only remembered by the clock.
        let weight = feedback.weight * step.weight
        if weight > 0 { try posterior.update(reward: feedback.reward, weight: weight) }
        arms[feedback.key] = Arm(posterior: posterior, stamp: clock.now)
    }

    public mutating func remove(_ feedback: Feedback) -> Bool {
        arms[feedback.key]?.posterior.remove(reward: feedback.reward, weight: feedback.weight)
        return true
    }
}

extension ArmModel: Mergeable {
    public mutating func merge(_ other: ArmModel) throws {
        guard prior == other.prior, forgetting == other.forgetting else { throw ExploreError.differentPriors }
        var result = self
        let (keep, otherKeep, _) = result.clock.join(other.clock)
        result.arms = [:]
        for key in Set(arms.keys).union(other.arms.keys) {
            var posterior = posterior(of: key)
            var theirs = other.posterior(of: key)
            try posterior.discount(by: keep)
            try theirs.discount(by: otherKeep)
            try posterior.merge(theirs)
            result.arms[key] = Arm(posterior: posterior, stamp: result.clock.now)
        }
        self = result
    }
}

extension ArmModel: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        let ordered = arms.sorted { $0.key < $1.key }
        prior.store(into: &bundle, as: "\(name).prior")
        clock.store(into: &bundle, as: name)
        bundle.store(ordered.map(\.key), as: "\(name).keys")
        bundle.store(ordered.map(\.value.stamp), as: "\(name).stamps")
        bundle.store(
            ordered.flatMap(\.value.posterior.evidence), shape: [ordered.count, prior.evidence.count],
            as: "\(name).evidence")
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        prior = try Posterior(from: bundle, as: "\(name).prior").fresh
        clock = try ForgettingClock(from: bundle, as: name)
        arms = [:]
        let keys = try bundle.int32s("\(name).keys")
        let stamps = try bundle.int64s("\(name).stamps")
        let width = prior.evidence.count
        let evidence = try bundle.finiteDoubles("\(name).evidence", count: keys.count * width)
        try bundle.require(stamps.count == keys.count, "\(name).stamps", "must be as many as the keys")
        for (place, key) in keys.enumerated() {
            try bundle.require(arms[key] == nil, "\(name).keys", "must be different")
            arms[key] = Arm(
                posterior: try prior.with(evidence: evidence[place * width..<(place + 1) * width]),
                stamp: stamps[place])
        }
    }
}
