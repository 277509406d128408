import Commerce
import Explore
import Simulator

/// A simulated shop's pages, decided by the real service.
///
/// Until its first day the plain shop decides, and the service looks on: it learns from lists that it did not make.
/// Search results stay the plain shop's throughout.
struct LoopStorefront: Storefront {
    private let shop: Shop
    private let firstDay: Int
    private var plain: MixedStorefront
    private(set) var service: DecisionService
    /// Since they were last collected.
    private(set) var decisions: [Decision] = []
    /// Positions shown by the service, and those that explored.
    private(set) var positions = 0
    private(set) var explored = 0
    /// The first thing that went wrong; pages are empty from then on.
    private(set) var failure: (any Error)?
    private var day = 0
    /// Of the first lists of visits on the home page, shopper by shopper.
    private(set) var stability: ListStability<Int32, ItemID>
    private var lastLists: [Int32: [ItemID]] = [:]
    /// By leaf of the simulator, the number of the category in the service's table.
    private let categories: [Int32]

    init(of shop: Shop, firstDay: Int, service: DecisionService) throws {
        self.shop = shop
        self.firstDay = firstDay
        self.service = service
        plain = MixedStorefront(for: shop.catalogue)
        stability = ListStability(overlap: try RankBiasedOverlap())
        categories = shop.catalogue.itemsByLeaf.map { members in
            members.first.map { service.desk.decider.items.facts[Int($0)].narrowestCategory } ?? -1
        }
    }

    mutating func beginDay(_ day: Int) {
        self.day = day
        plain.beginDay(day)
    }

    mutating func slate(for request: PageRequest, using generator: inout SeededGenerator) -> Slate {
        guard failure == nil else { return Slate(isRandomised: false) }
        if request.query != nil { return plain.slate(for: request, using: &generator) }
        do {
            var ask = PageAsk(
                shopper: request.shopper.map { shop.people[Int($0)].id }, visitor: Shop.visitor(request.visitor),
                session: request.session, surface: request.surface, time: request.time, length: request.count,
                anchor: request.anchor, category: request.leaf.map { categories[$0] }, excluded: request.alreadyShown,
                seed: generator.next(), id: request.decision)
            if let anchor = request.anchor { ask.excluded.append(anchor) }
            if day < firstDay {
                let slate = plain.slate(for: request, using: &generator)
                guard !slate.entries.isEmpty else { return slate }
                decisions.append(
                    try service.shadow(
                        ask,
                        showing: slate.entries.map {
                            (row: $0.item, propensity: $0.propensity, source: $0.source)
                        }))
                return slate
            }
            return try decide(ask, for: request)
        } catch {
            failure = error
            return Slate(isRandomised: false)
        }
    }

    private mutating func decide(_ ask: PageAsk, for request: PageRequest) throws -> Slate {
        let decision: Decision
        do {
            decision = try service.decide(ask)
        } catch let error as ExploreError where error.code == "candidates.empty" {
            // A visit that has seen a whole category: an empty page, as in any shop.
            return Slate(isRandomised: false)
        }
        decisions.append(decision)
        if request.surface == .home, request.alreadyShown.isEmpty, let shopper = request.shopper {
            let list = decision.slate.map(\.item)
            try stability.add(list, of: shopper)
            lastLists[shopper] = list
        }
        positions += decision.slate.count
        explored += decision.slate.count(where: \.isExploration)
        func row(_ item: ItemID) -> Int32? { service.desk.decider.items.row(of: item) }
        let entries = decision.slate.compactMap { shown in
            row(shown.item).map { Slate.Entry(item: $0, propensity: shown.propensity, source: shown.source) }
        }
        return Slate(
            entries: entries, isRandomised: decision.slate.contains { $0.propensity < 1 },
            exploiting: decision.exploitingItems.compactMap(row))
    }

    mutating func observe(_ events: [SimulatedEvent]) {
        plain.observe(events)
        guard failure == nil else { return }
        do {
            for event in events where event.kind != .impression { try service.observe(shop.event(event)) }
        } catch {
            failure = error
        }
    }

    /// Nothing before two shoppers have a list.
    func sharedShare() throws -> Double? {
        var share = try SharedShare<ItemID>(depth: 10)
        for list in lastLists.values { try share.add(list) }
        return share.value
    }

    mutating func collectDecisions() -> [Decision] {
        defer { decisions = [] }
        return decisions
    }

    mutating func withService<Result>(_ body: (inout DecisionService) throws -> Result) rethrows -> Result {
        try body(&service)
    }
}
