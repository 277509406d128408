public import Commerce

/// What is known of one shopper, by the numbers of an ``ItemTable``.
public struct ShopperFacts: Sendable {
    /// Share of the shopper's interest by category number, of every level.
    public var categories: Affinities
    /// Share of the shopper's interest by brand number.
    public var brands: Affinities
    /// Mean logarithm of the prices looked at; nothing when none is known.
    public var logPrice: Float?
    /// How many events the shopper has.
    public var events: Int
    /// Rows of the items of the last events, newest first.
    public var recent: [Int32]
    /// Rows of items looked at before, in any order.
    public var seen: [Int32]
    /// Rows of items bought before, in any order.
    public var bought: [Int32]

    public init(
        categories: Affinities = Affinities(), brands: Affinities = Affinities(), logPrice: Float? = nil,
        events: Int = 0, recent: [Int32] = [], seen: [Int32] = [], bought: [Int32] = []
    ) {
        self.categories = categories
        self.brands = brands
        self.logPrice = logPrice
        self.events = events
        self.recent = recent
        self.seen = seen
        self.bought = bought
    }

    /// The facts that follow from what a shopper did. Weights count as interest; rows outside the table are passed
    /// over.
    ///
    /// - Parameters:
    ///   - bought: rows of the items that were bought.
    ///   - memory: how many of the last events count as interest.
    ///   - recent: how many of them count as recent.
    /// - Complexity: O(memory log memory + events).
    public init(_ history: History, bought: [Int32] = [], in items: ItemTable, memory: Int = 200, recent: Int = 5) {
        var categories: [(Int32, Float)] = []
        var brands: [(Int32, Float)] = []
        var (logPrices, priced) = (Float(0), Float(0))
        let start = max(0, history.count - memory)
        for place in start..<history.count {
            let row = history.items[place]
            guard row >= 0, row < items.count else { continue }
            let (facts, weight) = (items.facts[Int(row)], history.weights[place])
            guard weight > 0 else { continue }
            for level in 0..<3 where facts.categories[level] >= 0 {
                categories.append((facts.categories[level], weight))
            }
            if facts.brand >= 0 { brands.append((facts.brand, weight)) }
            if facts.price != nil {
                logPrices += weight * items.traits[Int(row)].logPrice
                priced += weight
            }
        }
        let total = history.weights[start...].reduce(0) { $0 + max(0, $1) }
        self.init(
            categories: Affinities(categories, total: total), brands: Affinities(brands, total: total),
            logPrice: priced > 0 ? logPrices / priced : nil, events: history.count,
            recent: Array(history.items.suffix(recent).reversed()), seen: history.items, bought: bought)
    }
}

/// Shares by number, most numbers having none. Looking one up costs O(log numbers) and no hashing.
public struct Affinities: Sendable, Hashable {
    private let numbers: [Int32]
    private let shares: [Float]

    public init() { self.init(numbers: [], shares: []) }

    private init(numbers: [Int32], shares: [Float]) {
        self.numbers = numbers
        self.shares = shares
    }

    /// Adds up weights by number and divides by a total.
    ///
    /// - Parameter total: of the weights of all events; a weight may count towards several numbers. Not positive: no
    ///   shares.
    public init(_ weights: [(Int32, Float)], total: Float) {
        guard total > 0, total.isFinite else {
            self.init()
            return
        }
        var numbers: [Int32] = []
        var shares: [Float] = []
        for (number, weight) in weights.sorted(by: { $0.0 < $1.0 }) {
            if numbers.last == number {
                shares[shares.count - 1] += weight / total
            } else {
                numbers.append(number)
                shares.append(weight / total)
            }
        }
        self.init(numbers: numbers, shares: shares)
    }

    /// The share of a number; 0 for one without.
    public subscript(number: Int32) -> Float {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number ? shares[low] : 0
    }
}
