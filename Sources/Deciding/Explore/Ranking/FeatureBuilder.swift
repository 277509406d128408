import Commerce
import Foundation

/// Describes every candidate of a decision by the features of a ``FeatureSchema``.
public struct FeatureBuilder: Sendable {
    public let schema: FeatureSchema

    public init(_ schema: FeatureSchema) { self.schema = schema }

    /// Writes `count x width` numbers, row after row, replacing what `features` held; its room is used again.
    ///
    /// O(count * (width + log affinities)), nothing allocated per candidate.
    /// - Throws: ``ExploreError`` `candidates.unknown` for a row outside the table.
    public func write(
        _ pool: PooledCandidates, of items: ItemTable, for shopper: ShopperFacts, at moment: Moment,
        into features: inout [Float]
    ) throws {
        guard pool.rows.allSatisfy({ $0 >= 0 && $0 < items.count }) else {
            throw ExploreError(
                code: "candidates.unknown",
                message: "a candidate's row is not among the \(items.count) of the catalogue")
        }
        let width = schema.width
        let needed = pool.count * width
        if features.count > needed { features.removeLast(features.count - needed) }
        if features.count < needed { features.append(contentsOf: repeatElement(0, count: needed - features.count)) }
        let shared = SharedFeatures(shopper, moment, items)
        let template = shared.template(width: width)
        let (seen, bought) = (RowSet(shopper.seen), RowSet(shopper.bought))
        features.withUnsafeMutableBufferPointer { features in
            for candidate in 0..<pool.count {
                let row = FeatureRow(values: features.extracting(candidate * width..<(candidate + 1) * width))
                _ = row.values.update(from: template)
                let item = pool.rows[candidate]
                shared.describe(items.facts[Int(item)], items.traits[Int(item)], in: row)
                if seen.contains(item) { row[.seenBefore] = 1 }
                if bought.contains(item) { row[.boughtBefore] = 1 }
            }
        }
        writeSources(pool, into: &features)
    }

    /// One column for each source of the schema; a source that the schema does not know has none.
    private func writeSources(_ pool: PooledCandidates, into features: inout [Float]) {
        let (width, first) = (schema.width, Feature.allCases.count)
        for (column, source) in schema.sources.enumerated() {
            guard let place = pool.sources.firstIndex(of: source.name) else { continue }
            func score(_ candidate: Int) -> Float { pool.scores[candidate * pool.sources.count + place] }
            var (lowest, highest) = (Float.infinity, -Float.infinity)
            for candidate in 0..<pool.count where score(candidate) == score(candidate) {
                lowest = min(lowest, score(candidate))
                highest = max(highest, score(candidate))
            }
            for candidate in 0..<pool.count {
                let score = score(candidate)
                guard !score.isNaN else { continue }
                features[candidate * width + first + column] =
                    switch source.squash {
                    case .relative: highest > lowest ? 0.1 + 0.9 * (score - lowest) / (highest - lowest) : 1
                    case .logistic(let midpoint, let scale): max(0.01, 1 / (1 + exp((midpoint - score) / scale)))
                    }
            }
        }
    }
}

/// One candidate's features, by name.
private struct FeatureRow {
    let values: UnsafeMutableBufferPointer<Float>

    @inline(__always)
    subscript(feature: Feature) -> Float {
        get { values[feature.rawValue] }
        nonmutating set { values[feature.rawValue] = newValue }
    }
}

/// What all candidates of a decision have in common, worked out once.
private struct SharedFeatures {
    private let shopper: ShopperFacts
    private let moment: Moment
    private let known: Float
    private let isLate: Float
    /// Categories and brands of the last items and of the item of the page.
    private let recent: [SIMD4<Int32>]
    private let recentNarrowest: [Int32]
    private let page: SIMD4<Int32>?

    init(_ shopper: ShopperFacts, _ moment: Moment, _ items: ItemTable) {
        self.shopper = shopper
        self.moment = moment
        known = Float(shopper.events) / Float(shopper.events + 10)
        isLate = moment.cartItems > 0 ? 1 : 0
        let facts = shopper.recent.filter { $0 >= 0 && $0 < items.count }.map { items.facts[Int($0)] }
        recent = facts.map(\.categories)
        recentNarrowest = facts.map(\.narrowestCategory)
        page = moment.anchor.flatMap { $0 >= 0 && $0 < items.count ? items.facts[Int($0)].categories : nil }
    }

    /// The features that do not depend on the candidate, and 0 for the others.
    func template(width: Int) -> [Float] {
        var values = [Float](repeating: 0, count: width)
        values.withUnsafeMutableBufferPointer { buffer in
            let row = FeatureRow(values: buffer)
            row[.always] = 1
            row[.knownShopper] = known
            let days = moment.localDays
            let hour = 2 * Double.pi * (days - days.rounded(.down))
            row[.hourSine] = Float(sin(hour))
            row[.hourCosine] = Float(cos(hour))
            // The first of January 1970 was a Thursday.
            let weekday = (Int(days.rounded(.down)) % 7 + 7) % 7
            row[.weekend] = weekday == 2 || weekday == 3 ? 1 : 0
            let season = 2 * Double.pi * (days / 365.2425 - (days / 365.2425).rounded(.down))
            row[.seasonSine] = Float(sin(season))
            row[.seasonCosine] = Float(cos(season))
            switch moment.surface {
            case .home: row[.onHome] = 1
            case .product: row[.onProduct] = 1
            case .cart: row[.onCart] = 1
            case .search: row[.onSearch] = 1
            default: break
            }
            row[.sessionDepth] = Float(moment.sessionEvents) / Float(moment.sessionEvents + 5)
            row[.lateInFunnel] = isLate
            row[.fatigue] = Float(moment.ignoredLists) / Float(moment.ignoredLists + 3)
        }
        return values
    }

    /// The features of one candidate, into a copy of the template.
    func describe(_ facts: ItemFacts, _ traits: ItemTraits, in row: FeatureRow) {
        if let released = facts.availableFrom {
            let days = Float(max(0, moment.time.milliseconds - released.milliseconds)) / 86_400_000
            row[.newThisWeek] = 1 / (1 + days / 7)
            row[.newThisSeason] = 1 / (1 + days / 90)
        }
        row[.popularity] = traits.popularity
        row[.trend] = traits.trend
        row[.conversion] = traits.conversion
        row[.priceLevel] = traits.priceLevel
        row[.priceInCategory] = traits.priceInCategory
        row[.discount] = traits.discount
        row[.scarcity] = traits.scarcity
        row[.rating] = traits.rating
        if let usual = shopper.logPrice, facts.price != nil {
            row[.priceAboveUsual] = squashed(traits.logPrice - usual)
            row[.priceFromUsual] = abs(row[.priceAboveUsual])
        }
        let kinds = facts.categories
        row[.departmentAffinity] = shopper.categories[kinds.x]
        row[.categoryAffinity] = shopper.categories[kinds.y]
        row[.narrowAffinity] = shopper.categories[facts.narrowestCategory]
        row[.brandAffinity] = shopper.brands[kinds.w]
        describeLikeness(kinds, facts.narrowestCategory, in: row)
        row[.affinityOfKnown] = known * (row[.departmentAffinity] + row[.brandAffinity]) / 2
        row[.popularityForNew] = (1 - known) * traits.popularity
        row[.popularityLate] = isLate * traits.popularity
        row[.priceLate] = isLate * traits.priceLevel
    }

    private func describeLikeness(_ kinds: SIMD4<Int32>, _ narrowest: Int32, in row: FeatureRow) {
        if !recent.isEmpty {
            var (category, brand) = (0, 0)
            for place in recent.indices {
                if narrowest >= 0, recentNarrowest[place] == narrowest { category += 1 }
                if kinds.w >= 0, recent[place].w == kinds.w { brand += 1 }
            }
            row[.recentCategory] = Float(category) / Float(recent.count)
            row[.recentBrand] = Float(brand) / Float(recent.count)
        }
        if let page { row[.likeThePage] = Float(KindSpread.overlap(kinds, page)) }
    }
}
