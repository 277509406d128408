public import Commerce

/// Each shopper's last event is the test, and on request the one before it the validation.
///
/// The protocol of most work on sequences (Kang and McAuley, "Self-Attentive Sequential Recommendation", ICDM
/// 2018, section IV.A). It is not a forecast: one shopper's training events may be later than another's test.
///
/// Shoppers with fewer than `minimumEvents` events are kept whole for training. When the held-out item already
/// occurs in the history, `repeats` says whether it is a target; either way it is held out of training.
public struct LeaveLastOut: SplitRule {
    public static let name = "leave-last-out"

    public let validation: Bool
    public let minimumEvents: Int
    public let repeats: HeldOutHandling

    /// - Parameter minimumEvents: by default one more than are held out, so that a history is left.
    /// - Throws: ``IntakeError`` `split.parameter` when `minimumEvents` leaves no history.
    public init(validation: Bool = false, minimumEvents: Int? = nil, repeats: HeldOutHandling = .drop) throws {
        let least = validation ? 3 : 2
        let events = minimumEvents ?? least
        guard events >= least else {
            throw IntakeError.split("LeaveLastOut.minimumEvents", "at least \(least)", got: events)
        }
        self.validation = validation
        self.minimumEvents = events
        self.repeats = repeats
    }

    public func split(_ interactions: Interactions) throws -> InteractionSplit {
        var parts = [SplitAssembly.Part](repeating: .training, count: interactions.count)
        for shopper in 0..<interactions.shoppers.count {
            let (start, end) = (interactions.offsets[shopper], interactions.offsets[shopper + 1])
            guard end - start >= minimumEvents else { continue }
            parts[end - 1] = .test
            if validation { parts[end - 2] = .validation }
        }
        return try SplitAssembly(source: interactions, parts: parts, repeats: repeats).assemble()
    }
}

extension LeaveLastOut {
    private enum CodingKeys: String, CodingKey { case validation, minimumEvents, repeats }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            validation: container.decodeIfPresent(Bool.self, forKey: .validation) ?? false,
            minimumEvents: container.decodeIfPresent(Int.self, forKey: .minimumEvents),
            repeats: container.decodeIfPresent(HeldOutHandling.self, forKey: .repeats) ?? .drop)
    }
}
