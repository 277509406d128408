import Commerce
import Linear

/// Items with weights, from which some are drawn without repeats and with known chances.
///
/// Built once a day; a page's list removes items from its own ``Draw``, never from the pool.
struct ItemPool: Sendable {
    let source: String
    private let items: [Int32]
    private let weights: [Double]
    /// By item row; zero for items that are not in the pool.
    private let weightOf: [Float]
    private let table: AliasTable?
    private let total: Double

    /// - Parameters:
    ///   - size: number of items in the catalogue.
    ///   - weight: positive for every item of the pool.
    init(_ items: [Int32], of size: Int, source: String, weight: (Int32) -> Double) {
        self.source = source
        self.items = items
        var weightOf = [Float](repeating: 0, count: size)
        for item in items { weightOf[Int(item)] = Float(weight(item)) }
        self.weightOf = weightOf
        // The table is built from the rounded weights, so that chances computed from them are exact.
        weights = items.map { Double(weightOf[Int($0)]) }
        total = weights.reduce(0, +)
        table = try? AliasTable(weights: weights)
    }

    /// What is left of a pool while one list is being filled.
    struct Draw {
        let pool: ItemPool
        private var removedWeight = 0.0
        private var removedCount = 0

        init(_ pool: ItemPool) { self.pool = pool }

        var isEmpty: Bool { removedCount >= pool.items.count }

        /// Chance that the next draw from this pool is `item`, which must not have been removed.
        func chance(of item: Int32) -> Double {
            let weight = Double(pool.weightOf[Int(item)])
            return weight == 0 ? 0 : min(1, weight / (pool.total - removedWeight))
        }

        /// An item goes, whoever drew it. To be called once for an item.
        mutating func remove(_ item: Int32) {
            let weight = Double(pool.weightOf[Int(item)])
            guard weight > 0 else { return }
            removedWeight += weight
            removedCount += 1
        }

        /// One of the items left, by weight: by rejection while that is quick, else by a pass over the pool.
        func next(avoiding gone: (Int32) -> Bool, using random: inout SeededGenerator) -> Int32? {
            guard !isEmpty, let table = pool.table else { return nil }
            for _ in 0..<32 {
                let item = pool.items[table.sample(using: &random)]
                if !gone(item) { return item }
            }
            let left = pool.items.indices.filter { !gone(pool.items[$0]) }
            guard !left.isEmpty else { return nil }
            return pool.items[left[weighted(left.map { pool.weights[$0] }, at: random.unit())]]
        }
    }
}

/// Several pools with shares: at each position one of those not yet empty is picked by its share, then an item of it.
struct PoolMixture {
    private var draws: [ItemPool.Draw]
    private let shares: [Double]
    private var gone: [Int32]

    /// - Parameter shown: items that must not come up.
    init(_ parts: [(share: Double, pool: ItemPool)], without shown: [Int32]) {
        draws = parts.map { ItemPool.Draw($0.pool) }
        shares = parts.map(\.share)
        gone = []
        for item in shown where !gone.contains(item) { remove(item) }
    }

    /// The next item with its propensity: `sum over pools of share * chance in the pool`, shares taken over the pools
    /// that still hold an item.
    mutating func next(using random: inout SeededGenerator) -> Slate.Entry? {
        let open = draws.indices.map { draws[$0].isEmpty ? 0 : shares[$0] }
        let total = open.reduce(0, +)
        guard total > 0 else { return nil }
        let picked = weighted(open, at: random.unit())
        guard let item = draws[picked].next(avoiding: gone.contains, using: &random) else { return nil }
        var propensity = 0.0
        for place in draws.indices where open[place] > 0 {
            propensity += open[place] / total * draws[place].chance(of: item)
        }
        let source = draws[picked].pool.source
        remove(item)
        return Slate.Entry(item: item, propensity: min(1, propensity), source: source)
    }

    private mutating func remove(_ item: Int32) {
        gone.append(item)
        for place in draws.indices { draws[place].remove(item) }
    }
}
