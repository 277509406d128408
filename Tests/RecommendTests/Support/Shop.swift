import Commerce

@testable import Recommend

/// Small data sets for tests.
enum Shop {
    static func items(_ count: Int) -> Vocabulary<Item> {
        Vocabulary((0..<count).map { ItemID("item-\($0)") })
    }

    static func shoppers(_ count: Int) -> Vocabulary<Shopper> {
        Vocabulary((0..<count).map { ShopperID("shopper-\($0)") })
    }

    /// One shopper per list of item rows, oldest first.
    static func interactions(items: Int, _ rows: [[Int32]], weights: [[Float]]? = nil) -> Interactions {
        let histories = rows.indices.map { index in
            weights.map { History(shopper: Int32(index), items: rows[index], weights: $0[index]) }
                ?? History(shopper: Int32(index), items: rows[index])
        }
        return Interactions(shoppers: shoppers(rows.count), items: Self.items(items), histories: histories)
    }

    /// Shoppers with skewed tastes: item rows are drawn as `items * u²`, lengths from 0 to `longest`, now and then
    /// twice the same item, weights 1 to 5. The last item is never bought.
    static func random(shoppers: Int, items: Int, longest: Int, seed: UInt64) -> Interactions {
        var generator = SeededGenerator(seed: seed)
        var histories: [History] = []
        for shopper in 0..<shoppers {
            let count = Int.random(in: 0...longest, using: &generator)
            var rows: [Int32] = []
            for _ in 0..<count {
                let draw = generator.unit()
                rows.append(Int32(draw * draw * Double(items - 1)))
            }
            let weights = rows.map { _ in Float(Int.random(in: 1...5, using: &generator)) }
            histories.append(History(shopper: Int32(shopper), items: rows, weights: weights))
        }
        return Interactions(shoppers: Self.shoppers(shoppers), items: Self.items(items), histories: histories)
    }

    /// A catalogue for ``random(shoppers:items:longest:seed:)``: a few shared words, brands and categories.
    static func catalogue(_ items: Vocabulary<Item>) -> [Item] {
        let words = ["soft", "hand", "cream", "night", "lotion", "护手霜", "面霜"]
        return items.identifiers.enumerated().map { row, id in
            Item(
                id: id, title: [.english: "\(words[row % 7]) \(words[(row * 3 + 1) % 7])"],
                category: ["Beauty", row % 2 == 0 ? "Skin" : "Hair"], brand: "brand \(row % 3)")
        }
    }
}
