import Commerce

/// Small shops for split tests, from one history of letters per shopper or drawn at random.
enum SplitShop {
    /// Shoppers `s0`, `s1`, ... and one item per letter; each event's time is one second later in its history.
    static func letters(_ histories: [String], times: [[Int64]]? = nil) -> Interactions {
        var items = Vocabulary<Item>()
        let rows = histories.map { history in history.map { items.insert(ItemID(String($0))) } }
        return Interactions(
            shoppers: Vocabulary(histories.indices.map { ShopperID("s\($0)") }), items: items,
            histories: rows.enumerated().map { shopper, rows in
                History(
                    items: rows, weights: rows.indices.map { Float($0 + 1) },
                    times: (times?[shopper] ?? rows.indices.map(Int64.init)).map { Timestamp(seconds: $0) })
            })
    }

    /// Histories of 0 to 12 events over 15 items with repeats, ties in time, and shoppers who come late.
    static func random(seed: UInt64) -> Interactions {
        var generator = SeededGenerator(seed: seed)
        let histories = (0..<20).map { _ in
            let count = Int.random(in: 0...12, using: &generator)
            let start = Int64.random(in: 0...40, using: &generator)
            let times = (0..<count).map { _ in start + Int64.random(in: 0...30, using: &generator) }.sorted()
            return History(
                items: (0..<count).map { _ in Int32.random(in: 0..<15, using: &generator) },
                weights: (0..<count).map { _ in Float.random(in: 0.5...2, using: &generator) },
                times: times.map { Timestamp(seconds: $0) })
        }
        return Interactions(
            shoppers: Vocabulary((0..<20).map { ShopperID("s\($0)") }),
            items: Vocabulary((0..<15).map { ItemID("i\($0)") }), histories: histories)
    }

    static func names(_ rows: [Int32], in interactions: Interactions) -> String {
        rows.map { interactions.items[$0].rawValue }.joined()
    }
}
