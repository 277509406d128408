import Commerce

@testable import Recommend

/// Shoppers of two kinds, each choosing among its own half of the items: what to recommend is known.
enum Tastes {
    /// Even shoppers choose 6 of the first half of 40 items, odd ones 6 of the second, now and then one of the other.
    static func examples(shoppers: Int = 300, seed: UInt64 = 1) -> Interactions {
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<shoppers).map { shopper in
            (0..<6).map { _ -> Int32 in
                let strays = Int.random(in: 0..<20, using: &generator) == 0
                return Int32.random(in: 0..<20, using: &generator) + ((shopper % 2 == 1) != strays ? 20 : 0)
            }
        }
        return Shop.interactions(items: 40, rows)
    }

    /// How often an unchosen item of the shopper's own half is scored above one of the other half.
    static func accuracy(_ model: some Recommender, _ histories: [History]) throws -> Double {
        var (right, pairs) = (0, 0)
        for (index, scores) in try model.scores(histories).enumerated() {
            let chosen = Set(histories[index].items)
            let own = Int32(index % 2 * 20)..<Int32(index % 2 * 20 + 20)
            let unchosen = (0..<Int32(40)).filter { !chosen.contains($0) }
            for good in unchosen where own.contains(good) {
                for bad in unchosen where !own.contains(bad) {
                    right += scores[Int(good)] > scores[Int(bad)] ? 1 : 0
                    pairs += 1
                }
            }
        }
        return Double(right) / Double(pairs)
    }
}
