import Commerce
import Foundation
import Linear

/// Draws the items of one shop, each from a generator of its own, so that adding an item leaves the others as they
/// were.
struct ItemGenerator {
    let configuration: ShopConfiguration
    let categories: CategoryGenerator
    let generator: SeededGenerator

    /// The truth about item `row`. Leaves are filled in proportion to demand, after one item each.
    func item(_ row: Int, in leafTable: AliasTable) -> ItemTruth {
        var random = generator.split(UInt64(row))
        let leafRow =
            row < categories.leaves.count ? row : leafTable.sample(using: &random)
        let leaf = categories.leaves[leafRow]
        let brandRow = leaf.brands[Int.random(in: 0..<leaf.brands.count, using: &random)]
        let brand = categories.brands[brandRow]
        let own = Taste.direction(using: &random)
        let relativePrice = random.normal(mean: 0.25 * Double(brand.strength), deviation: 0.97)
        let quality = 0.4 * relativePrice + 0.9 * random.normal()
        let appeal = 0.5 * quality + 0.45 * Double(brand.strength) + 0.75 * random.normal()
        let price = leaf.plan.price * exp(leaf.plan.spread * relativePrice)
        let life = Life(configuration: configuration, using: &random)
        let priorAge = Double(max(0, min(180, -life.released)))
        let priorMean = 0.012 * priorAge * exp(1.1 * appeal + 0.5 * random.normal()) * leaf.demand
        return ItemTruth(
            leaf: Int32(leafRow), brand: Int32(brandRow),
            taste: (leaf.centroid + brand.direction * 0.35 + own * 0.55).normalised, quality: Float(quality),
            appeal: Float(appeal), relativePrice: Float(relativePrice),
            price: Self.shelfPrice(price, in: configuration.currency), released: life.released,
            retired: life.retired, soldOut: life.soldOut, priorSales: random.poisson(mean: priorMean),
            stock: 5 + Int(random.logNormal(logMean: 4, logDeviation: 0.8)),
            words: Self.words(from: leaf.plan, using: &random))
    }

    private static func words(from plan: LeafPlan, using random: inout SeededGenerator) -> ItemWords {
        func pick(_ list: [Phrase]) -> Int { list.isEmpty ? -1 : Int.random(in: 0..<list.count, using: &random) }
        return ItemWords(
            type: pick(plan.types), material: pick(plan.materials), style: pick(plan.styles),
            colour: pick(plan.colours), size: pick(plan.sizes))
    }

    /// Prices end as shops like them to: in .99 below fifty, in whole units minus one cent above, in whole units for
    /// currencies without decimals.
    static func shelfPrice(_ price: Double, in currency: Currency) -> Int64 {
        let scale = currency.scale
        guard scale > 1 else { return max(1, Int64(price.rounded())) }
        let step = price < 50 ? 1.0 : price < 200 ? 5.0 : 10.0
        let whole = max(1, (price / step).rounded() * step)
        return Int64(whole) * scale - scale / 100
    }
}

/// When an item is on sale.
private struct Life {
    let released: Int
    let retired: Int
    let soldOut: Range<Int>

    init(configuration: ShopConfiguration, using random: inout SeededGenerator) {
        let days = configuration.days
        released =
            random.bernoulli(configuration.arrivalShare)
            ? Int.random(in: 0..<days, using: &random) : -1 - Int(random.exponential(rate: 1 / 150))
        retired =
            random.bernoulli(configuration.retiredShare)
            ? max(released + 1, Int.random(in: 0..<days, using: &random)) : .max
        if random.bernoulli(configuration.soldOutShare) {
            let first = Int.random(in: 0..<days, using: &random)
            soldOut = first..<first + Int.random(in: 3...10, using: &random)
        } else {
            soldOut = 0..<0
        }
    }
}
