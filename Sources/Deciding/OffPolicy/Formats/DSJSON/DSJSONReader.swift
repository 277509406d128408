public import Explore
import Intake

/// An entry of a dsjson log.
public enum DSJSONEntry: Sendable, Hashable {
    /// One action was chosen.
    case choice(LoggedChoice)
    /// Several slots were filled ("conditional contextual bandit").
    case slots(LoggedSlots)
}

/// Reads the log of Vowpal Wabbit and of the decision services built on it ("dsjson"): one JSON object a line.
///
/// A line holds the features (`c`: what is shared, and `_multi`: an object for each action), the action shown
/// (`_label_Action`, from 1, or `_labelIndex`, from 0), its probability (`_label_probability`) and its cost
/// (`_label_cost`, which is minus the reward); beside these `a` and `p`, all actions in the order shown and their
/// probabilities, `EventId`, `Timestamp`, `pdrop` and `_skipLearn`. A line whose context has `_slots` holds `_outcomes`, one
/// for each slot, whose actions count from 0. Answers that arrived without their decision (`RewardValue`, no `c`) are
/// passed over and counted. Everything else (`VWState`, `Version`, `o`, ...) is not read.
///
/// What is contradictory or impossible is an issue of that line, never a guess: a probability outside (0, 1], `a` and
/// `p` that are no distribution over the actions or disagree with the label, an action that is not there.
public struct DSJSONReader: LogReader {
    /// Rewards that may occur; others are an issue of their line.
    public let rewardRange: ClosedRange<Double>?
    /// Answers passed over because the log does not hold their decision.
    public private(set) var danglingOutcomes = 0
    var lines: JSONLineFeed

    /// - Throws: `IntakeError` when the file cannot be opened.
    public init(path: String, rewardRange: ClosedRange<Double>? = nil) throws {
        lines = try JSONLineFeed(path: path)
        self.rewardRange = rewardRange
    }

    public var fractionRead: Double? { lines.fractionRead }
    /// Line of the file that the last entry came from.
    public var line: Int { lines.line }

    /// The next entry with the names of its features.
    public mutating func next() throws -> DSJSONEntry? {
        guard let members = try nextMembers() else { return nil }
        if let slots = members.slots { return .slots(try readSlots(slots, members)) }
        let actions = try actionNodes(members)
        let label = try readLabel(members, actions: actions.count)
        return .choice(
            LoggedChoice(
                label: label, shared: try namespaces(of: members.context),
                actions: try actions.map { try namespaces(of: $0) }))
    }

    /// The next choice, with its features hashed into `choice`, which loses what it held: no string is made of a feature.
    ///
    /// - Throws: as ``next()``; ``LogIssue`` `dsjson.slots` for a line with slots.
    public mutating func next(into choice: inout HashedChoice) throws -> ChoiceLabel? {
        guard let members = try nextMembers() else { return nil }
        guard members.slots == nil else {
            throw issue(
                "dsjson.slots", "the line fills slots, where single choices are read",
                remedy: "read slots with DSJSONReader.next()")
        }
        let actions = try actionNodes(members)
        let label = try readLabel(members, actions: actions.count)
        try hash(members.context, actions, into: &choice)
        return label
    }

    /// Where the members of a line stand; those that are null count as absent.
    struct Members {
        var context = 0
        var slots: Int?
        var action, index, probability, cost, id, time, order, probabilities, dropped, skip, outcomes: Int?
    }

    private mutating func nextMembers() throws -> Members? {
        while try lines.next() {
            if let members = try members() { return members }
            danglingOutcomes += 1
        }
        return nil
    }

    /// Nothing for an answer without its decision.
    private func members() throws -> Members? {
        var members = Members()
        var context: Int?
        var isOutcome = false
        let (nodes, record) = (lines.tree.nodes, lines.feed.record)
        var key = 1
        while key < nodes[0].next {
            let (field, value) = (nodes[key].field, key + 1)
            key = Int(nodes[value].next)
            if case .null = nodes[value].kind { continue }
            switch field.end - field.start {
            case 1:
                if record.equals(field, "c") { context = value }
                if record.equals(field, "a") { members.order = value }
                if record.equals(field, "p") { members.probabilities = value }
            case 5: if record.equals(field, "pdrop") { members.dropped = value }
            case 7: if record.equals(field, "EventId") { members.id = value }
            case 9:
                if record.equals(field, "Timestamp") { members.time = value }
                if record.equals(field, "_outcomes") { members.outcomes = value }
            default:
                if record.equals(field, "_label_cost") { members.cost = value }
                if record.equals(field, "_label_probability") { members.probability = value }
                if record.equals(field, "_label_Action") { members.action = value }
                if record.equals(field, "_labelIndex") { members.index = value }
                if record.equals(field, "_skipLearn") { members.skip = value }
                if record.equals(field, "RewardValue") { isOutcome = true }
            }
        }
        guard let context else {
            if isOutcome { return nil }
            throw issue(
                "dsjson.context", "the line has no member 'c' with the features",
                remedy: "read Vowpal Wabbit's dsjson; its plain --json has another layout")
        }
        guard nodes[context].kind == .object else { throw issue("dsjson.context", "'c' must be an object") }
        members.context = context
        members.slots = lines.tree.member("_slots", of: context, in: record)
        return members
    }

    func actionNodes(_ members: Members) throws -> [Int] {
        guard let multi = lines.tree.member("_multi", of: members.context, in: lines.feed.record) else {
            throw issue("dsjson.actions", "the context has no '_multi' with the actions")
        }
        let nodes = try lines.elements(multi, "_multi")
        guard !nodes.isEmpty else { throw issue("dsjson.actions", "there is no action to choose from") }
        guard nodes.allSatisfy({ lines.tree.nodes[$0].kind == .object }) else {
            throw issue("dsjson.actions", "each element of '_multi' must be an object")
        }
        return nodes
    }

    func issue(_ code: String, _ reason: String, remedy: String? = nil) -> LogIssue {
        lines.issue(code, reason, remedy: remedy)
    }
}
