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
}

/// Reads lists and works out on the way, from the candidates and scores in the log, what other policies would have done
/// with them. Nothing is fitted: the scores were made before the answers.
struct SlateCollector {
    private let policies: [(name: String, policy: any SlatePolicy)]
    private var lengths: [Int: Int] = [:]
    private var lists: [List] = []
    private var surfaces: Set<String> = []
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

    /// - Parameter surface: the others are left out.
    mutating func add(_ record: DecisionRecord, surface: String?, _ leftOut: inout LeftOut) throws {
        let decision = record.decision
        guard surface == nil || decision.surface.rawValue == surface else { return }
        surfaces.insert(decision.surface.rawValue)
        guard let outcome = record.outcome else {
            leftOut.unusable[LeftOut.noOutcome, default: 0] += 1
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

    /// Pinned items stand outside the choice: they are no candidates, and their propensity is 1.
    private mutating func propensities(by policy: any SlatePolicy, of decision: Decision) throws -> [Double] {
        let candidates = decision.candidates
        let pinned = Set(decision.slate.filter(\.isPinned).map(\.item))
        let free = candidates.items.indices.filter { !pinned.contains(candidates.items[$0]) }
        guard candidates.means.count == candidates.count, candidates.variances.count == candidates.count,
            !free.isEmpty
        else { return [] }
        let scores = try ScoredActions(
            means: free.map {
                Double(candidates.means[$0]) + (candidates.adjustments.isEmpty ? 0 : Double(candidates.adjustments[$0]))
            }, variances: free.map { Double(candidates.variances[$0]) })
        let places = Dictionary(free.enumerated().map { (candidates.items[$1], $0) }) { first, _ in first }
        let shown = decision.slate.filter { !$0.isPinned }.compactMap { places[$0.item] }
        guard shown.count == decision.slate.count - pinned.count else { return [] }
        let drawn = try policy.propensities(of: shown, from: scores, rate: 1, using: &generator)
        var (values, next) = ([Double](), 0)
        for action in decision.slate {
            values.append(action.isPinned ? 1 : drawn.values[next])
            if !action.isPinned { next += 1 }
        }
        return values
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
    /// - Throws: ``EngineError`` `judging.surfaces` when the log mixes several, `OffPolicyError` `log.empty`.
    func judged(_ path: String, leftOut: LeftOut) throws -> JudgedSlates {
        guard surfaces.count < 2 else {
            throw EngineError(
                code: "judging.surfaces",
                message: "\(path) holds decisions of several surfaces: \(surfaces.sorted().joined(separator: ", "))",
                remedy: "judge one at a time with --surface")
        }
        guard let length = lengths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else {
            throw OffPolicyError(code: "log.empty", message: "\(path) holds no decision that can be judged")
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
        return JudgedSlates(log: log, targets: targets, leftOut: leftOut)
    }
}
