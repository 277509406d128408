import Linear

extension PolicyLearner {
    /// Learns from the whole log.
    ///
    /// - Parameter rewards: expected reward of each arm at each decision, cross-fitted; shape [decisions, arms]. Without
    ///   it, linear models of each arm are cross-fitted here.
    /// - Returns: the chosen way's policy, learned again from all decisions. The same seed gives the same policy on any
    ///   number of cores.
    /// - Throws: ``OffPolicyError`` `log.context` with the first context that is not finite, `learning.decisions` when there are
    ///   fewer than two decisions a fold, `model.shape` or `model.value` for rewards that do not fit or are not finite,
    ///   `learning.numbers` for sums that overflow.
    public func fit(
        _ log: LoggedDecisions, rewards: [Double]? = nil, using generator: inout some RandomNumberGenerator
    ) throws -> LearnedPolicy {
        guard log.count >= 2 * folds else {
            throw OffPolicyError(
                code: "learning.decisions",
                message: "learning with \(folds) folds needs at least \(2 * folds) decisions; the log has \(log.count)")
        }
        let problem = try LearningProblem(
            log: log, design: ContextDesign(log), folds: Self.deal(log.count, folds, using: &generator),
            rewards: rewards, seed: generator.next())
        let candidates = try judge(problem)
        // The best is behind itself by nothing, so that one is always found.
        let chosen = candidates.first { $0.behind <= parsimony * $0.behindError } ?? candidates[0]
        let path = ways.filter { $0.method == chosen.way.method && $0.l2 >= chosen.way.l2 }.map(\.l2).sorted(by: >)
        let thetas = try learn(problem, chosen.way.method, path: path, rows: Array(0..<log.count))
        let policy = try policy(thetas[thetas.count - 1], temperature(of: chosen.way.method), problem)
        return LearnedPolicy(policy: policy, chosen: chosen, candidates: candidates)
    }

    /// Every fold's decisions: equal parts of a random order.
    private static func deal(_ count: Int, _ folds: Int, using generator: inout some RandomNumberGenerator) -> [[Int]] {
        let order = Array(0..<count).shuffled(using: &generator)
        return (0..<folds).map { order[$0 * count / folds..<($0 + 1) * count / folds].sorted() }
    }

    /// Cross-validates every way. Ways of one method share their sums, and ascend one from the other's end.
    private func judge(_ problem: LearningProblem) throws -> [LearnedPolicy.Candidate] {
        let methods = Method.allCases.filter { method in ways.contains { $0.method == method } }
        let paths = methods.map { method in
            ways.indices.filter { ways[$0].method == method }.sorted { ways[$0].l2 > ways[$1].l2 }
        }
        let folds = problem.folds.count
        let parts = Parallel.map(methods.count * folds) { task in
            let (method, fold) = (task / folds, task % folds)
            return Result {
                let path = paths[method].map { ways[$0].l2 }
                let thetas = try learn(problem, methods[method], path: path, rows: problem.others(than: fold))
                return thetas.map {
                    problem.values(of: $0, temperature(of: methods[method]), rows: problem.folds[fold])
                }
            }
        }
        var values = [[Double]](repeating: [Double](repeating: 0, count: problem.log.count), count: ways.count)
        for (task, part) in try parts.map({ try $0.get() }).enumerated() {
            for (place, way) in paths[task / folds].enumerated() {
                for (index, row) in problem.folds[task % folds].enumerated() { values[way][row] = part[place][index] }
            }
        }
        let means = values.map { mean($0).value }
        var best = 0
        for way in ways.indices where means[way] > means[best] { best = way }
        return ways.indices.map { way in
            let own = mean(values[way])
            let behind = mean(zip(values[best], values[way]).map { $0 - $1 })
            return LearnedPolicy.Candidate(
                way: ways[way], value: own.value, standardError: own.error, behind: behind.value,
                behindError: behind.error)
        }
    }

    /// Theta [arms, columns] for every penalty of a falling path; an arm that the log never shows is never chosen.
    private func learn(_ problem: LearningProblem, _ method: Method, path: [Double], rows: [Int]) throws -> [[Double]] {
        try thetas(problem, method, path: path, rows: rows).map { problem.withoutUnshown($0) }
    }

    private func thetas(_ problem: LearningProblem, _ method: Method, path: [Double], rows: [Int]) throws -> [[Double]]
    {
        let arms = problem.log.arms.count
        let regression = ArmRegression(design: problem.design, arms: arms)
        switch method {
        case .bestArm:
            return path.map { _ in problem.bestArm(rows: rows) }
        case .rewardModel:
            return try regression.rewards(of: problem.log, rows: rows, path: path)
        case .doublyRobustRegression:
            return try regression.scores(problem.scores, rows: rows, path: path)
        case .doublyRobustGradient:
            return try ascend(problem, .doublyRobust(scores: problem.scores), path: path, rows: rows)
        case .selfNormalisedGradient:
            let estimate = PolicyObjective.Estimate.selfNormalised(
                actions: problem.log.actions, rewards: problem.log.rewards, propensities: problem.log.propensities)
            return try ascend(problem, estimate, path: path, rows: rows)
        }
    }

    /// Ascends from the best of the last penalty's end and the doubly robust regression's scores, made more or less
    /// certain: the objective has many local optima, and from even odds the ascent often ends in a poor one.
    private func ascend(
        _ problem: LearningProblem, _ estimate: PolicyObjective.Estimate, path: [Double], rows: [Int]
    ) throws -> [[Double]] {
        let regression = ArmRegression(design: problem.design, arms: problem.log.arms.count)
        let scores = try regression.scores(problem.scores, rows: rows, path: [Self.startingPenalty])[0]
        let starts = Self.certainties.map { certainty in
            problem.withoutUnshown(scores.map { $0 * certainty / problem.unit })
        }
        let optimiser = LimitedMemoryBFGS(maximumIterations: maximumIterations)
        var ends: [[Double]] = []
        for l2 in path {
            let objective = PolicyObjective(
                design: problem.design, arms: problem.log.arms.count, estimate: estimate, rows: rows, l2: l2,
                caution: caution, unit: problem.unit)
            var ignored = scores
            let values = (starts + ends.suffix(1)).map {
                (start: $0, loss: objective.negated(at: $0, gradient: &ignored))
            }
            let best = values.dropFirst().reduce(values[0]) { $1.loss < $0.loss ? $1 : $0 }
            ends.append(optimiser.minimise(from: best.start) { objective.negated(at: $0, gradient: &$1) }.point)
        }
        return ends
    }

    /// Of the regression that an ascent starts from.
    private static let startingPenalty = 0.1
    /// Log-odds per standard deviation of reward that an ascent may start with; 0 is even odds.
    private static let certainties = [0.0, 1, 3, 10, 30]

    private func temperature(of method: Method) -> Double {
        switch method {
        case .bestArm: 0
        case .rewardModel, .doublyRobustRegression: temperature
        case .doublyRobustGradient, .selfNormalisedGradient: 1
        }
    }

    private func policy(
        _ theta: [Double], _ temperature: Double, _ problem: LearningProblem
    ) throws -> LinearSoftmaxPolicy {
        let columns = problem.design.columns
        return try LinearSoftmaxPolicy(
            arms: problem.log.arms, means: problem.design.means, scales: problem.design.scales,
            weights: theta.indices.filter { $0 % columns != 0 }.map { theta[$0] },
            intercepts: theta.indices.filter { $0 % columns == 0 }.map { theta[$0] }, temperature: temperature)
    }
}

private func mean(_ values: [Double]) -> (value: Double, error: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (count - 1) / count).squareRoot())
}
