public import Commerce

/// What the validation counts as odd, and how much it may remember.
///
/// Memory does not grow with the source beyond the `tracked...` limits; past one of them the report says which figures
/// became estimates or lower bounds. At the default limits the most that can be held is about 450 MB; a source of half
/// a million events takes about 60 MB.
public struct ValidationOptions: Sendable, Hashable, Codable {
    /// A shopper or visitor who acts more often than this within one clock minute is reported as a bot. Impressions
    /// are not actions, and the lines of one order are one action.
    public var actionsPerMinute = 60
    /// A pause longer than this ends a session, where the source names none itself.
    public var sessionGapMinutes = 30
    /// Example rows kept for each kind of problem.
    public var examplesPerCode = 3
    /// Times before this are implausible for a shop's log.
    public var earliestPlausible = Timestamp(seconds: 946_684_800)
    /// How far ahead of the present a time may lie, for clocks that run fast.
    public var futureToleranceSeconds = 300
    /// The highest share of rejected rows that still counts as a warning only.
    public var rejectedShare = 0.1
    /// Shoppers and visitors followed one by one (rates, sessions, orders).
    public var trackedPeople = 500_000
    /// Items followed one by one (popularity, orphans).
    public var trackedItems = 500_000
    /// Sessions and orders told apart exactly, each.
    public var trackedSessions = 500_000
    /// Events compared for duplicates.
    public var trackedEvents = 4_000_000
    /// Purchase, cancellation and return lines kept for matching.
    public var trackedPurchases = 1_000_000

    public static let standard = ValidationOptions()

    public init() {}

    /// - Throws: ``IntakeError`` `validation.option` naming the option, the rule and the value.
    public func checked() throws -> ValidationOptions {
        let positive: [(String, Int)] = [
            ("actionsPerMinute", actionsPerMinute), ("sessionGapMinutes", sessionGapMinutes),
            ("trackedPeople", trackedPeople), ("trackedItems", trackedItems),
            ("trackedSessions", trackedSessions), ("trackedEvents", trackedEvents),
            ("trackedPurchases", trackedPurchases),
        ]
        for (name, value) in positive where value < 1 || value > Int(Int32.max) {
            throw Self.problem("\(name) must be from 1 to \(Int32.max); got \(value)")
        }
        for (name, value) in [
            ("examplesPerCode", examplesPerCode), ("futureToleranceSeconds", futureToleranceSeconds),
        ] where value < 0 {
            throw Self.problem("\(name) must not be negative; got \(value)")
        }
        guard (0...1).contains(rejectedShare) else {
            throw Self.problem("rejectedShare must be in [0, 1]; got \(rejectedShare)")
        }
        return self
    }

    private static func problem(_ rule: String) -> IntakeError {
        IntakeError(
            code: "validation.option", message: "ValidationOptions.\(rule)",
            remedy: "leave the option out to use its default")
    }
}
