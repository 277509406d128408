public import Commerce
public import Linear

/// A function of the features for each arm, on its own: what is learned of one is not known of another.
///
/// With ``LinearPosterior`` of noise 1 this is the disjoint model of LinUCB (Li and others, WWW 2010, algorithm 1), whose
/// precision prior is the identity. Scoring is O(actions width²); an update O(width²), and O(arms width²) where it
/// forgets, because every arm then fades.
public struct DisjointModel<Posterior: CoefficientPosterior>: PosteriorModel {
    private let prior: Posterior
    /// Whose features the coefficients belong to.
    public let source: FeatureSource
    private var clock: ForgettingClock
    private var arms: [Int32: Posterior]
    /// Of the prior, in every arm.
    private var priorShare = 1.0

    /// - Throws: ``ExploreError`` `parameter` when the forgetting makes no sense.
    public init(prior: Posterior, features source: FeatureSource = .action, forgetting: Forgetting = .never) throws {
        try forgetting.check("DisjointModel")
        self.prior = prior.fresh
        self.source = source
        clock = ForgettingClock(forgetting)
        arms = [:]
    }

    public var version: String { "disjoint(\(prior.version),\(source.rawValue)\(forgetting.versionSuffix))" }
    public var forgetting: Forgetting { clock.forgetting }

    /// What is known of one arm; the prior where nothing is.
    public func posterior(of key: Int32) -> Posterior { arms[key] ?? prior }

    public func scores(of actions: ActionSet, in context: DecisionContext) throws -> ScoredActions {
        try scores(of: actions, in: context) { try $0.score($1, means: $2, variances: $3) }
    }

    /// Exact, by quadrature: arms are independent of each other.
    public func chancesOfBest(
        among actions: ActionSet, in context: DecisionContext, draws: Int, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        try actions.requireDifferentKeys()
        let scores = try scores(of: actions, in: context) { try $0.scoreLinear($1, means: $2, variances: $3) }
        return try ActionDistribution(BestChance.normal(means: scores.means, variances: scores.variances))
    }

    private func scores(
        of actions: ActionSet, in context: DecisionContext,
        by score: (
            Posterior, UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Double>,
            UnsafeMutableBufferPointer<Double>
        ) throws -> Void
    ) throws -> ScoredActions {
        let width = prior.width
        if source == .action { try actions.requireWidth(width) } else { try requireContext(context.features) }
        var means = [Double](repeating: 0, count: actions.count)
        var variances = means
        let features = source == .action ? actions.features : context.features
        try features.withUnsafeBufferPointer { features in
            try means.withUnsafeMutableBufferPointer { means in
                try variances.withUnsafeMutableBufferPointer { variances in
                    for (place, key) in actions.keys.enumerated() {
                        let start = source == .action ? place * width : 0
                        try score(
                            posterior(of: key), UnsafeBufferPointer(rebasing: features[start..<start + width]),
                            UnsafeMutableBufferPointer(rebasing: means[place...place]),
                            UnsafeMutableBufferPointer(rebasing: variances[place...place]))
                    }
                }
            }
        }
        return try ScoredActions(means: means, variances: variances)
    }

    private func requireContext(_ features: [Float]) throws {
        try features.withUnsafeBufferPointer { try Observation.check(features: $0, width: prior.width) }
    }

    public func check(_ feedback: Feedback) throws {
        try features(of: feedback).withUnsafeBufferPointer {
            try prior.check(features: $0, reward: feedback.reward, weight: feedback.weight)
        }
    }

    private func features(of feedback: Feedback) -> [Float] {
        source == .action ? feedback.features : feedback.context.features
    }

    public mutating func update(with feedback: Feedback) throws {
        try check(feedback)
        let step = clock.advance(to: feedback.context.time)
        priorShare = step.priorShare
        if forgetting != .never {
            for place in arms.values.indices {
                arms.values[place].discount(by: step.keep, priorShare: step.priorShare)
            }
        }
        let weight = feedback.weight * step.weight
        guard weight > 0 else { return }
        let features = features(of: feedback)
        if arms.index(forKey: feedback.key) == nil { arms[feedback.key] = faded(prior) }
        try features.withUnsafeBufferPointer {
            try arms[feedback.key]?.update(features: $0, reward: feedback.reward, weight: weight)
        }
    }

    /// As strong as the prior is in the arms that have learned already.
    private func faded(_ posterior: Posterior) -> Posterior {
        var result = posterior
        result.discount(by: 1, priorShare: priorShare)
        return result
    }
}

extension DisjointModel: UnlearningModel where Posterior == LinearPosterior {
    public var fresh: DisjointModel {
        var result = self
        result.clock = ForgettingClock(forgetting)
        result.arms = [:]
        result.priorShare = 1
        return result
    }

    public mutating func remove(_ feedback: Feedback) -> Bool {
        let features = features(of: feedback)
        return arms[feedback.key]?.remove(features: features, reward: feedback.reward, weight: feedback.weight)
            ?? true
    }
}

extension DisjointModel: Mergeable {
    public mutating func merge(_ other: DisjointModel) throws {
        guard prior == other.prior, source == other.source, forgetting == other.forgetting else {
            throw ExploreError.differentPriors
        }
        var result = self
        let (keep, otherKeep, share) = result.clock.join(other.clock)
        for key in Set(arms.keys).union(other.arms.keys) {
            var posterior = posterior(of: key)
            var theirs = other.posterior(of: key)
            posterior.discount(by: keep, priorShare: 1)
            theirs.discount(by: otherKeep, priorShare: 1)
            try posterior.merge(theirs)
            posterior.discount(by: 1, priorShare: share)
            result.arms[key] = posterior
        }
        result.priorShare = share
        self = result
    }
}

extension DisjointModel: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        prior.store(into: &bundle, as: "\(name).prior")
        clock.store(into: &bundle, as: name)
        bundle.metadata["\(name).features"] = source.rawValue
        bundle.store([priorShare], as: "\(name).prior.share")
        let keys = arms.keys.sorted()
        bundle.store(keys, as: "\(name).keys")
        for key in keys { arms[key]?.store(into: &bundle, as: "\(name).arm.\(key)") }
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        prior = try Posterior(from: bundle, as: "\(name).prior").fresh
        clock = try ForgettingClock(from: bundle, as: name)
        guard let source = FeatureSource(rawValue: try bundle.text("\(name).features")) else {
            throw ExploreError(code: "saved", message: "'\(name).features' must be action or context")
        }
        self.source = source
        priorShare = try bundle.finiteDoubles("\(name).prior.share", count: 1)[0]
        try bundle.require(priorShare > 0 && priorShare <= 1, "\(name).prior.share", "must be in (0, 1]")
        arms = [:]
        for key in try bundle.int32s("\(name).keys") {
            let posterior = try Posterior(from: bundle, as: "\(name).arm.\(key)")
            try bundle.require(
                posterior.width == prior.width, "\(name).arm.\(key)", "must have \(prior.width) features")
            arms[key] = posterior
        }
    }
}
