import Foundation

/// The features of an item that depend on the catalogue alone, each already in [-1, 1].
struct ItemTraits: Sendable {
    var popularity: Float = 0
    var trend: Float = 0
    var conversion: Float = 0
    /// Natural logarithm; meaningless where the price is unknown.
    var logPrice: Float = 0
    var priceLevel: Float = 0
    var priceInCategory: Float = 0
    var discount: Float = 0
    var scarcity: Float = 0
    var rating: Float = 0

    init() {}

    init(_ facts: ItemFacts, in averages: CatalogueAverages) {
        let events = facts.views + facts.purchases
        popularity = averages.mostEvents > 0 ? min(1, log1p(max(0, events)) / log1p(averages.mostEvents)) : 0
        // Lately against what its share of all events would give, five events of doubt.
        trend = squashed(log((max(0, facts.recentEvents) + 5) / (max(0, events) * averages.recentShare + 5)))
        // Bought per view against the shop's own rate, twenty views of doubt.
        let rate = max(1e-6, averages.purchaseRate)
        conversion = squashed(log((max(0, facts.purchases) + 20 * rate) / ((max(0, facts.views) + 20) * rate)))
        if let price = facts.price {
            logPrice = log(price)
            priceLevel = squashed((logPrice - averages.logPrice) / averages.logPriceDeviation)
            priceInCategory = squashed(logPrice - averages.logPrice(ofCategory: facts.narrowestCategory))
            if let list = facts.listPrice, list > price { discount = 1 - price / list }
        }
        if let stock = facts.stock { scarcity = 1 / (1 + Float(max(0, stock)) / 5) }
        if let stars = facts.rating { rating = max(-1, min(1, (stars - 3.5) / 1.5)) }
    }
}

/// What is usual in the catalogue.
struct CatalogueAverages: Sendable {
    var mostEvents: Float = 0
    /// Recent events per event of all time.
    var recentShare: Float = 0
    /// Purchases per view.
    var purchaseRate: Float = 0
    var logPrice: Float = 0
    var logPriceDeviation: Float = 1
    private var logPrices: [Int32: Float] = [:]

    init(_ facts: [ItemFacts]) {
        var (views, purchases, recent) = (0.0, 0.0, 0.0)
        var (priced, sum, squares) = (0.0, 0.0, 0.0)
        var categories: [Int32: (sum: Double, count: Double)] = [:]
        for item in facts {
            mostEvents = max(mostEvents, item.views + item.purchases)
            views += Double(item.views)
            purchases += Double(item.purchases)
            recent += Double(item.recentEvents)
            guard let price = item.price else { continue }
            let value = log(Double(price))
            priced += 1
            sum += value
            squares += value * value
            let narrowest = item.narrowestCategory
            let before = categories[narrowest] ?? (0, 0)
            categories[narrowest] = (before.sum + value, before.count + 1)
        }
        if views + purchases > 0 { recentShare = Float(recent / (views + purchases)) }
        if views > 0 { purchaseRate = Float(purchases / views) }
        guard priced > 0 else { return }
        logPrice = Float(sum / priced)
        logPriceDeviation = Float(max(0.1, max(0, squares / priced - (sum / priced) * (sum / priced)).squareRoot()))
        // One item's own price says nothing of its category: five items' worth of the shop's mean.
        logPrices = categories.mapValues { Float(($0.sum + 5 * sum / priced) / ($0.count + 5)) }
    }

    func logPrice(ofCategory category: Int32) -> Float { logPrices[category] ?? logPrice }
}

/// Any number into (-1, 1), its slope at 0 being 1.
@inline(__always)
func squashed(_ value: Float) -> Float { value / (1 + abs(value)) }
