public import Commerce
import Foundation
import Ledger
public import OffPolicy

/// Judges policies from a log of another policy's choices.
public struct JudgingJob: Sendable {
    /// Layouts of logs.
    public static let presets = ["open-bandit", "dsjson", "decisions"]

    /// Nothing for the folder of a shop, whose ledger says what its decisions look like.
    public var preset: String?
    public var targets: [TargetChoice]
    /// Empty for the usual ones.
    public var estimators: [EstimatorChoice]
    public var badLines: BadLines
    /// Rewards that may occur; others are refused.
    public var rewardRange: ClosedRange<Double>?
    public var confidence: Double
    /// Of `open-bandit`: the file of items, and the position whose rows are judged.
    public var items: String?
    public var position: Int?
    /// Of decisions of our own: the surface, and the policy that made them, by its name or the word before its parenthesis.
    public var surface: String?
    public var logger: String?
    /// Of the decisions in a ledger, the first moment.
    public var from: Timestamp?
    /// Of folds and of draws.
    public var seed: UInt64

    public init(
        preset: String?, targets: [TargetChoice], estimators: [EstimatorChoice] = [], badLines: BadLines = .refuse,
        rewardRange: ClosedRange<Double>? = nil, confidence: Double = 0.95, items: String? = nil, position: Int? = nil,
        surface: String? = nil, logger: String? = nil, from: Timestamp? = nil, seed: UInt64 = 1
    ) {
        self.preset = preset
        self.targets = targets
        self.estimators = estimators
        self.badLines = badLines
        self.rewardRange = rewardRange
        self.confidence = confidence
        self.items = items
        self.position = position
        self.surface = surface
        self.logger = logger
        self.from = from
        self.seed = seed
    }

    /// - Parameter path: a log, or the folder of a shop.
    /// - Throws: ``EngineError`` for a preset or target that does not exist or does not go with the log, `OffPolicyError`,
    ///   `IntakeError` and `LedgerError` for a log that cannot be read or judged.
    public func run(
        on path: String, interruption: Interruption = Interruption(), progress: @escaping ProgressHandler = { _ in }
    ) throws -> JudgingReport {
        let name = URL(filePath: path).lastPathComponent
        // The range is of one position, the estimates are of whole lists.
        let free = try EstimateSettings(confidence: confidence)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw EngineError(code: "judging.missing", message: "there is no file or folder \(path)")
        }
        if isFolder.boolValue {
            return try judge(try ledger(path, interruption, progress), name, free, interruption, progress)
        }
        guard let preset, Self.presets.contains(preset) else {
            throw EngineError(
                code: "judging.preset",
                message: preset.map { "'\($0)' is no layout of a log of decisions" } ?? "\(path) needs --preset",
                remedy: "use one of \(Self.presets.joined(separator: ", ")), or give the folder of a shop")
        }
        let scan = LogScan(badLines: badLines) { entries, fraction in
            progress(JobProgress(.judging(file: name), completed: entries, .rows, fraction: fraction))
        }
        switch preset {
        case "open-bandit":
            let judged = try JudgedLog.openBandit(
                path, items: items, position: position, scan: scan, seed: seed
            ) { progress(JobProgress(.fitting(model: $0), completed: 0, .steps)) }
            let settings = try EstimateSettings(confidence: confidence, rewardRange: rewardRange ?? 0...1)
            return try judge(judged, name, settings, interruption, progress)
        case "dsjson" where try !holdsSlots(path):
            let isLearning = targets.contains { $0.kind == .learned }
            let judged = try JudgedLog.dsjson(
                path, rewardRange: rewardRange, learning: isLearning, scan: scan, seed: seed)
            let settings = try EstimateSettings(confidence: confidence, rewardRange: rewardRange)
            return try judge(judged, name, settings, interruption, progress)
        default:
            return try judge(try slates(path, scan, preset), name, free, interruption, progress)
        }
    }

    private var filter: DecisionFilter { DecisionFilter(surface: surface, logger: logger) }

    /// The decisions that a shop's ledger keeps.
    private func ledger(
        _ path: String, _ interruption: Interruption, _ progress: ProgressHandler
    ) throws -> JudgedSlates {
        let ledger = try SQLiteLedger(folder: URL(filePath: path))
        let query = DecisionQuery(from: from, surface: surface.map(Surface.init(rawValue:)))
        var collector = try SlateCollector(targets, seed: seed)
        var leftOut = LeftOut()
        var read = 0
        try ledger.forEachDecision(matching: query) { decision in
            read += 1
            if read % 256 == 0 {
                try check(interruption)
                progress(JobProgress(.judging(file: path), completed: read, .rows))
            }
            guard filter.admits(decision) else { return }
            let record = DecisionRecord(decision: decision, outcome: try ledger.outcome(of: decision.id))
            if let rewardRange, let reward = record.outcome?.rewards.first(where: { !rewardRange.contains($0) }) {
                throw OffPolicyError(
                    code: "log.reward",
                    message: "a reward of decision '\(decision.id)' must be in \(rewardRange.lowerBound) ... "
                        + "\(rewardRange.upperBound); got \(reward)")
            }
            try collector.add(record, filter, &leftOut)
        }
        return try collector.judged(path, leftOut: leftOut)
    }

    /// Whether the first decision of a dsjson log fills slots; a bad line is met again by whoever reads the log.
    private func holdsSlots(_ path: String) throws -> Bool {
        var reader = try DSJSONReader(path: path)
        while true {
            do {
                guard let entry = try reader.next() else { return false }
                if case .slots = entry { return true }
                return false
            } catch is LogIssue {
                continue
            }
        }
    }

    private func slates(_ path: String, _ scan: LogScan, _ preset: String) throws -> JudgedSlates {
        var collector = try SlateCollector(targets, seed: seed)
        guard preset == "dsjson" else {
            var reader = try DecisionReader(path: path, rewardRange: rewardRange)
            let leftOut = try scan.run(&reader) { try collector.add($0, filter, &$1) }
            return try collector.judged(path, leftOut: leftOut)
        }
        var reader = try DSJSONReader(path: path, rewardRange: rewardRange)
        var leftOut = try scan.run(&reader) { entry, leftOut in
            guard case .slots(let page) = entry else {
                throw OffPolicyError(
                    code: "dsjson.slots", message: "\(path) mixes single choices with pages of slots",
                    remedy: "judge them apart")
            }
            collector.add(page, &leftOut)
        }
        if reader.danglingOutcomes > 0 { leftOut.unusable[LeftOut.dangling] = reader.danglingOutcomes }
        return try collector.judged(path, leftOut: leftOut)
    }

    // MARK: Judging

    private func judge(
        _ judged: JudgedLog, _ file: String, _ settings: EstimateSettings, _ interruption: Interruption,
        _ progress: ProgressHandler
    ) throws -> JudgingReport {
        let evaluation = try OffPolicyEvaluation(judged.log, rewards: judged.rewards, settings: settings)
        let estimators = try estimators.forChoices()
        let probabilities = ChoiceTargets(judged: judged, seed: seed)
        var report = JudgingReport(
            file: file, preset: preset, decisions: judged.log.count, choices: judged.log.arms.count,
            hasFixedArms: judged.hasFixedArms, model: judged.modelName, confidence: confidence, leftOut: judged.leftOut)
        for (place, target) in targets.enumerated() {
            try check(interruption)
            progress(JobProgress(.scoring(model: target.name), completed: place, of: targets.count, .steps))
            guard let target = try probabilities.probabilities(of: target).map({ (target.name, $0) }) else {
                report.rows.append(JudgingReport.Row(estimate: try evaluation.observed(target.name)))
                continue
            }
            let answers = try evaluation.report(target.0, target.1, by: estimators)
            report.refusals += answers.refusals
            for estimate in answers.estimates {
                let estimator = estimators.first { $0.name == estimate.estimator } ?? estimators[0]
                report.rows.append(
                    JudgingReport.Row(
                        estimate: estimate, gain: try evaluation.gain(target.0, target.1, by: estimator)))
            }
        }
        return report
    }

    private func judge(
        _ judged: JudgedSlates, _ file: String, _ settings: EstimateSettings, _ interruption: Interruption,
        _ progress: ProgressHandler
    ) throws -> JudgingReport {
        var report = JudgingReport(
            file: file, preset: preset, decisions: judged.log.count, choices: judged.log.positions, isLists: true,
            confidence: confidence, leftOut: judged.leftOut)
        (report.surface, report.logger) = (judged.surface, judged.logger)
        let jury = SlateJury(log: judged.log, estimators: try estimators.forLists(), settings: settings)
        for (place, target) in targets.enumerated() {
            try check(interruption)
            progress(JobProgress(.scoring(model: target.name), completed: place, of: targets.count, .steps))
            if target.kind == .logging {
                report.rows.append(JudgingReport.Row(estimate: try jury.observed(target.name)))
            } else {
                try jury.judge(target.name, try slateTarget(target, judged), into: &report)
            }
        }
        return report
    }

    private func check(_ interruption: Interruption) throws {
        guard !interruption.isRequested else {
            throw EngineError(code: "judging.interrupted", message: "interrupted before all targets were judged")
        }
    }

    private func slateTarget(_ target: TargetChoice, _ judged: JudgedSlates) throws -> SlateTarget {
        if case .file(let path) = target.kind { return try TargetFile(path: path).target(for: judged.log) }
        guard try target.forLists() != nil else {
            throw EngineError(
                code: "target.lists", message: "'\(target.name)' is a policy for single choices; this log holds lists",
                remedy: "use logging, uniform, greedy, epsilon-greedy(0.1), softmax(0.05), ucb(1), thompson, or a file")
        }
        guard let propensities = judged.targets[target.name] else {
            throw EngineError(
                code: "target.scores",
                message: "what '\(target.name)' would have shown cannot be known: the log lacks candidates or their "
                    + "scores at some decisions",
                remedy: "log them with the decisions, or give the probabilities in a file")
        }
        return try SlateTarget(positions: judged.log.positions, propensities: propensities)
    }
}
