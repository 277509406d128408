import Commerce
import Explore
import Foundation
import Intake
import Ledger
import Recommend
import Simulator

/// What a shop does at night: commits the day, trains recommenders from the ledger, takes stock for the morning.
struct LoopNights {
    let shop: Shop
    let ledger: SQLiteLedger
    /// How much of each decision is kept.
    let detail: DecisionDetail
    /// How often each item was chosen lately; a click counts 1, a cart 3, a purchase 8, and a tenth is forgotten each
    /// night.
    private var heat: [Float]
    /// Days before the policy begins.
    private let warmUp: Int
    private var examination = LoopExamination()

    /// Recommenders that are fitted in well under a second on a small shop.
    static let models = ["item-knn", "ease", "content"]
    static let sources = models + ["popular", "new", "category", "shop"]
    /// Visits of a day are run one after another, so that one that began earlier can answer after one that began later.
    private static let lateness = Duration.hours(2)

    init(shop: Shop, ledger: SQLiteLedger, detail: DecisionDetail, warmUp: Int) {
        self.shop = shop
        self.ledger = ledger
        self.detail = detail
        self.warmUp = warmUp
        heat = (0..<Int32(shop.catalogue.count)).map { Float(shop.catalogue.priorSales(of: $0)) }
    }

    /// Writes the catalogue down.
    func open() throws {
        var batch = IntakeBatch(end: SourcePosition(row: shop.catalogue.count, line: 1, byteOffset: 0))
        batch.items = shop.catalogue.listing
        batch.shoppers = shop.people
        batch.rows = batch.items.count
        try commit(batch, as: "catalogue", at: shop.configuration.start)
    }

    /// The service on its first morning: it knows what sold before, and nothing else.
    func service(over items: ItemTable, choice: PolicyChoice, settings: LoopSettings) throws -> DecisionService {
        let schema = try FeatureSchema(sources: Self.sources)
        let start = shop.configuration.start
        var items = items
        takeStock(of: &items, on: 0)
        let desk = try DecisionDesk(
            items: items, schema: schema,
            ranker: ShopBeginnings.ranker(schema, lineage: "simulated"),
            sources: CandidateSources(recommenders: [], items: items, heat: heat, at: start), choice: choice,
            consistency: settings.consistency, examination: LoopExamination.guess)
        return try DecisionService(
            desk: desk,
            attribution: Attribution(
                windows: Dictionary(
                    uniqueKeysWithValues: [
                        EventKind.click, .view, .favourite, .cart, .uncart, .purchase,
                    ].map { ($0, .hours(2)) })),
            rewards: ShopBeginnings.rewardFunction(settings.rewards),
            timing: OutcomeTiming(lateness: Self.lateness), examination: LoopExamination.guess)
    }

    /// Ends a day of the simulation.
    mutating func close(_ day: SimulatedDay, of front: inout LoopStorefront) throws {
        let midnight = shop.configuration.start + .days(day.day + 1)
        var batch = IntakeBatch(end: .start)
        // What was shown is in the decisions.
        batch.events = day.events.filter { $0.kind != .impression }.map(shop.event)
        batch.rows = batch.events.count
        batch.end = SourcePosition(row: batch.rows, line: batch.rows + 1, byteOffset: 0)
        try commit(batch, as: "day \(day.day)", at: midnight)
        try ledger.append(front.collectDecisions(), detail: detail)
        let settled = try front.withService { service in
            try service.advance(to: midnight)
            return service.collectSettled()
        }
        try write(settled)
        // Only while the plain shop decides: a policy puts what attracts a shopper above what does not.
        let isWarmingUp = day.day < warmUp
        if isWarmingUp { try examination.take(settled) { front.service.desk.decider.items.row(of: $0) } }
        let looks = day.day + 1 == warmUp ? try examination.fitted() : nil
        count(day.events)
        let models = try train()
        let heat = heat
        try front.withService { service in
            try service.renew(snapshot: "night \(day.day)", at: midnight, examination: looks) { items in
                takeStock(of: &items, on: day.day + 1)
                for row in 0..<Int32(items.count) {
                    items.change(row) { $0.recentEvents = heat[Int(row)] }
                }
                items.refresh()
            } sources: { items in
                CandidateSources(recommenders: models, items: items, heat: heat, at: midnight)
            }
        }
    }

    /// Settles what is still open when the period is over.
    ///
    /// - Throws: ``EngineError`` `simulate.late` when something came too late to be learned from: the run would not
    ///   say what its policy is worth.
    func finish(_ front: inout LoopStorefront) throws {
        let (settled, tally) = try front.withService { service in
            try service.finish()
            return (service.collectSettled(), service.tally)
        }
        try write(settled)
        guard tally.lateDecisions == 0, tally.lateEvents == 0 else {
            throw EngineError(
                code: "simulate.late",
                message: "\(tally.lateDecisions) decisions and \(tally.lateEvents) events came more than "
                    + "\(Self.lateness) late, the worst by \(tally.worstMiss) s",
                remedy: "this is a fault of the simulation: visits must not outlast the lateness")
        }
    }

    private func write(_ settled: [SettledDecision]) throws {
        let receipt = try ledger.append(settled.map(\.outcome))
        guard receipt.added == settled.count else {
            throw EngineError(
                code: "simulate.outcomes",
                message: "of \(settled.count) outcomes the ledger took \(receipt.added): \(receipt)")
        }
    }

    private func commit(_ batch: IntakeBatch, as name: String, at time: Timestamp) throws {
        guard batch.rows > 0 else { return }
        let source = ImportSource(
            name: name, contentHash: nil, settings: ImportSettings(preset: "simulator"))
        let id = try ledger.beginImport(source, at: time).record.id
        try ledger.append(batch, to: id)
        try ledger.finishImport(id, at: time)
    }

    private mutating func count(_ events: [SimulatedEvent]) {
        for row in heat.indices { heat[row] *= 0.9 }
        for event in events {
            guard let item = event.item else { continue }
            switch event.kind {
            case .click: heat[Int(item)] += 1
            case .cart: heat[Int(item)] += 3
            case .purchase: heat[Int(item)] += 8
            default: break
            }
        }
    }

    /// Nothing on a night when nobody has chosen anything yet.
    private func train() throws -> [(name: String, model: any Recommender)] {
        let log: LearningLog
        do {
            log = try LearningLog(ledger: ledger, preparation: .standard)
        } catch let error as EngineError where error.code == "learning.empty" {
            return []
        }
        let trainer = ModelTrainer(catalogue: log.catalogue, seed: shop.seed, progress: { _ in })
        return try Self.models.map { (name: $0, model: try trainer.fit($0, to: log.interactions).recommender) }
    }

    /// What is sold out, not yet there or gone on that day.
    private func takeStock(of items: inout ItemTable, on day: Int) {
        for row in 0..<Int32(items.count) {
            let isOnSale = shop.catalogue.isOnSale(row, day: day)
            items.change(row) { $0.stock = isOnSale ? 1 : 0 }
        }
    }
}
