import Commerce
import Foundation
import OffPolicy

/// What each target would have done at each decision of a log of single choices.
///
/// Whatever is learned here is learned without the decision that it is asked about: a policy that has seen an answer
/// would be judged by what it remembers.
struct ChoiceTargets {
    let judged: JudgedLog
    let seed: UInt64

    private var log: LoggedDecisions { judged.log }
    private var arms: Int { log.arms.count }

    /// Nothing for `logging`, whose value is the mean reward.
    ///
    /// - Throws: ``EngineError`` for a target that does not go with the log, `OffPolicyError` for a file whose numbers
    ///   are no distributions.
    func probabilities(of target: TargetChoice) throws -> TargetProbabilities? {
        switch target.kind {
        case .logging: return nil
        case .uniform: return try uniform()
        case .arm(let name): return try always(name)
        case .bestArm: return try bestArm()
        case .greedy: return try epsilonGreedy(0)
        case .epsilonGreedy(let epsilon): return try epsilonGreedy(epsilon)
        case .softmax(let temperature): return try softmax(temperature)
        case .learned: return try learned()
        case .like(let path): return try shares(of: path)
        case .file(let path): return try TargetFile(path: path).probabilities(for: log)
        case .lists(let policy):
            throw EngineError(
                code: "target.lists", message: "'\(policy.name)' is a policy for lists; this log holds single choices",
                remedy: "use uniform, best-arm, greedy, epsilon-greedy(0.1), softmax(0.05), learned or arm:NAME")
        }
    }

    /// - Parameter body: probabilities of the arms on offer at a decision.
    private func rows(_ body: (_ decision: Int, _ offered: Int) -> [Double]) throws -> TargetProbabilities {
        var values: [Double] = []
        values.reserveCapacity(log.count * arms)
        for decision in 0..<log.count {
            let row = body(decision, judged.offered(at: decision))
            values += row
            values.append(contentsOf: repeatElement(0, count: arms - row.count))
        }
        return try TargetProbabilities(arms: arms, values: values)
    }

    private func uniform() throws -> TargetProbabilities {
        let share = { (offered: Int) in Array(repeating: 1 / Double(offered), count: offered) }
        // One row stands for all decisions where all arms are always on offer.
        return judged.offered.isEmpty
            ? try TargetProbabilities(arms: arms, values: share(arms)) : try rows { _, offered in share(offered) }
    }

    private func always(_ name: String) throws -> TargetProbabilities {
        guard let arm = log.arms.firstIndex(of: name) else {
            throw EngineError(
                code: "target.arm", message: "the log has no arm '\(name)'",
                remedy: "its arms are \(log.arms.prefix(20).joined(separator: ", "))\(arms > 20 ? ", ..." : "")")
        }
        if let decision = judged.offered.firstIndex(where: { Int($0) <= arm }) {
            throw EngineError(
                code: "target.arm",
                message: "arm '\(name)' is not on offer at decision \(decision), which has \(judged.offered[decision])",
                remedy: "judge a policy that looks at what is on offer")
        }
        var values = [Double](repeating: 0, count: arms)
        values[arm] = 1
        return try TargetProbabilities(arms: arms, values: values)
    }

    private func shares(of path: String) throws -> TargetProbabilities {
        guard let counts = try judged.countsOfAnotherLog?(path) else {
            throw EngineError(
                code: "target.like", message: "'like:' goes with open-bandit logs, whose arms are the same in every log"
            )
        }
        guard counts.count <= arms else {
            throw EngineError(
                code: "target.like", message: "\(path) has \(counts.count) arms; the log that is judged has \(arms)")
        }
        let total = counts.reduce(0, +)
        return try TargetProbabilities(
            arms: arms, values: counts.map { $0 / total } + Array(repeating: 0, count: arms - counts.count))
    }

    /// Ties share.
    private func epsilonGreedy(_ epsilon: Double) throws -> TargetProbabilities {
        try rows { decision, offered in
            let expected = judged.rewards[decision * arms..<decision * arms + offered]
            let best = expected.reduce(-Double.infinity, max)
            let ties = Double(expected.count { $0 == best })
            return expected.map { epsilon / Double(offered) + ($0 == best ? (1 - epsilon) / ties : 0) }
        }
    }

    private func softmax(_ temperature: Double) throws -> TargetProbabilities {
        try rows { decision, offered in
            let expected = judged.rewards[decision * arms..<decision * arms + offered]
            let best = expected.reduce(-Double.infinity, max)
            let weights = expected.map { exp(($0 - best) / temperature) }
            let total = weights.reduce(0, +)
            return weights.map { $0 / total }
        }
    }

    // MARK: Learned without the fold

    /// Decisions in equal parts of a random order.
    private func foldOf() -> [Int] {
        var generator = SeededGenerator(seed: seed).split(1)
        var folds = [Int](repeating: 0, count: log.count)
        for (place, decision) in Array(0..<log.count).shuffled(using: &generator).enumerated() {
            folds[decision] = place % JudgedLog.folds
        }
        return folds
    }

    /// For each fold the arm whose self-normalised mean reward over the other folds is largest.
    private func bestArm() throws -> TargetProbabilities {
        guard judged.hasFixedArms else {
            throw EngineError(
                code: "target.arm", message: "the actions change from decision to decision, so none is the best of all",
                remedy: "use greedy")
        }
        let folds = foldOf()
        let best = (0..<JudgedLog.folds).map { fold in
            var (weights, sums) = ([Double](repeating: 0, count: arms), [Double](repeating: 0, count: arms))
            for decision in folds.indices where folds[decision] != fold {
                let arm = Int(log.actions[decision])
                weights[arm] += 1 / log.propensities[decision]
                sums[arm] += log.rewards[decision] / log.propensities[decision]
            }
            return (0..<arms).filter { weights[$0] > 0 }
                .max { (sums[$0] / weights[$0], $1) < (sums[$1] / weights[$1], $0) } ?? 0
        }
        return try rows { decision, _ in
            var row = [Double](repeating: 0, count: arms)
            row[best[folds[decision]]] = 1
            return row
        }
    }

    /// For each fold a policy learned from the other folds.
    private func learned() throws -> TargetProbabilities {
        if let choices = judged.learned {
            return try rows { decision, offered in
                var row = [Double](repeating: 0, count: offered)
                row[Int(choices[decision])] = 1
                return row
            }
        }
        // A policy for every fold: each is learned with less care than one that is to be used.
        let learner = try PolicyLearner(folds: 3, maximumIterations: 50)
        let folds = foldOf()
        var values = [Double](repeating: 0, count: log.count * arms)
        for fold in 0..<JudgedLog.folds {
            let held = folds.indices.filter { folds[$0] == fold }
            guard !held.isEmpty else { continue }
            var generator = SeededGenerator(seed: seed).split(UInt64(2 + fold))
            let policy = try learner.fit(
                log.selecting(folds.indices.filter { folds[$0] != fold }), using: &generator
            ).policy
            let target = try policy.targetProbabilities(for: log.selecting(held))
            for (row, decision) in held.enumerated() {
                for arm in 0..<arms { values[decision * arms + arm] = target[row, arm] }
            }
        }
        return try TargetProbabilities(arms: arms, values: values)
    }
}
