/// LinUCB on coefficients of each arm's own (Li and others, WWW 2010, algorithm 1).
public typealias LinUCB = Bandit<DisjointModel<LinearPosterior>, UpperConfidence>

/// LinUCB on coefficients that arms share and others of their own (Li and others, WWW 2010, algorithm 2).
public typealias HybridLinUCB = Bandit<HybridModel, UpperConfidence>

extension LinUCB {
    /// As in the paper: unit noise and ridge.
    ///
    /// - Parameters:
    ///   - alpha: how many standard deviations above the mean an action is judged by.
    ///   - width: number of features.
    ///   - source: whose they are.
    /// - Throws: ``ExploreError`` `parameter` when `alpha` is negative or the width not in [1, 1024].
    public init(
        alpha: Double, width: Int, features source: FeatureSource = .action, forgetting: Forgetting = .never,
        rewards: ClosedRange<Double>? = nil
    ) throws {
        let prior = try LinearPosterior(prior: try CoefficientPrior(width: width))
        try self.init(
            try DisjointModel(prior: prior, features: source, forgetting: forgetting),
            exploring: try UpperConfidence(alpha: alpha), rewards: rewards)
    }
}

extension HybridLinUCB {
    /// As in the paper: unit noise and ridge; `sharedWidth` features of the action, `ownWidth` of the moment.
    ///
    /// - Throws: ``ExploreError`` `parameter` when `alpha` is negative or a width not in [1, 1024].
    public init(
        alpha: Double, sharedWidth: Int, ownWidth: Int, rewards: ClosedRange<Double>? = nil
    ) throws {
        try self.init(
            try HybridModel(sharedWidth: sharedWidth, ownWidth: ownWidth),
            exploring: try UpperConfidence(alpha: alpha), rewards: rewards)
    }
}
