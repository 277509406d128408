import Commerce
import Explore
import Foundation
import OffPolicy

/// A log of lists, ready to be judged by position, and what each target would have shown.
struct JudgedSlates: Sendable {
    let log: LoggedSlates
    /// Probability of each shown action at its position given those before, by target, where it could be known.
    let targets: [String: [Double]]
    let leftOut: LeftOut
    /// The surface, and the policy that made the decisions, where the log says.
    let surface: String?
    let logger: String?
}

/// Reads lists and works out on the way, from the candidates and scores in the log, what other policies would have done
/// with them. Nothing is fitted: the scores were made before the answers.
struct SlateCollector {
    private let policies: [(name: String, policy: any SlatePolicy)]
    private var lengths: [Int: Int] = [:]
    private var lists: [List] = []
    private var surfaces: Set<String> = []
    /// Decisions by the policy that made them.
    private var loggers: [String: Int] = [:]
    /// Of the policies whose propensities take draws.
    private var generator: SeededGenerator

    private struct List {
        var actions: [Int32] = []
        var propensities: [Double] = []
        var rewards: [Double] = []
        var isPinned: [Bool] = []
        /// By policy; empty where the log lacks candidates or scores.
        var targets: [[Double]] = []
    }

    private var numbers: [ItemID: Int32] = [:]

    init(_ choices: [TargetChoice], seed: UInt64) throws {
        policies = try choices.compactMap { choice in
            try choice.forLists().map { (choice.name, try $0.slatePolicy(noise: 1, examination: [])) }
        }
        generator = SeededGenerator(seed: seed)
    }

    // MARK: Our own decisions

    mutating func add(_ record: DecisionRecord, _ filter: DecisionFilter, _ leftOut: inout LeftOut) throws {
        let decision = record.decision
        guard filter.admits(decision) else { return }
        surfaces.insert(decision.surface.rawValue)
        loggers[decision.policyVersion, default: 0] += 1
        guard let outcome = record.outcome else {
            leftOut.unusable[LeftOut.noOutcome, default: 0] += 1
            return
        }
        guard policies.isEmpty || decision.candidates.count == 0 || decision.candidates.count > decision.slate.count
        else {
            leftOut.unusable[LeftOut.noChoice, default: 0] += 1
            return
        }
        var list = List()
        for (shown, reward) in zip(decision.slate, outcome.rewards) {
            list.actions.append(number(of: shown.item))
            list.propensities.append(shown.isPinned ? 1 : shown.propensity)
            list.rewards.append(reward)
            list.isPinned.append(shown.isPinned)
        }
        list.targets = try policies.map { try propensities(by: $0.policy, of: decision) }
        append(list)
    }

    /// As the decider would have found them, under the same pins, quotas and spread; empty where the record does not
    /// hold enough to say.
    private mutating func propensities(by policy: any SlatePolicy, of decision: Decision) throws -> [Double] {
        let pins = decision.rules.count { rule in
            if case .pin = rule.effect { rule.note == nil } else { false }
        }
        guard decision.candidates.count > 0, decision.slate.count(where: \.isPinned) == pins else { return [] }
        do {
            return try Replay().propensities(of: decision, under: policy, rate: 1, using: &generator).values
        } catch let error as ExploreError where ["replay.record", "slate.constraints"].contains(error.code) {
            return []
        }
    }

    // MARK: Slots of dsjson

    /// Of the targets only `uniform` can be known: dsjson has no scores.
    mutating func add(_ page: LoggedSlots, _ leftOut: inout LeftOut) {
        guard page.isLearned else {
            leftOut.unusable[LeftOut.neverShown, default: 0] += 1
            return
        }
        var list = List()
        for slot in page.slots {
            list.actions.append(Int32(slot.order[0]))
            list.propensities.append(slot.probabilities[0])
            list.rewards.append(slot.reward)
            list.isPinned.append(false)
        }
        list.targets = policies.map { _, policy in
            policy is UniformSlate && page.slots.allSatisfy { $0.order.count > 1 || $0.probabilities[0] == 1 }
                ? page.slots.map { 1 / Double($0.order.count) } : []
        }
        append(list)
    }

    // MARK: The log

    private mutating func append(_ list: List) {
        lists.append(list)
        lengths[list.actions.count, default: 0] += 1
    }

    private mutating func number(of item: ItemID) -> Int32 {
        if let number = numbers[item] { return number }
        numbers[item] = Int32(numbers.count)
        return Int32(numbers.count - 1)
    }

    /// Lists of the most common length; the others are counted as left out.
    ///
    /// - Throws: ``EngineError`` `judging.surfaces` or `judging.loggers` when the log mixes several, `OffPolicyError`
    ///   `log.empty`.
    func judged(_ path: String, leftOut: LeftOut) throws -> JudgedSlates {
        guard surfaces.count < 2 else {
            throw EngineError(
                code: "judging.surfaces",
                message: "\(path) holds decisions of several surfaces: \(surfaces.sorted().joined(separator: ", "))",
                remedy: "judge one at a time with --surface")
        }
        guard Set(loggers.keys.map(DecisionFilter.word)).count < 2 else {
            let counts = loggers.sorted { $0.key < $1.key }
                .map { "\(DecisionFilter.short($0.key)) (\(grouped($0.value)))" }.joined(separator: ", ")
            throw EngineError(
                code: "judging.loggers", message: "\(path) holds decisions of several policies: \(counts)",
                remedy: "judge what one of them logged with --logged-by, by its name or the word before its parenthesis"
            )
        }
        guard let length = lengths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else {
            let reasons = leftOut.unusable.sorted { $0.key < $1.key }.map { "\(grouped($0.value)) × \($0.key)" }
            throw OffPolicyError(
                code: "log.empty",
                message: "\(path) holds no decision that can be judged"
                    + (reasons.isEmpty ? "" : " (left out: \(reasons.joined(separator: ", ")))"),
                remedy: reasons.isEmpty
                    ? "check that the export that wrote it was complete, and --surface and --logged-by"
                    : "judge decisions that have outcomes and were chosen from more candidates than were shown")
        }
        var leftOut = leftOut
        let kept = lists.filter { $0.actions.count == length }
        if kept.count < lists.count { leftOut.unusable[LeftOut.otherLength] = lists.count - kept.count }
        let log = try LoggedSlates(
            positions: length, actions: kept.flatMap(\.actions), propensities: kept.flatMap(\.propensities),
            rewards: kept.flatMap(\.rewards), isPinned: kept.flatMap(\.isPinned))
        var targets: [String: [Double]] = [:]
        for (place, policy) in policies.enumerated() where kept.allSatisfy({ !$0.targets[place].isEmpty }) {
            targets[policy.name] = kept.flatMap { $0.targets[place] }
        }
        let logger =
            loggers.count == 1
            ? loggers.keys.first.map(DecisionFilter.short) : loggers.keys.first.map(DecisionFilter.word)
        return JudgedSlates(log: log, targets: targets, leftOut: leftOut, surface: surfaces.first, logger: logger)
    }
}
