import Commerce
import Intake
import Synchronization

@testable import Ledger

/// The rules of the stores in their plainest form: the oracle beside which every back end is put.
final class MemoryLedger: LedgerStore {
    struct Entry {
        var event: Event
        var origin: String
    }

    struct State {
        var records: [ImportRecord] = []
        var entries: [Entry] = []
        /// Copies of each content without an id: in the ledger, and met by each import.
        var copies: [Event: Int] = [:]
        var met: [ImportID: [Event: Int]] = [:]
        var itemOrder: [ItemID] = []
        var versions: [ItemID: [ItemVersion]] = [:]
        var names = Names()
        var shoppers: [Shopper] = []
        var links: [VisitorLink] = []
        var models: [ModelRecord] = []
        var decisions: [DecisionID: MemoryDecision] = [:]
        var outcomes: [DecisionID: Outcome] = [:]
        var checkpoints: [LearnerCheckpoint] = []
    }

    struct Names {
        var visitors: Set<VisitorID> = []
        var items: Set<ItemID> = []
        var sessions: Set<SessionID> = []
        var orders: Set<OrderID> = []
    }

    let state = Mutex(State())

    // MARK: ImportStore

    func beginImport(_ source: ImportSource, at time: Timestamp) throws -> ImportStart {
        try state.withLock { state in
            let known = state.records.filter {
                $0.source.contentHash == source.contentHash && source.contentHash != nil
            }
            if let same = known.last(where: {
                $0.source.settings == source.settings && $0.source.origin == source.origin
            }) {
                return same.finished == nil ? .resumed(same) : .alreadyFinished(same)
            }
            guard known.allSatisfy({ $0.counts.accepted == 0 }) else {
                throw LedgerError(code: "import.settings", message: "other settings")
            }
            let record = ImportRecord(
                id: ImportID(rawValue: Int64(state.records.count + 1)), source: source, started: time)
            state.records.append(record)
            return .started(record)
        }
    }

    func append(_ batch: IntakeBatch, to id: ImportID) throws -> ImportCounts {
        try state.withLock { state in
            let index = try state.unfinished(id)
            let record = state.records[index]
            guard batch.end.row == record.position.row + batch.rows else {
                throw LedgerError(code: "import.position", message: "out of step")
            }
            guard batch.events.allSatisfy({ ($0.quantity ?? 0).isFinite && ($0.value ?? 0).isFinite }) else {
                throw LedgerError(code: "event.invalid", message: "not finite")
            }
            var counts = ImportCounts()
            counts.rows = batch.rows
            counts.rejected = batch.rejects.count
            counts.setAside = batch.setAside.count
            counts.skipped = batch.skipped.values.reduce(0, +)
            counts.warnings = batch.warnings.count
            for item in batch.items { counts.itemsChanged += state.describe(item, by: id) }
            for shopper in batch.shoppers where state.describe(shopper) { counts.shoppersChanged += 1 }
            for event in batch.events { state.insert(event, by: record, &counts) }
            state.records[index].position = batch.end
            state.records[index].counts += counts
            for issue in batch.rejects.map(\.issue) + batch.setAside.map(\.issue) + batch.warnings {
                state.records[index].issues[issue.code, default: 0] += 1
            }
            return counts
        }
    }

    func finishImport(_ id: ImportID, at time: Timestamp) throws -> ImportRecord {
        try state.withLock { state in
            let index = try state.unfinished(id)
            state.records[index].finished = time
            return state.records[index]
        }
    }

    func imports() throws -> [ImportRecord] { state.withLock { $0.records } }

    // MARK: EventStore

    func forEachEvent(matching query: EventQuery, _ body: (Event) throws -> Void) throws {
        let events = state.withLock { state in
            state.ordered().filter { event in
                query.matches(event) && (query.shopper == nil || state.person(event) == query.shopper)
                    && (query.visitor == nil || event.shopper == nil && event.visitor == query.visitor)
            }
        }
        for event in events.prefix(query.limit ?? .max) { try body(event) }
    }

    func columns(matching query: EventQuery, anonymous: EventQuery.Anonymous) throws -> EventColumns {
        try state.withLock { state in
            var gathered: [GatheredEvent] = []
            var (shoppers, items): ([String], [String]) = ([], [])
            for (index, event) in state.ordered().enumerated() where query.matches(event) {
                guard let item = event.item else { continue }
                var person = state.person(event)?.rawValue
                if person == nil, anonymous == .asShoppers, let visitor = event.visitor {
                    person = "visitor:\(visitor)"
                }
                guard let person else { continue }
                if !shoppers.contains(person) { shoppers.append(person) }
                if !items.contains(item.rawValue) { items.append(item.rawValue) }
                gathered.append(
                    GatheredEvent(
                        time: event.time.milliseconds, sequence: Int64(index),
                        shopper: Int32(shoppers.firstIndex(of: person) ?? -1),
                        item: Int32(items.firstIndex(of: item.rawValue) ?? -1),
                        quantity: Float(event.quantity ?? 1), kind: Int64(event.kind.storageCode)))
            }
            return try EventColumns(gathered, shoppers: shoppers, items: items)
        }
    }

    func eventCounts() throws -> [EventKind: Int] {
        state.withLock { $0.entries.reduce(into: [:]) { $0[$1.event.kind, default: 0] += 1 } }
    }

    func eventSpan() throws -> ClosedRange<Timestamp>? {
        let times = state.withLock { $0.entries.map(\.event.time) }
        guard let oldest = times.min(), let newest = times.max() else { return nil }
        return oldest...newest
    }

    // MARK: The others

    func item(_ id: ItemID) throws -> Item? { state.withLock { $0.versions[id]?.last?.item } }

    func versions(of id: ItemID) throws -> [ItemVersion] { state.withLock { $0.versions[id] ?? [] } }

    func forEachItem(_ body: (Item) throws -> Void) throws {
        for item in state.withLock({ state in state.itemOrder.compactMap { state.versions[$0]?.last?.item } }) {
            try body(item)
        }
    }

    func shopper(_ id: ShopperID) throws -> Shopper? { state.withLock { $0.shoppers.first { $0.id == id } } }

    func forEachShopper(_ body: (Shopper) throws -> Void) throws {
        for shopper in state.withLock({ $0.shoppers }) { try body(shopper) }
    }

    func visitorLinks() throws -> [VisitorLink] {
        state.withLock { $0.links }.sorted { ($0.visitor, $0.shopper) < ($1.visitor, $1.shopper) }
    }

    func record(_ model: ModelRecord) throws {
        try state.withLock { state in
            guard !state.models.contains(where: { $0.version == model.version }) else {
                throw LedgerError(code: "model.exists", message: "there already")
            }
            state.models.append(model)
        }
    }

    func models() throws -> [ModelRecord] { state.withLock { $0.models } }

    func summary() throws -> LedgerSummary {
        let (counts, span) = (try eventCounts(), try eventSpan())
        return state.withLock { state in
            var summary = LedgerSummary()
            summary.events = state.entries.count
            summary.eventsByKind = Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
            summary.oldestEvent = span?.lowerBound
            summary.newestEvent = span?.upperBound
            summary.shoppers = state.shoppers.count
            summary.visitors = state.names.visitors.count
            summary.items = state.names.items.count
            summary.sessions = state.names.sessions.count
            summary.orders = state.names.orders.count
            summary.describedItems = state.versions.values.count { !$0.isEmpty }
            summary.itemVersions = state.versions.values.reduce(0) { $0 + $1.count }
            summary.imports = state.records.count
            summary.unfinishedImports = state.records.count { $0.finished == nil }
            summary.models = state.models.count
            state.summariseDecisions(&summary)
            return summary
        }
    }

    func findings() throws -> [String] { [] }
}

extension MemoryLedger.State {
    fileprivate func unfinished(_ id: ImportID) throws -> Int {
        guard let index = records.firstIndex(where: { $0.id == id }) else {
            throw LedgerError(code: "import.unknown", message: "unknown")
        }
        guard records[index].finished == nil else { throw LedgerError(code: "import.finished", message: "finished") }
        return index
    }

    fileprivate mutating func insert(_ event: Event, by record: ImportRecord, _ counts: inout ImportCounts) {
        note(event)
        let isNew: Bool
        if event.id != nil {
            if let other = entries.first(where: { $0.event.id == event.id && $0.origin == record.source.origin }) {
                if other.event == event { counts.known += 1 } else { counts.contradicted += 1 }
                return
            }
            isNew = true
        } else {
            let met = (met[record.id]?[event] ?? 0) + 1
            self.met[record.id, default: [:]][event] = met
            isNew = met > copies[event] ?? 0
            if isNew { copies[event] = met }
        }
        if isNew {
            entries.append(MemoryLedger.Entry(event: event, origin: record.source.origin))
            counts.added += 1
        } else {
            counts.known += 1
        }
    }

    /// Names count, and links hold, whether or not the event itself is new.
    mutating func note(_ event: Event) {
        if let visitor = event.visitor { names.visitors.insert(visitor) }
        if let item = event.item { name(item) }
        if let session = event.session { names.sessions.insert(session) }
        if let order = event.order { names.orders.insert(order) }
        guard let shopper = event.shopper else { return }
        if !shoppers.contains(where: { $0.id == shopper }) { shoppers.append(Shopper(id: shopper)) }
        guard let visitor = event.visitor else { return }
        if let index = links.firstIndex(where: { $0.visitor == visitor && $0.shopper == shopper }) {
            links[index].since = min(links[index].since, event.time)
        } else {
            links.append(VisitorLink(visitor: visitor, shopper: shopper, since: event.time))
        }
    }

    private mutating func name(_ item: ItemID) {
        if names.items.insert(item).inserted { itemOrder.append(item) }
    }

    fileprivate mutating func describe(_ item: Item, by id: ImportID) -> Int {
        name(item.id)
        var known = versions[item.id] ?? []
        let before = known.count
        let current = known.last?.item ?? Item(id: item.id)
        if known.last?.source == id { known.removeLast() }
        var merged = current
        merged.title.merge(item.title) { _, new in new }
        if !item.category.isEmpty { merged.category = item.category }
        merged.brand = item.brand ?? merged.brand
        merged.price = item.price ?? merged.price
        merged.stock = item.stock ?? merged.stock
        merged.text = item.text ?? merged.text
        merged.attributes.merge(item.attributes) { _, new in new }
        merged.availableFrom = item.availableFrom ?? merged.availableFrom
        merged.availableUntil = item.availableUntil ?? merged.availableUntil
        if merged != known.last?.item {
            known.append(ItemVersion(version: known.count + 1, source: id, item: merged))
        }
        versions[item.id] = known
        return known.count - before
    }

    fileprivate mutating func describe(_ shopper: Shopper) -> Bool {
        if !shoppers.contains(where: { $0.id == shopper.id }) { shoppers.append(Shopper(id: shopper.id)) }
        guard let index = shoppers.firstIndex(where: { $0.id == shopper.id }) else { return false }
        let before = shoppers[index]
        shoppers[index].attributes.merge(shopper.attributes) { _, new in new }
        return shoppers[index] != before
    }

    /// Oldest first, in order of arrival within a moment.
    fileprivate func ordered() -> [Event] {
        entries.enumerated().sorted { ($0.element.event.time, $0.offset) < ($1.element.event.time, $1.offset) }
            .map(\.element.event)
    }

    /// Who an event counts for.
    func person(_ event: Event) -> ShopperID? {
        if let shopper = event.shopper { return shopper }
        let candidates = links.filter { $0.visitor == event.visitor }
        return candidates.count == 1 ? candidates[0].shopper : nil
    }
}

extension EventQuery {
    fileprivate func matches(_ event: Event) -> Bool {
        if let from, event.time < from { return false }
        if let until, event.time >= until { return false }
        return kinds?.contains(event.kind) ?? true
    }
}
