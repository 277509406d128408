public import Commerce

/// Events over the calendar, in bins of whole days (UTC).
public struct ActivityOverTime: Sendable, Hashable, Codable {
    /// Days to a bin: the least of 1, 2, 7, 14, 28, 91, 182, 364, ... that needs at most 120 bins.
    public var daysPerBin: Int
    /// First day of each bin, `2010-12-01`.
    public var starts: [String]
    /// One for each kind that occurs, aligned with ``starts``.
    public var series: [Series]
    /// Events left out because their time is implausible or in the future.
    public var left: Int

    public struct Series: Sendable, Hashable, Codable {
        public var kind: EventKind
        public var events: [Int]
    }
}

/// When in the day and in the week things happen (UTC), implausible times left out.
public struct ClockProfile: Sendable, Hashable, Codable {
    /// Events by hour, 24 of them.
    public var hours: [Int]
    /// Events by day of the week, Monday first, 7 of them.
    public var weekdays: [Int]
}

/// What is odd about the times.
public struct TimeCheck: Sendable, Hashable, Codable {
    /// Whether the events have times, and not only an order; without them nothing else here is filled in.
    public var isGiven: Bool
    public var earliest: Timestamp?
    public var latest: Timestamp?
    /// Events earlier than the event before them in the source.
    public var outOfOrder: Int
    public var inFuture: Int
    /// Events before the year 2000 (or ``ValidationOptions/earliestPlausible``).
    public var implausible: Int
}

/// How long visits are.
public struct SessionProfile: Sendable, Hashable, Codable {
    public enum Origin: String, Sendable, Hashable, Codable {
        /// The source names them.
        case given
        /// Cut where a shopper or visitor pauses.
        case cutByPauses
    }

    public var origin: Origin
    public var gapMinutes: Int
    public var count: Int
    public var events: Distribution
    /// From the first to the last event; a session of one event has length 0. Empty without times.
    public var minutes: Distribution
}
