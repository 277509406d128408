public import Commerce

/// How long the book waits.
public struct OutcomeTiming: Sendable, Hashable {
    /// How much later than the newest moment seen a delivery may be and still count. Everything waits so long before
    /// it takes its place in the order of time.
    public let lateness: Duration
    /// How far ahead of the clock a delivery may be dated.
    public let skew: Duration
    /// A decision enters the live state only when it is so old: one that was shown a second ago has earned nothing
    /// *yet*, which must not be learned as nothing.
    public let liveAge: Duration

    /// - Throws: ``ExploreError`` `parameter` when a time is negative or over 400 days.
    public init(
        lateness: Duration = .minutes(10), skew: Duration = .minutes(5), liveAge: Duration = .minutes(1)
    ) throws {
        for (name, time) in [("lateness", lateness), ("skew", skew), ("liveAge", liveAge)] {
            try ExploreError.check(
                time >= .zero && time <= .days(400), "OutcomeTiming.\(name)", "between 0ms and 400d",
                got: WindowText.text(time))
        }
        self.lateness = lateness
        self.skew = skew
        self.liveAge = liveAge
    }

    private init() {
        (lateness, skew, liveAge) = (.minutes(10), .minutes(5), .minutes(1))
    }

    /// Ten minutes of lateness, five of skew, one before a decision is live.
    public static let standard = OutcomeTiming()
}
