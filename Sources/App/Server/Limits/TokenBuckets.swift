import Synchronization

/// A token bucket for each name: full at first, it loses one for each request and gains so many a second.
///
/// O(1) in time. Memory is bounded: what was not used for longest is forgotten, which fills its bucket; see
/// `TwoGenerationCache` in the ledger for the method.
final class TokenBuckets: Sendable {
    private struct Bucket {
        var tokens: Double
        var time: ContinuousClock.Instant
    }

    private struct State {
        var young: [String: Bucket] = [:]
        var old: [String: Bucket] = [:]
    }

    private let rate: RequestLimits.Rate
    private let most: Int
    private let state = Mutex(State())

    /// - Parameter most: names that are remembered at least; twice as many at most.
    init(_ rate: RequestLimits.Rate, most: Int = 10_000) {
        self.rate = rate
        self.most = most
    }

    /// How many names are remembered.
    var count: Int { state.withLock { $0.young.count + $0.old.count } }

    /// Takes a token.
    ///
    /// - Returns: nothing when there was one; else how long it takes until there is.
    func take(_ name: String, at now: ContinuousClock.Instant = .now) -> Duration? {
        state.withLock { state in
            var bucket = bucket(name, &state, at: now)
            defer { keep(bucket, for: name, &state) }
            if let wait = wait(bucket) { return wait }
            bucket.tokens -= 1
            return nil
        }
    }

    /// How long it takes until there is a token; nothing when there is one. Takes none.
    func wait(_ name: String, at now: ContinuousClock.Instant = .now) -> Duration? {
        state.withLock { wait(bucket(name, &$0, at: now)) }
    }

    private func wait(_ bucket: Bucket) -> Duration? {
        bucket.tokens >= 1 ? nil : .seconds((1 - bucket.tokens) / rate.perSecond)
    }

    private func bucket(_ name: String, _ state: inout State, at now: ContinuousClock.Instant) -> Bucket {
        guard var bucket = state.young[name] ?? state.old[name] else {
            return Bucket(tokens: Double(rate.burst), time: now)
        }
        let gained = max(0, (now - bucket.time) / .seconds(1)) * rate.perSecond
        bucket.tokens = min(Double(rate.burst), bucket.tokens + gained)
        bucket.time = now
        return bucket
    }

    private func keep(_ bucket: Bucket, for name: String, _ state: inout State) {
        if state.young.count >= most, state.young[name] == nil {
            state.old = state.young
            state.young = [:]
        }
        state.old[name] = nil
        state.young[name] = bucket
    }
}
