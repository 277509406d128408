public import Commerce
import Explore

/// How a shop stood at one moment; what is counted is counted since it was opened.
public struct LiveSample: Sendable, Hashable, Encodable {
    public var time: Timestamp
    public var decisions: Int
    public var positions: Int
    public var explored: Int
    public var events: Int
    /// Over all surfaces: reward that exploring gave up, and what trials have brought beyond what they displaced.
    public var spent: Double
    public var earned: Double
}

/// The last day of a shop, minute by minute, for the charts of the console. Bounded; begins anew with the process.
struct LiveHistory: Sendable {
    private(set) var samples: [LiveSample] = []

    private static let most = 1440

    mutating func add(_ sample: LiveSample) {
        samples.append(sample)
        if samples.count > Self.most { samples.removeFirst(samples.count - Self.most) }
    }
}

extension LiveShop {
    /// Minute by minute, the oldest first, and how it stands now.
    public var samples: [LiveSample] { history.samples + [sample] }

    func keepSample() { history.add(sample) }

    private var sample: LiveSample {
        let accounts = desk.control.budgets.values.map(\.account)
        return LiveSample(
            time: time.now(), decisions: counts.decisions, positions: counts.positions, explored: counts.explored,
            events: counts.events.values.reduce(0, +), spent: accounts.reduce(0) { $0 + $1.charged },
            earned: accounts.reduce(0) { $0 + $1.earned })
    }
}
