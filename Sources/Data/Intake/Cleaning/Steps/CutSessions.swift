public import Commerce

/// Gives sessions to events that have none: a shopper's (or visitor's) events without a pause longer than `gapMinutes` are one.
///
/// A session is named after its person and its first moment (`session:shopper:17850:1291191960000`), so the same events
/// get the same sessions whatever else is in the log. Sessions given by the source are kept; events before 2000 get none,
/// since their times only number the rows of a source without times. O(events log events).
public struct CutSessions: CleaningStep {
    public static let name = "cut-sessions"
    public static let parameters = ["gapMinutes"]

    public let gapMinutes: Int

    /// - Throws: ``IntakeError`` `cleaning.parameter` when the gap is not from 1 minute to a day.
    public init(gapMinutes: Int = 30) throws {
        guard (1...1440).contains(gapMinutes) else {
            throw IntakeError.cleaning(Self.self, "gapMinutes must be from 1 to 1440; got \(gapMinutes)")
        }
        self.gapMinutes = gapMinutes
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(gapMinutes: container.decodeIfPresent(Int.self, forKey: .gapMinutes) ?? 30)
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        var effect = StepEffect()
        var sessions = 0
        for person in PersonEvents.grouped(events, where: { $0.session == nil && PersonEvents.isTimed($0) }) {
            var session: SessionID?
            var last: Timestamp?
            for index in person {
                let time = events[index].time
                if let last, time.since(last) > .minutes(gapMinutes) { session = nil }
                if session == nil {
                    session = Self.session(of: events[index])
                    sessions += 1
                }
                events[index].session = session
                last = time
                effect.changed += 1
            }
        }
        effect.details["sessions"] = sessions
        return effect
    }

    private static func session(of event: borrowing Event) -> SessionID {
        let who = event.shopper.map { "shopper:\($0)" } ?? event.visitor.map { "visitor:\($0)" } ?? ""
        return SessionID("session:\(who):\(event.time.milliseconds)")
    }
}

/// Events by who did them.
enum PersonEvents {
    /// Whether the event's time is a moment and not the number of its row.
    static func isTimed(_ event: borrowing Event) -> Bool {
        event.time >= ValidationOptions.standard.earliestPlausible
    }

    /// For each shopper, and each visitor without one, the places of their events, oldest first (equal times in the given
    /// order); people in order of appearance. Events of nobody are left out. O(events log events).
    static func grouped(_ events: [Event], where isWanted: (borrowing Event) -> Bool) -> [[Int]] {
        var rows = HashIndex(limit: .max)
        var people: [[Int]] = []
        for index in events.indices where isWanted(events[index]) {
            let who = EventHashes.who(events[index])
            guard who != 0, let found = rows.insert(who) else { continue }
            if found.isNew { people.append([]) }
            people[found.row].append(index)
        }
        for person in people.indices {
            // Most logs are in order already.
            let isSorted = zip(people[person], people[person].dropFirst()).allSatisfy {
                events[$0].time <= events[$1].time
            }
            if !isSorted { people[person].sort { (events[$0].time, $0) < (events[$1].time, $1) } }
        }
        return people
    }
}
