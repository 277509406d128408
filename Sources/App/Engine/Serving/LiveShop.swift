public import Commerce
import Explore
import Foundation
public import Ledger

/// A shop that is being served: takes in what happens, decides, and learns, all on one ledger.
///
/// What a call returns is on the disk. Deciding and remembering happen here, one request after the other, in
/// microseconds; waiting for the disk happens in a ``CommitQueue``, learning in a ``ShopStudy``, fitting models in a
/// ``Trainer``: none of them makes a decision wait.
///
/// ```swift
/// let shop = try await LiveShop.open(
///     ShopFolder(folder), settings: LiveSettings(), time: SystemTime(), seed: seed, trainer: trainer)
/// async let work: Void = shop.run()
/// let decision = try await shop.decide(DecisionAsk(surface: .home, shopper: "ada"))
/// ```
public actor LiveShop {
    public nonisolated let folder: ShopFolder
    public nonisolated let ledger: SQLiteLedger
    public nonisolated let time: any TimeSource
    public nonisolated let settings: LiveSettings
    let session: ImportID
    let queue: CommitQueue
    let study: ShopStudy
    let trainer: any Trainer
    nonisolated let board = TaskBoard()
    nonisolated let refused = RefusalLog()

    var desk: DecisionDesk
    var catalogue: LiveCatalogue
    var popularity: ItemPopularity
    /// Descriptions that have come since the renewal under way began, as they then stood.
    var described: [Item]?
    /// The last renewal of the sources.
    var renewal: Task<Void, any Error>?
    public internal(set) var dials: LiveDials
    public internal(set) var programme: PolicyProgramme
    public internal(set) var schedule: ShopSchedule
    var models: LiveModels
    private var draws: SeededGenerator
    nonisolated let opened: Timestamp
    /// When models were last trained, or began to be.
    var lastTraining: Timestamp?
    /// Since the last training.
    var hasDrifted = false
    /// Settled, and not yet on the disk.
    var unstored: [Outcome] = []
    /// Snapshots that name somebody who was erased, to be removed once others serve.
    var doomed: Set<String> = []
    /// The last erasure, until a training that began after it has ended.
    var lastErasure: Timestamp?
    /// What keeps the shop from storing what it learns; nothing when all is well.
    public internal(set) var trouble: String?
    /// Since the shop was opened.
    public private(set) var counts = LiveCounts()
    var history = LiveHistory()
    /// What was written down of items.
    var believed: LiveBeliefs

    init(parts: Parts) {
        folder = parts.folder
        ledger = parts.ledger
        time = parts.time
        settings = parts.settings
        session = parts.session
        queue = parts.queue
        study = parts.study
        trainer = parts.trainer
        dials = parts.dials
        programme = parts.programme
        schedule = parts.schedule
        desk = parts.desk
        catalogue = parts.catalogue
        popularity = parts.popularity
        models = parts.models
        believed = parts.beliefs
        draws = SeededGenerator(seed: parts.seed)
        opened = parts.time.now()
        lastTraining = parts.lastTraining
    }

    // MARK: Deciding

    /// Makes a list, and returns it when it is on the disk.
    ///
    /// - Throws: `ExploreError` `candidates.empty` when nothing may be shown, ``EngineError`` `decision.count`,
    ///   `decision.anchor` or `decision.category` for an ask that makes no sense, `LedgerError` when it
    ///   cannot be stored, and then it must not be shown.
    public func decide(_ ask: DecisionAsk) async throws -> Decision {
        let page = try page(for: ask)
        let decision = try desk.decide(page)
        var post = LedgerPost()
        post.decisions = [decision]
        _ = try await commit(post)
        study.receive(decision)
        counts.decisions += 1
        counts.explored += decision.slate.count(where: \.isExploration)
        counts.positions += decision.slate.count
        return decision
    }

    private func page(for ask: DecisionAsk) throws -> PageAsk {
        guard (1...DecisionAsk.mostItems).contains(ask.count) else {
            throw EngineError(
                code: "decision.count", message: "count must be in 1 ... \(DecisionAsk.mostItems); got \(ask.count)")
        }
        let items = desk.decider.items
        var page = PageAsk(
            shopper: ask.shopper, visitor: ask.visitor, session: ask.session, surface: ask.surface, time: time.now(),
            length: ask.count, seed: draws.next())
        page.context = ask.context
        page.explains = ask.explains
        page.excluded = ask.excluded.compactMap { items.row(of: $0) }
        if let anchor = ask.anchor {
            guard let row = items.row(of: anchor) else {
                throw EngineError(
                    code: "decision.anchor", message: "there is no item '\(anchor)'",
                    remedy: "post the item before asking for what goes with it")
            }
            page.anchor = row
            page.excluded.append(row)
        }
        var conditions = ask.conditions
        if let category = ask.category {
            guard let number = items.categoryNumbers[category] else {
                throw EngineError(
                    code: "decision.category", message: "there is no category '\(category)'",
                    remedy: "name the whole path, joined by '/', as its items have it")
            }
            if desk.isNarrowest(number) {
                page.category = number
            } else {
                conditions.append(ItemCondition(.category, .oneOf([category])))
            }
        }
        if !conditions.isEmpty {
            page.allows = { [catalogue] row in conditions.allSatisfy { $0.holds(for: catalogue[row]) } }
        }
        return page
    }

    /// Returns when the post is on the disk. What keeps it from there is this shop's trouble until there is room
    /// again: on a disk that is all but full a small post still gets there.
    private func commit(_ post: LedgerPost) async throws -> PostReceipt {
        do {
            return try await queue.commit(post)
        } catch let error as LedgerError where error.isOfTheDisk {
            trouble = error.message
            throw error
        }
    }

    // MARK: Taking in

    /// Takes events in; those that are new count from the next decision on.
    ///
    /// - Returns: what became of each.
    /// - Throws: `LedgerError` when they cannot be stored; none of them then counts.
    public func post(_ events: [Event]) async throws -> [RowFate] {
        guard !events.isEmpty else { return [] }
        let keys = try events.compactMap { try desk.key(of: $0) }
        desk.leaving(keys)
        defer { desk.arrived(keys) }
        var post = LedgerPost()
        post.events = events
        let receipt = try await commit(post)
        let added = zip(events, receipt.events).filter { $0.1 == .added }.map(\.0)
        for event in added {
            try desk.observe(event)
            if let row = event.item.flatMap({ desk.decider.items.row(of: $0) }) { popularity.count(event, row: row) }
            counts.note(event)
        }
        study.receive(added, now: time.now())
        return receipt.events
    }

    /// Takes descriptions of items in: new ones can be shown at once, sold-out ones no longer are.
    ///
    /// - Returns: whether each was new or changed.
    public func post(_ items: [Item]) async throws -> [Bool] {
        guard !items.isEmpty else { return [] }
        var post = LedgerPost()
        post.items = items
        let receipt = try await commit(post)
        var arrivals: [Int32] = []
        try desk.changeItems { table in
            for item in items {
                let (row, isNew) = try catalogue.take(item, into: &table)
                described?.append(catalogue[row])
                if isNew { arrivals.append(row) }
            }
        }
        if !arrivals.isEmpty {
            desk.propose(arrivals)
            popularity.grow(to: catalogue.items.count)
            await study.know(desk.decider.items.items)
        }
        return receipt.items
    }
}

/// What a live shop has seen since it was opened.
public struct LiveCounts: Sendable, Hashable, Codable {
    public var decisions = 0
    /// Positions shown, and those of them that explored.
    public var positions = 0
    public var explored = 0
    public var events: [String: Int] = [:]

    public init() {}

    mutating func note(_ event: Event) { events[event.kind.rawValue, default: 0] += 1 }
}
