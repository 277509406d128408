public import Commerce

/// The seed of a draw, so that one person sees one list for a while: the same shopper, surface and window of time give
/// the same seed, in any process on any machine.
///
/// Windows begin at the start of the session where it is known. Elsewhere each person has windows of their own, moved by
/// a hash of their name, so that a shop does not redraw all its lists at one stroke.
public struct StableSeed: Sendable, Hashable {
    /// How long a list stays: the dial from fresh (zero: every request draws anew) to consistent.
    public let window: Duration
    /// Changes every seed, such as between experiments.
    public let salt: UInt64

    /// - Throws: ``ExploreError`` `parameter` when the window is negative.
    public init(window: Duration, salt: UInt64 = 0) throws {
        try ExploreError.check(window >= .zero, "StableSeed.window", "at least zero", got: window)
        self.window = window
        self.salt = salt
    }

    /// The seed for a generator. O(bytes of the names).
    ///
    /// - Parameters:
    ///   - shopper: who looks; where nothing, the visitor counts.
    ///   - decision: what is drawn for somebody who has neither name: nothing can repeat for them.
    ///   - sessionStart: when the session began.
    public func seed(
        shopper: ShopperID?, visitor: VisitorID?, surface: Surface, at time: Timestamp, decision: DecisionID,
        sessionStart: Timestamp? = nil
    ) -> UInt64 {
        var hash = StableHash()
        hash.combine(salt)
        hash.combine(surface.rawValue)
        if let shopper {
            hash.combine("shopper")
            hash.combine(shopper.rawValue)
        } else if let visitor {
            hash.combine("visitor")
            hash.combine(visitor.rawValue)
        } else {
            hash.combine("nobody")
            hash.combine(decision.rawValue)
            return hash.value
        }
        let length = window.wholeMilliseconds
        guard length > 0 else {
            hash.combine(decision.rawValue)
            return hash.value
        }
        let start: Int64
        if let sessionStart {
            start = sessionStart.milliseconds
            hash.combine(UInt64(bitPattern: start))
        } else {
            start = Int64(hash.value % UInt64(length))
        }
        hash.combine(UInt64(bitPattern: windows(of: length, from: start, to: time.milliseconds)))
        return hash.value
    }

    /// Whole windows from one instant to another, rounded towards the past.
    private func windows(of length: Int64, from start: Int64, to time: Int64) -> Int64 {
        let difference = time - start
        return difference / length - (difference % length < 0 ? 1 : 0)
    }
}
