import Commerce

/// One person's busiest clock minute.
///
/// Impressions are shown, not done, so they do not count; consecutive lines of one order are one action. Events are
/// expected in order of time: out of order, the peak found is a lower bound.
struct RateMeter: Sendable {
    private var minute = Int64.min
    private var actions = 0
    private var lastOrder: UInt64 = 0
    private(set) var peak = 0
    private var peakMinute: Int64 = 0

    /// - Parameter order: hash of the order, 0 for none.
    mutating func observe(_ kind: EventKind, at time: Timestamp, order: UInt64) {
        guard kind != .impression else { return }
        if order != 0 {
            if order == lastOrder { return }
            lastOrder = order
        }
        let now = time.milliseconds / 60_000 - (time.milliseconds % 60_000 < 0 ? 1 : 0)
        if now != minute {
            minute = now
            actions = 0
        }
        actions += 1
        if actions > peak {
            peak = actions
            peakMinute = now
        }
    }

    /// The start of the busiest minute.
    var peakStart: Timestamp { Timestamp(seconds: peakMinute * 60) }
}
