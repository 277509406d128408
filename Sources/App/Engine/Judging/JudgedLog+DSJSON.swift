import Commerce
import Explore
import OffPolicy

/// A dsjson log is read twice, in constant memory for its features: once to learn a model for each fold from the other
/// folds, once to ask each fold's model.
extension JudgedLog {
    static func dsjson(
        _ path: String, rewardRange: ClosedRange<Double>?, learning: Bool, scan: LogScan, seed: UInt64
    ) throws -> JudgedLog {
        var columns = ChoiceColumns()
        var models = try (0..<folds).map { _ in try FoldModels(learning: learning) }
        var dealer = SeededGenerator(seed: seed)
        columns.leftOut = try read(path, rewardRange, scan) { decision, leftOut in
            guard try columns.append(decision.label, offered: decision.choice.count, &leftOut) else { return }
            let own = Int.random(in: 0..<folds, using: &dealer)
            for fold in models.indices where fold != own { try models[fold].learn(decision) }
        }
        guard !columns.actions.isEmpty else {
            throw OffPolicyError(
                code: "log.empty", message: "\(path) holds no decision that can be judged",
                remedy: "check that the export that wrote it was complete")
        }
        let arms = Int(columns.offered.max() ?? 0)
        var rewards: [Double] = []
        rewards.reserveCapacity(columns.actions.count * arms)
        var learned: [Int32] = []
        dealer = SeededGenerator(seed: seed)
        var ignored = LeftOut()
        try read(path, rewardRange, LogScan(badLines: scan.badLines)) { decision, _ in
            guard try columns.isUsable(decision.label, &ignored) else { return }
            let own = Int.random(in: 0..<folds, using: &dealer)
            models[own].predict(decision.choice, arms: arms, into: &rewards)
            if let choice = models[own].choose(decision.choice) { learned.append(choice) }
        }
        guard rewards.count == columns.actions.count * arms else {
            throw EngineError(
                code: "judging.changed", message: "\(path) changed while it was read",
                remedy: "judge a copy of the log, or one that is no longer written to")
        }
        return JudgedLog(
            log: try columns.log(arms: arms), offered: columns.offered, hasFixedArms: false, rewards: rewards,
            learned: learning ? learned : nil, leftOut: columns.leftOut, modelName: "hashed-regression(\(folds) folds)")
    }

    @discardableResult
    private static func read(
        _ path: String, _ rewardRange: ClosedRange<Double>?, _ scan: LogScan,
        _ body: (HashedDecision, inout LeftOut) throws -> Void
    ) throws -> LeftOut {
        var reader = try HashedDSJSONReader(path: path, rewardRange: rewardRange)
        var leftOut = try scan.run(&reader, body: body)
        if reader.danglingOutcomes > 0 { leftOut.unusable[LeftOut.dangling] = reader.danglingOutcomes }
        return leftOut
    }
}

/// The columns of choices among changing actions.
private struct ChoiceColumns {
    var actions: [Int32] = []
    var offered: [Int32] = []
    var rewards: [Double] = []
    var propensities: [Double] = []
    var times: [Timestamp?] = []
    var leftOut = LeftOut()
    private var dropped: Double?

    /// False for a decision that was left out.
    mutating func append(_ label: ChoiceLabel, offered count: Int, _ leftOut: inout LeftOut) throws -> Bool {
        guard try isUsable(label, &leftOut) else { return false }
        if let dropped, abs(dropped - label.dropped) > 1e-9 {
            throw OffPolicyError(
                code: "log.dropped",
                message: "decisions were dropped before logging at different rates (pdrop \(dropped) and "
                    + "\(label.dropped)), so the log is no fair sample of them",
                remedy: "judge a log with one rate")
        }
        dropped = label.dropped
        actions.append(Int32(label.action))
        offered.append(Int32(count))
        rewards.append(label.reward)
        propensities.append(label.propensity)
        times.append(label.time)
        return true
    }

    func isUsable(_ label: ChoiceLabel, _ leftOut: inout LeftOut) throws -> Bool {
        if !label.isLearned { leftOut.unusable[LeftOut.neverShown, default: 0] += 1 }
        return label.isLearned
    }

    /// Arms are places from 1, as the file counts them.
    func log(arms: Int) throws -> LoggedDecisions {
        let known = times.compactMap { $0 }
        return try LoggedDecisions(
            arms: (1...arms).map(String.init), actions: actions, rewards: rewards, propensities: propensities,
            times: known.count == times.count ? known : [])
    }
}

/// What is learned without one fold: rewards, and on request a policy by their doubly robust scores, which takes an update
/// for every action.
private struct FoldModels {
    private var rewards: HashedBandit
    private var policy: HashedBandit?
    private var scores: [Float] = []

    init(learning: Bool) throws {
        let model = try HashedRegression()
        rewards = try HashedBandit(exploration: .epsilonGreedy(epsilon: 0), learning: .regression, model: model)
        policy =
            learning
            ? try HashedBandit(exploration: .epsilonGreedy(epsilon: 0), learning: .doublyRobust, model: model) : nil
    }

    mutating func learn(_ decision: HashedDecision) throws {
        let label = decision.label
        try rewards.learn(
            from: decision.choice, action: label.action, reward: label.reward, propensity: label.propensity)
        try policy?.learn(
            from: decision.choice, action: label.action, reward: label.reward, propensity: label.propensity)
    }

    /// Appends a row of expected rewards, within those seen so far; 0 for arms that are not on offer.
    mutating func predict(_ choice: HashedChoice, arms: Int, into table: inout [Double]) {
        rewards.model.score(choice, into: &scores)
        let seen = rewards.model.targets
        for score in scores { table.append(min(max(Double(score), seen.lowerBound), seen.upperBound)) }
        table.append(contentsOf: repeatElement(0, count: arms - scores.count))
    }

    mutating func choose(_ choice: HashedChoice) -> Int32? {
        guard let policy else { return nil }
        policy.model.score(choice, into: &scores)
        return scores.indices.max { (scores[$0], $1) < (scores[$1], $0) }.map(Int32.init)
    }
}

extension LeftOut {
    /// Reasons for leaving out what is sound.
    static let dangling = "answer without its decision"
    static let neverShown = "never took effect"
    static let noOutcome = "no outcome yet"
    static let otherLength = "list of another length"
    static let noChoice = "list of all candidates on record"
}
