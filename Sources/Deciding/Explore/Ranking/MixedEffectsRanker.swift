import Commerce
import Linear

/// Expected reward of a candidate as a sum of what its features say and what only its own answers can say:
/// ```
/// reward of item i = c . x + u_i + noise,    c ~ N(prior),   u_i ~ N(0, T),   noise ~ N(0, S)
/// ```
/// So a new item is as good as its features and as uncertain as `T` says; with `n` answers, `u_i` has the variance
/// `S T / (S + n T)` and a mean shrunk towards 0 accordingly. That difference is what makes exploring worth its cost.
///
/// Learning is assumed-density filtering: after each answer the normal posterior of `c` and that of `u_i` are both
/// exact, but what ties them to each other is dropped (Minka, "A family of algorithms for approximate Bayesian
/// inference", 2001). For `c` the answer is `r - E u_i` with noise `S + Var u_i`; for `u_i` it is `r - E c . x` with
/// noise `S + Var c . x`. `S` and `T` are estimated as answers come (``noiseVariance``, ``itemVariance``).
///
/// With ``Likelihood/logistic`` the sum is the log odds of a chance, each answer is taken at the mode of its posterior
/// (as in ``LogisticPosterior``), and the reward is the chance stretched over the declared range.
///
/// Memory: 56 bytes for each row up to the highest that was learned from, and the square of the features.
public struct MixedEffectsRanker: CandidateRanker, Hashable {
    public enum Likelihood: String, Sendable, Hashable, CaseIterable {
        /// Rewards of any range, with constant noise.
        case gaussian
        /// Chances: rewards that are mostly one end of the range or the other, such as clicks.
        case logistic
    }

    public struct Settings: Sendable, Hashable {
        public var likelihood: Likelihood
        /// Every reward lies in it.
        public var rewards: ClosedRange<Double>
        /// Expected reward of an item of which nothing is known; nothing means a twentieth of the range.
        public var initialReward: Double?
        /// How strongly coefficients are held to 0: in answers (gaussian) or 1 / variance (logistic).
        public var ridge: Double
        /// First guess of the standard deviation between items of equal features; nothing means a twentieth of the
        /// range (gaussian) or half a unit of log odds (logistic). Worth three well-known items.
        public var initialDeviation: Double?
        /// First guess of the variance of single answers (gaussian only); nothing means a tenth of the squared range.
        /// Worth five answers.
        public var initialNoise: Double?
        public var forgetting: Forgetting

        public init(
            likelihood: Likelihood = .gaussian, rewards: ClosedRange<Double> = 0...1, initialReward: Double? = nil,
            ridge: Double = 1, initialDeviation: Double? = nil, initialNoise: Double? = nil,
            forgetting: Forgetting = .never
        ) {
            self.likelihood = likelihood
            self.rewards = rewards
            self.initialReward = initialReward
            self.ridge = ridge
            self.initialDeviation = initialDeviation
            self.initialNoise = initialNoise
            self.forgetting = forgetting
        }

        var span: Double { rewards.upperBound - rewards.lowerBound }
    }

    public let settings: Settings
    public let featureNames: [String]
    /// Where this state comes from: the same lineage and number of updates is the same state.
    public let lineage: String
    public internal(set) var updates: Int
    var belief: CoefficientBelief
    var clock: ForgettingClock
    /// By item row.
    var effects: [ItemEffect]
    var deviation: ItemDeviation
    var noise: NoiseEstimate

    /// - Throws: ``ExploreError`` `parameter`, naming the setting, its rule and the value.
    public init(schema: FeatureSchema, settings: Settings = Settings(), lineage: String) throws {
        try self.init(featureNames: schema.names, settings: settings, lineage: lineage)
    }

    /// For features of one's own; the first must always be 1.
    public init(featureNames: [String], settings: Settings = Settings(), lineage: String) throws {
        let (rewards, span) = (settings.rewards, settings.span)
        try ExploreError.check(
            span > 0 && span <= 1e9, "MixedEffectsRanker.rewards", "a range of positive, finite length", got: rewards)
        let initial = settings.initialReward ?? (rewards.lowerBound + span / 20)
        let isInside =
            settings.likelihood == .gaussian
            ? rewards.contains(initial) : initial > rewards.lowerBound && initial < rewards.upperBound
        try ExploreError.check(isInside, "MixedEffectsRanker.initialReward", "inside \(rewards)", got: initial)
        try settings.forgetting.check("MixedEffectsRanker")
        let isLogistic = settings.likelihood == .logistic
        let spread = settings.initialDeviation ?? (isLogistic ? 0.5 : span / 20)
        try ExploreError.check(
            spread > 0 && spread.isFinite, "MixedEffectsRanker.initialDeviation", "positive and finite", got: spread)
        let variance = isLogistic ? 1 : settings.initialNoise ?? span * span / 10
        try ExploreError.check(
            variance > 0 && variance.isFinite, "MixedEffectsRanker.initialNoise", "positive and finite", got: variance)

        var mean = [Double](repeating: 0, count: featureNames.count)
        var precision = [Double](repeating: settings.ridge, count: featureNames.count)
        if !mean.isEmpty {
            let chance = (initial - rewards.lowerBound) / span
            mean[0] = isLogistic ? logarithmicOdds(chance) : initial
            // The level of rewards is not held to anything much.
            precision[0] = settings.ridge / 10
        }
        self.settings = settings
        self.featureNames = featureNames
        self.lineage = lineage
        updates = 0
        belief = CoefficientBelief(prior: try CoefficientPrior(mean: mean, precision: precision))
        clock = ForgettingClock(settings.forgetting)
        effects = []
        deviation = ItemDeviation(initial: spread * spread, worth: 3, half: isLogistic ? 1 : 10)
        noise = NoiseEstimate(initial: variance, worth: isLogistic ? .infinity : 5)
    }

    public var version: String { "mixed-effects(\(lineage))#\(updates)" }

    /// Variance of single answers about their expected reward, as estimated so far; 1 with logistic likelihood, where
    /// it follows from the chance.
    public var noiseVariance: Double { noise.estimate }

    /// Variance between items of equal features, as estimated so far; of log odds with logistic likelihood.
    public var itemVariance: Double { deviation.estimate }

    /// Coefficients by feature, for reports.
    public var coefficients: [Double] { Array(belief.coefficients.prefix(belief.width)) }

    /// What the item's own answers say of it: mean and variance of `u_i`.
    public func effect(of item: Int32) -> (mean: Double, variance: Double) {
        faded(item).posterior(deviation: deviation.estimate, noise: noise.estimate)
    }

    /// Rows that anything can be known of: those behind them were never learned from.
    public var knownRows: Int { effects.count }

    /// How many answers of its own ``effect(of:)`` rests on, each by what it weighed; of log odds with logistic
    /// likelihood, their precision.
    public func answers(of item: Int32) -> Double { faded(item).precision }

    /// O(candidates * features^2), nothing allocated per candidate.
    public func score(features: [Float], items: [Int32], into scores: inout CandidateScores) throws {
        guard !items.isEmpty, features.count == items.count * belief.width else {
            throw ExploreError(
                code: "actions.shape",
                message:
                    "\(items.count) candidates need \(items.count) x \(belief.width) features; got \(features.count)")
        }
        Kernels.prefetch(items, of: effects)
        var means = [Double](repeating: 0, count: items.count)
        var squares = means
        features.withUnsafeBufferPointer { features in
            means.withUnsafeMutableBufferPointer { means in
                squares.withUnsafeMutableBufferPointer { squares in
                    belief.scores(of: features, means: means, squares: squares)
                }
            }
        }
        let (spread, unit) = (deviation.estimate, noise.estimate)
        scores.means.removeAll(keepingCapacity: true)
        scores.variances.removeAll(keepingCapacity: true)
        scores.means.reserveCapacity(items.count)
        scores.variances.reserveCapacity(items.count)
        for (place, item) in items.enumerated() {
            let own = faded(item).posterior(deviation: spread, noise: unit)
            let (mean, variance) = reward(means[place] + own.mean, unit * squares[place] + own.variance)
            guard mean.isFinite, variance.isFinite else { throw badFeature(features, place) }
            scores.means.append(Float(mean))
            scores.variances.append(Float(variance))
        }
    }

    public func information(mean: Double, variance: Double) -> Double {
        guard variance > 0 else { return 0 }
        var single = noise.estimate
        if settings.likelihood == .logistic {
            let chance = min(max((mean - settings.rewards.lowerBound) / settings.span, 0), 1)
            single = settings.span * settings.span * chance * (1 - chance)
        }
        return variance * variance / (variance + single)
    }

    /// Mean and variance of the reward where the sum has these.
    private func reward(_ mean: Double, _ variance: Double) -> (Double, Double) {
        guard settings.likelihood == .logistic else { return (mean, variance) }
        let chance = LogisticPosterior.chance(mean: mean, variance: variance)
        let scatter = LogisticPosterior.chanceVariance(mean: mean, variance: variance)
        return (settings.rewards.lowerBound + settings.span * chance, settings.span * settings.span * scatter)
    }

    /// An item's sums as of now.
    func faded(_ item: Int32) -> ItemEffect {
        guard item >= 0, Int(item) < effects.count else { return .unknown }
        var effect = effects[Int(item)]
        if settings.forgetting != .never { effect.fade(by: clock.share(after: clock.now - effect.stamp)) }
        return effect
    }

    private func badFeature(_ features: [Float], _ candidate: Int) -> ExploreError {
        let row = features[candidate * belief.width..<(candidate + 1) * belief.width]
        let problem =
            zip(featureNames, row).first { !$1.isFinite }.map { "feature '\($0)' of candidate \(candidate) is \($1)" }
            ?? "the features of candidate \(candidate) are too large"
        return ExploreError(code: "actions.features", message: "\(problem); features must be finite")
    }
}
