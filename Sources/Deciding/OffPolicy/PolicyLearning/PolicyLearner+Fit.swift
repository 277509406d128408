import Linear

extension PolicyLearner {
    /// Learns from the whole log.
    ///
    /// - Parameter rewards: expected reward of each arm at each decision, cross-fitted; shape [decisions, arms]. Without
    ///   it, linear models of each arm are cross-fitted here.
    /// - Returns: the best candidate, learned again from all decisions. The same seed gives the same policy on any
    ///   number of cores.
    /// - Throws: ``OffPolicyError`` `log.context` for a context that is not finite, `learning.decisions` when there are
    ///   fewer decisions than folds, `model.shape` or `model.value` for rewards that do not fit or are not finite.
    public func fit(
        _ log: LoggedDecisions, rewards: [Double]? = nil, using generator: inout some RandomNumberGenerator
    ) throws -> LearnedPolicy {
        guard log.count >= folds else {
            throw OffPolicyError(
                code: "learning.decisions", message: "\(log.count) decisions cannot be cut into \(folds) folds")
        }
        let problem = try LearningProblem(
            log: log, design: ContextDesign(log), folds: Self.deal(log.count, folds, using: &generator),
            rewards: rewards)
        let tried = methods.flatMap { method in l2.map { (method, $0) } }
        let judged = Parallel.map(tried.count) { place in
            let values = problem.validate { rows in theta(problem, tried[place].0, l2: tried[place].1, rows: rows) }
            return LearnedPolicy.Candidate(
                method: tried[place].0, l2: tried[place].1, value: values.mean, standardError: values.error)
        }
        var chosen = judged[0]
        for candidate in judged.dropFirst() where candidate.value > chosen.value { chosen = candidate }
        let learned = theta(problem, chosen.method, l2: chosen.l2, rows: Array(0..<log.count))
        return LearnedPolicy(policy: try policy(learned.theta, learned.temperature, problem), chosen: chosen, candidates: judged)
    }

    /// Every decision's fold: equal sizes, in random order.
    private static func deal(
        _ count: Int, _ folds: Int, using generator: inout some RandomNumberGenerator
    ) -> [[Int]] {
        let order = Array(0..<count).shuffled(using: &generator)
        return (0..<folds).map { fold in
            order[fold * count / folds..<(fold + 1) * count / folds].sorted()
        }
    }

    private func theta(
        _ problem: LearningProblem, _ method: Method, l2: Double, rows: [Int]
    ) -> (theta: [Double], temperature: Double) {
        let regression = ArmRegression(design: problem.design, arms: problem.log.arms.count)
        switch method {
        case .rewardModel: return (regression.rewards(of: problem.log, rows: rows, l2: l2), temperature)
        case .doublyRobustRegression: return (regression.scores(problem.scores, rows: rows, l2: l2), temperature)
        case .doublyRobustGradient:
            return (ascend(problem, .doublyRobust(scores: problem.scores), l2: l2, rows: rows), 1)
        case .selfNormalisedGradient:
            let estimate = PolicyObjective.Estimate.selfNormalised(
                actions: problem.log.actions, rewards: problem.log.rewards, propensities: problem.log.propensities)
            return (ascend(problem, estimate, l2: l2, rows: rows), 1)
        }
    }

    private func ascend(
        _ problem: LearningProblem, _ estimate: PolicyObjective.Estimate, l2: Double, rows: [Int]
    ) -> [Double] {
        let objective = PolicyObjective(
            design: problem.design, arms: problem.log.arms.count, estimate: estimate, rows: rows, l2: l2,
            caution: caution, unit: problem.unit)
        let optimiser = LimitedMemoryBFGS(maximumIterations: maximumIterations)
        let start = [Double](repeating: 0, count: objective.arms * problem.design.columns)
        return optimiser.minimise(from: start) { objective.negated(at: $0, gradient: &$1) }.point
    }

    private func policy(_ theta: [Double], _ temperature: Double, _ problem: LearningProblem) throws -> LinearSoftmaxPolicy {
        let columns = problem.design.columns
        let places = theta.indices
        return try LinearSoftmaxPolicy(
            arms: problem.log.arms, means: problem.design.means, scales: problem.design.scales,
            weights: places.filter { $0 % columns != 0 }.map { theta[$0] },
            intercepts: places.filter { $0 % columns == 0 }.map { theta[$0] }, temperature: temperature)
    }
}
