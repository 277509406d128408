import Commerce
import Foundation

/// How long rewards take: the share of the final reward that has arrived at each age of a decision, measured on
/// decisions whose windows have closed.
///
/// A decision of yesterday has not earned yet what it will earn. Its present reward is a lower bound; averaged as if it
/// were final, it makes every new policy look bad. Two remedies: judge settled decisions only (the default everywhere),
/// or divide by what should have arrived, ``matured(_:)``.
///
/// Measured within the attribution window: what comes after it is nobody's. Ages are kept on a scale of 5 % steps from
/// one second up, so memory is constant.
public struct RewardDelay: Sendable, Hashable, Codable {
    /// Mature decisions added.
    public private(set) var decisions = 0
    /// Their reward.
    public private(set) var total = 0.0
    /// Reward that arrived in each step of age.
    private var arrived: [Double] = []

    public init() {}

    /// Adds a settled decision; one that is not mature, or at fault, is left out. O(events of the decision squared).
    ///
    /// - Parameter function: by which its reward was made.
    public mutating func add(_ settled: SettledDecision, under function: RewardFunction) throws {
        guard settled.isMature, settled.fault == nil else { return }
        decisions += 1
        var before = 0.0
        let events = settled.outcome.events
        for count in events.indices {
            let soFar = try function.rewards(of: Array(events[...count]), for: settled.decision).reduce(0, +)
            let step = Self.step(events[count].time.since(settled.decision.time))
            if step >= arrived.count { arrived += repeatElement(0, count: step + 1 - arrived.count) }
            arrived[step] += soFar - before
            before = soFar
        }
        total += before
    }

    /// The share of the final reward that comes when a decision is at least so old; nothing when there was no reward.
    /// Above 1 or below 0 where returns outweigh purchases.
    public func share(after age: Duration) -> Double? {
        guard total > 0 else { return nil }
        return arrived.dropFirst(Self.step(age)).reduce(0, +) / total
    }

    /// The youngest age, in 5 % steps, from which on at least this share of the final reward has always arrived:
    /// with 0.95, the window that loses a twentieth. Nothing when there was no reward.
    public func age(reaching share: Double) -> Duration? {
        guard total > 0 else { return nil }
        var rest = total
        for step in arrived.indices.reversed() {
            rest -= arrived[step]
            if rest / total < share { return Self.start(of: step + 1) }
        }
        return .zero
    }

    /// An estimate of the mean final reward from decisions of any age: the ratio `sum r / sum F(age)`, where `F` is the
    /// share that has arrived by then.
    ///
    /// Unbiased up to the noise of `F` when delays neither change over time nor differ between decisions; a policy that
    /// draws slower customers breaks that, and only waiting helps. Nothing when `F` is unknown or nothing can have
    /// arrived.
    public func matured(_ present: some Sequence<(reward: Double, age: Duration)>) -> Double? {
        var (reward, weight) = (0.0, 0.0)
        for decision in present {
            guard let after = share(after: decision.age) else { return nil }
            reward += decision.reward
            weight += 1 - after
        }
        return weight > 0 ? reward / weight : nil
    }

    /// `floor(log(1 + seconds) / log(1.05))`
    private static func step(_ age: Duration) -> Int {
        Int(log(1 + max(0, age / .seconds(1))) / log(1.05))
    }

    private static func start(of step: Int) -> Duration {
        .seconds(pow(1.05, Double(step)) - 1)
    }
}
