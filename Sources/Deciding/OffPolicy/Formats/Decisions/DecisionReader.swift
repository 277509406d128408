import Commerce
import Intake

/// Reads our own log format: one JSON object a line, `{"decision": {...}, "outcome": {...}}`.
///
/// The fields are those of `Decision` and `Outcome`; docs/guide/log-formats.md names them. A decision without an
/// outcome is sound: its window may still be open.
public struct DecisionReader: LogReader {
    /// Rewards of a position that may occur; others are an issue of their line.
    public let rewardRange: ClosedRange<Double>?
    private var lines: JSONLineFeed

    /// - Throws: `IntakeError` when the file cannot be opened.
    public init(path: String, rewardRange: ClosedRange<Double>? = nil) throws {
        lines = try JSONLineFeed(path: path)
        self.rewardRange = rewardRange
    }

    public var fractionRead: Double? { lines.fractionRead }

    public mutating func next() throws -> DecisionRecord? {
        guard try lines.next() else { return nil }
        let record: DecisionRecord
        do {
            record = try DecisionRecord(from: JSONLineDecoder(JSONLine(lines.tree, of: lines.feed.record)))
        } catch let error as DecodingError {
            throw issue("decision.fields", Self.words(for: error), remedy: "docs/guide/log-formats.md names the fields")
        }
        try check(record.decision)
        if let outcome = record.outcome { try check(outcome, of: record.decision) }
        return record
    }

    private func check(_ decision: Decision) throws {
        guard !decision.slate.isEmpty else { throw issue("decision.slate", "the decision shows nothing") }
        let known = Set(decision.candidates.items)
        var shown = Set<ItemID>()
        for (place, action) in decision.slate.enumerated() {
            guard action.propensity > 0, action.propensity <= 1 else {
                throw issue(
                    "log.propensity",
                    "the propensity at position \(place + 1) must be in (0, 1]; got \(action.propensity)",
                    remedy: "what was shown cannot have been impossible: look at what wrote the log")
            }
            guard action.propensityError >= 0, action.propensityError.isFinite else {
                throw issue(
                    "log.propensity",
                    "the propensity's standard error at position \(place + 1) must be finite and at least 0; got "
                        + "\(action.propensityError)")
            }
            guard action.position == place + 1 else {
                throw issue(
                    "decision.position", "the slate's element \(place + 1) says position \(action.position)",
                    remedy: "list the slate from the first position to the last")
            }
            guard known.isEmpty || known.contains(action.item) else {
                throw issue("log.action", "'\(action.item)' is shown but is none of the candidates")
            }
            guard shown.insert(action.item).inserted else {
                throw issue("log.action", "'\(action.item)' is shown twice")
            }
        }
    }

    private func check(_ outcome: Outcome, of decision: Decision) throws {
        guard outcome.decision == decision.id else {
            throw issue(
                "outcome.decision", "the outcome is of decision '\(outcome.decision)', the line of '\(decision.id)'")
        }
        guard outcome.rewards.count == decision.slate.count else {
            throw issue(
                "outcome.rewards",
                "there are \(outcome.rewards.count) rewards for \(decision.slate.count) positions")
        }
        for (place, reward) in outcome.rewards.enumerated() {
            guard reward.isFinite else {
                throw issue("log.reward", "the reward at position \(place + 1) must be finite; got \(reward)")
            }
            if let rewardRange, !rewardRange.contains(reward) {
                throw issue(
                    "log.reward",
                    "the reward at position \(place + 1) must be in \(rewardRange.lowerBound) ... "
                        + "\(rewardRange.upperBound); got \(reward)")
            }
        }
    }

    private func issue(_ code: String, _ reason: String, remedy: String? = nil) -> LogIssue {
        lines.issue(code, reason, remedy: remedy)
    }

    /// What a decoder found wrong, without its insides.
    private static func words(for error: DecodingError) -> String {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            let keys = context.codingPath + (last.map { [$0] } ?? [])
            return keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let key, let context): "the field '\(path(context, key))' is missing"
        case .valueNotFound(_, let context): "the field '\(path(context))' must not be null"
        case .typeMismatch(let type, let context): "the field '\(path(context))' must be of type \(type)"
        case .dataCorrupted(let context): "the field '\(path(context))': \(context.debugDescription)"
        @unknown default: "the line cannot be read"
        }
    }
}
