import Commerce
import Simulator

/// Watches a run for what shows only over weeks: who comes back, which new items are found.
struct LoopWitness {
    private let firstDay: Int
    private let lastDay: Int
    private var seenEarly: Set<Int32> = []
    private var seenLate: Set<Int32> = []
    private var clicks: [Int32: Int] = [:]
    private let released: [Int32: Int]

    /// Days over which people are looked for, and within which a new item should be found.
    private static let week = 7
    /// Clicks by which an item counts as found.
    private static let enough = 5

    /// - Parameter days: those on which the policy decides.
    init(of shop: Shop, days: Range<Int>) {
        firstDay = days.lowerBound
        lastDay = days.upperBound - 1
        var released: [Int32: Int] = [:]
        for row in 0..<Int32(shop.catalogue.count) {
            let day = shop.catalogue.released(row)
            // Those released later have no week left.
            if day >= days.lowerBound, day + Self.week <= days.upperBound { released[row] = day }
        }
        self.released = released
    }

    mutating func observe(_ day: SimulatedDay) {
        let isEarly = day.day < firstDay + Self.week
        let isLate = day.day > lastDay - Self.week
        for event in day.events {
            if event.visit >= 0 {
                if isEarly { seenEarly.insert(event.person) }
                if isLate { seenLate.insert(event.person) }
            }
            if event.kind == .click, let item = event.item, let release = released[item],
                day.day < release + Self.week
            {
                clicks[item, default: 0] += 1
            }
        }
    }

    /// Nothing when nobody came in the first week, or when the first week is also the last.
    var retention: Double? {
        seenEarly.isEmpty || lastDay - firstDay + 1 < 2 * Self.week
            ? nil : Double(seenEarly.intersection(seenLate).count) / Double(seenEarly.count)
    }

    /// Nothing when no item was released in time. What is best is judged by the shoppers as they were before the first
    /// day, so that it is the same for every policy.
    func discovery(in shop: Shop) -> Double? {
        guard !released.isEmpty else { return nil }
        let time = shop.configuration.start + .days(lastDay)
        let count = shop.configuration.shoppers
        let sample = stride(from: 0, to: count, by: max(1, count / 100)).map { shop.shopper(Int32($0)) }
        let worth = released.keys.map { item -> (item: Int32, reward: Double) in
            let reward = sample.reduce(0.0) {
                $0 + shop.expectedReward(of: item, to: $1, at: time, position: 1, surface: .home)
            }
            return (item, reward)
        }
        let best = worth.sorted { ($1.reward, $0.item) < ($0.reward, $1.item) }.prefix((worth.count + 4) / 5)
        return Double(best.count { clicks[$0.item, default: 0] >= Self.enough }) / Double(best.count)
    }
}
