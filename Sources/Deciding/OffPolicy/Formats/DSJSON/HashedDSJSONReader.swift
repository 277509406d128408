public import Explore

/// A choice with its features hashed, and its answer.
public struct HashedDecision: Sendable, Hashable {
    public var choice: HashedChoice
    public var label: ChoiceLabel

    public init(choice: HashedChoice, label: ChoiceLabel) {
        self.choice = choice
        self.label = label
    }
}

/// Reads single choices of a dsjson log with their features hashed: what ``HashedBandit`` learns from.
public struct HashedDSJSONReader: LogReader {
    /// Answers passed over because the log does not hold their decision.
    public var danglingOutcomes: Int { reader.danglingOutcomes }
    public var fractionRead: Double? { reader.fractionRead }
    private var reader: DSJSONReader

    /// - Throws: `IntakeError` when the file cannot be opened.
    public init(path: String, rewardRange: ClosedRange<Double>? = nil) throws {
        reader = try DSJSONReader(path: path, rewardRange: rewardRange)
    }

    /// - Throws: also ``LogIssue`` `dsjson.slots` for a line that fills slots.
    public mutating func next() throws -> HashedDecision? {
        var choice = HashedChoice()
        return try reader.next(into: &choice).map { HashedDecision(choice: choice, label: $0) }
    }
}
