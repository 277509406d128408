public import Commerce
import Explore
public import Ledger

/// When what is believed of an item is worth writing down again: each time that it rests on a quarter more answers, and on
/// half an answer at least. So an item that was answered n times has about 3 + 4.5 ln n entries, however long it is sold.
struct LiveBeliefs: Sendable {
    /// By row: the answers behind the last entry.
    private var answers: [Double] = []

    private static let growth = 1.25
    private static let step = 0.5

    /// - Parameter kept: the answers behind the last entry of each item.
    init(kept: [ItemID: Double], in table: ItemTable) {
        answers = [Double](repeating: 0, count: table.count)
        for (item, count) in kept {
            if let row = table.row(of: item) { answers[Int(row)] = count }
        }
    }

    /// What is to be written down now. O(rows that the ranker knows).
    func news(of ranker: MixedEffectsRanker, at time: Timestamp) -> [(row: Int32, belief: ItemBelief)] {
        (0..<Int32(ranker.knownRows)).compactMap { row in
            let kept = Int(row) < answers.count ? answers[Int(row)] : 0
            guard ranker.answers(of: row) >= Self.growth * kept + Self.step else { return nil }
            return (row, ItemBelief(of: row, in: ranker, at: time))
        }
    }

    mutating func wrote(_ row: Int32, _ belief: ItemBelief) {
        while answers.count <= Int(row) { answers.append(0) }
        answers[Int(row)] = belief.answers
    }
}

extension ItemBelief {
    init(of row: Int32, in ranker: MixedEffectsRanker, at time: Timestamp) {
        let (mean, variance) = ranker.effect(of: row)
        self.init(time: time, mean: mean, deviation: variance.squareRoot(), answers: ranker.answers(of: row))
    }

    /// The central interval that holds the truth with a chance of 90 %.
    public var interval: ClosedRange<Double> { mean - 1.6449 * deviation...mean + 1.6449 * deviation }
}

extension LiveShop {
    /// What was believed of an item as time went by, the oldest first, and last what is believed now; nothing for an item
    /// that the shop does not know.
    ///
    /// It is what lists were ranked by: the posterior of the reward that the item has beyond its features
    /// (``MixedEffectsRanker``). There is one for each item, learned on all surfaces together. The entries are what it was
    /// at those moments, as written down then; working it out again would mean to learn from every answer of every item
    /// again, since each changes what the features say. O(entries).
    public func beliefs(of id: ItemID) async throws -> [ItemBelief]? {
        guard let row = desk.decider.items.row(of: id) else { return nil }
        let (ledger, now) = (ledger, ItemBelief(of: row, in: desk.ranker, at: time.now()))
        return try await inBackground { try ledger.beliefs(of: id) }.filter { $0.time < now.time } + [now]
    }

    /// The items about which most is known from answers of their own, the most first. O(rows that the ranker knows).
    public func mostAnswered(count: Int) async -> [(item: ItemID, belief: ItemBelief)] {
        let (ranker, items, now) = (desk.ranker, desk.decider.items.items, time.now())
        return await Task.detached {
            var best: [(row: Int32, answers: Double)] = []
            for row in 0..<Int32(min(ranker.knownRows, items.count)) {
                let answers = ranker.answers(of: row)
                guard answers > 0, best.count < count || answers > best[best.count - 1].answers else { continue }
                let place = best.firstIndex { $0.answers < answers } ?? best.count
                best.insert((row, answers), at: place)
                if best.count > count { best.removeLast() }
            }
            return best.map { (items[$0.row], ItemBelief(of: $0.row, in: ranker, at: now)) }
        }.value
    }

    /// Writes down what is newly believed. Called once a minute, by one task.
    func keepBeliefs() async throws {
        let (ranker, ledger, items, now) = (desk.ranker, ledger, desk.decider.items.items, time.now())
        let kept = believed
        var news = try await inBackground { kept.news(of: ranker, at: now) }[...]
        while !news.isEmpty {
            // In parts, so that what requests bring need not wait for long to be written.
            let part = news.prefix(500)
            news = news.dropFirst(500)
            try await inBackground { try ledger.append(part.map { (items[$0.row], $0.belief) }) }
            for (row, belief) in part { believed.wrote(row, belief) }
        }
    }
}
