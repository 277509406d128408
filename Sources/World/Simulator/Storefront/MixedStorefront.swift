public import Commerce
import Foundation

/// A plain shop before any learning: best sellers, new arrivals, the category last looked at, and a few items by
/// chance. Its lists are random with known propensities; search results are not random.
///
/// | page | parts |
/// | --- | --- |
/// | home | popular .50, category last looked at .22, new .16, any .12 |
/// | category | popular there .75, new there .10, any there .15 |
/// | product | popular in the category .70, popular in the department .18, any in the department .12 |
/// | cart | popular in the department .80, any in the department .20 |
/// | search | best agreement with the words, then popularity; propensity 1 |
public struct MixedStorefront: Storefront {
    private let catalogue: Catalogue
    /// Decayed interest in each item: a click counts 1, a cart 3, a purchase 8, and 3 % are forgotten each night.
    private var heat: [Double]
    private var pools = Pools()
    /// Category of the last click, by cookie.
    private var lastLeaf: [UInt64: Int] = [:]

    /// A storefront that starts from what was sold before the period.
    public init(for catalogue: Catalogue) {
        self.catalogue = catalogue
        heat = (0..<Int32(catalogue.count)).map { 8 * Double(catalogue.priorSales(of: $0)) }
    }

    /// Forgets a little and draws up the day's lists of candidates. O(items log items).
    public mutating func beginDay(_ day: Int) {
        for item in heat.indices { heat[item] *= 0.97 }
        pools = Pools(catalogue: catalogue, heat: heat, day: day)
    }

    /// Fills the page from the table above. Expected O(length^2), for search O(items of the category).
    public mutating func slate(for request: PageRequest, using generator: inout SeededGenerator) -> Slate {
        if let query = request.query { return results(for: query, request) }
        var mixture = PoolMixture(parts(for: request), without: shownAndAnchor(request))
        var slate = Slate(isRandomised: true)
        slate.entries.reserveCapacity(request.count)
        while slate.entries.count < request.count, let entry = mixture.next(using: &generator) {
            slate.entries.append(entry)
        }
        return slate
    }

    /// Counts clicks, carts and purchases, and remembers each browser's last category.
    public mutating func observe(_ events: [SimulatedEvent]) {
        for event in events {
            guard let item = event.item else { continue }
            switch event.kind {
            case .click:
                heat[Int(item)] += 1
                lastLeaf[event.visitor] = catalogue.leaf(of: item)
            case .cart: heat[Int(item)] += 3
            case .purchase: heat[Int(item)] += 8
            default: break
            }
        }
    }

    private func parts(for request: PageRequest) -> [(share: Double, pool: ItemPool)] {
        if let leaf = request.leaf {
            return [(0.75, pools.popularInLeaf[leaf]), (0.10, pools.newInLeaf[leaf]), (0.15, pools.anyInLeaf[leaf])]
        }
        if let anchor = request.anchor {
            let leaf = catalogue.leaf(of: anchor)
            let department = catalogue.department(ofLeaf: leaf)
            let popular = pools.popularInDepartment[department]
            let any = pools.anyInDepartment[department]
            if request.surface == .cart { return [(0.8, popular), (0.2, any)] }
            return [(0.7, pools.popularInLeaf[leaf]), (0.18, popular), (0.12, any)]
        }
        guard let leaf = lastLeaf[request.visitor] else {
            return [(0.66, pools.popular), (0.2, pools.new), (0.14, pools.any)]
        }
        return [(0.5, pools.popular), (0.22, pools.popularInLeaf[leaf]), (0.16, pools.new), (0.12, pools.any)]
    }

    private func shownAndAnchor(_ request: PageRequest) -> [Int32] {
        request.anchor.map { request.alreadyShown + [$0] } ?? request.alreadyShown
    }

    private func results(for query: SearchQuery, _ request: PageRequest) -> Slate {
        var ranked: [(score: Double, item: Int32)] = []
        for item in catalogue.itemsByLeaf[query.leaf] where catalogue.isOnSale(item, day: request.day) {
            // Popularity only orders items of equal agreement: its part stays below one.
            let popularity = heat[Int(item)]
            let score = Double(query.agreement(with: item, in: catalogue)) + popularity / (popularity + 100)
            ranked.append((score, item))
        }
        ranked.sort { $0.score > $1.score || ($0.score == $1.score && $0.item < $1.item) }
        let entries = ranked.prefix(request.count).map {
            Slate.Entry(item: $0.item, propensity: 1, source: "search")
        }
        return Slate(entries: entries, isRandomised: false)
    }
}

/// The pools of one day.
private struct Pools: Sendable {
    var popular = ItemPool([], of: 0, source: "popular") { _ in 0 }
    var new = ItemPool([], of: 0, source: "new") { _ in 0 }
    var any = ItemPool([], of: 0, source: "any") { _ in 0 }
    var popularInLeaf: [ItemPool] = []
    var newInLeaf: [ItemPool] = []
    var anyInLeaf: [ItemPool] = []
    var popularInDepartment: [ItemPool] = []
    var anyInDepartment: [ItemPool] = []

    init() {}

    init(catalogue: Catalogue, heat: [Double], day: Int) {
        let size = catalogue.count
        let onSale = (0..<Int32(size)).filter { catalogue.isOnSale($0, day: day) }
        func fame(_ item: Int32) -> Double { pow(heat[Int(item)] + 1, 0.6) }
        func isNew(_ item: Int32) -> Bool { day - catalogue.released(item) <= 14 }
        func popular(_ items: [Int32], _ source: String) -> ItemPool {
            ItemPool(items, of: size, source: source, weight: fame)
        }
        func even(_ items: [Int32], _ source: String) -> ItemPool {
            ItemPool(items, of: size, source: source) { _ in 1 }
        }
        let best = onSale.sorted { fame($0) > fame($1) || (fame($0) == fame($1) && $0 < $1) }
        self.popular = popular(Array(best.prefix(max(20, size / 6))), "popular")
        new = even(onSale.filter(isNew), "new")
        any = even(onSale, "any")
        for items in catalogue.itemsByLeaf {
            let here = items.filter { catalogue.isOnSale($0, day: day) }
            popularInLeaf.append(popular(here, "category"))
            newInLeaf.append(even(here.filter(isNew), "new"))
            anyInLeaf.append(even(here, "any"))
        }
        for department in catalogue.departments.indices {
            let here = onSale.filter { catalogue.department(ofLeaf: catalogue.leaf(of: $0)) == department }
            popularInDepartment.append(popular(here, "department"))
            anyInDepartment.append(even(here, "any"))
        }
    }
}
