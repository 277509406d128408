import Commerce
import GRDB

/// Inserts events, each once, by the rule of ``ImportStore``.
///
/// The key of a row is (time, identity, occurrence). An import's first copy of a content claims occurrence 1, its
/// second occurrence 2, and so on: if the row is not there it is inserted, and if another import brought it, it is
/// known. The ledger so ends up with as many copies as the import that had most. An import must know how many
/// copies it has met, also after a crash. That is: the largest occurrence in its rows of `claim`, which records
/// every claim that was not simply a first copy inserted by itself; else 1 if the first copy is its own; else 0.
struct EventWriter {
    private let db: Database
    private let record: ImportRecord
    private let owner: Int64
    private var sequence: Int64
    private let insertion: RawStatement
    private let bySourceID: RawStatement
    private let lastClaim: RawStatement
    private let firstOwner: RawStatement
    private let claim: RawStatement

    init(record: ImportRecord, arrived: Int64, in db: Database) throws {
        self.db = db
        self.record = record
        owner = record.id.rawValue
        sequence = arrived
        insertion = try RawStatement(
            """
            INSERT INTO event (time, identity, occurrence, sequence, import, kind, shopper, visitor, item, session,
                shop_order, surface, position, quantity, price, currency, value, attributes, decision, text, origin,
                source_id)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING
            """, in: db)
        bySourceID = try RawStatement("SELECT time, identity FROM event WHERE source_id = ? AND origin = ?", in: db)
        lastClaim = try RawStatement(
            "SELECT max(occurrence) FROM claim WHERE import = ? AND time = ? AND identity = ?", in: db)
        firstOwner = try RawStatement(
            "SELECT import FROM event WHERE time = ? AND identity = ? AND occurrence = 1", in: db)
        claim = try RawStatement("INSERT INTO claim (import, time, identity, occurrence) VALUES (?,?,?,?)", in: db)
        insertion.bind(owner, at: 5)
    }

    mutating func insert(
        _ events: [Event], through tables: inout Appender, counting counts: inout ImportCounts
    ) throws {
        let span = events.span
        for index in span.indices {
            switch try insert(span[index], at: index, &tables) {
            case .added: counts.added += 1
            case .known: counts.known += 1
            case .contradicted: counts.contradicted += 1
            }
        }
    }

    /// - Parameter index: of the event in its batch, for messages.
    @inline(__always)
    mutating func insert(_ event: Event, at index: Int, _ tables: inout Appender) throws -> RowFate {
        let content = try bind(event, at: index, &tables)
        let time = event.time.milliseconds
        let identity = content.identity()
        insertion.bind(time, at: 1)
        insertion.bind(identity, at: 2)
        insertion.bind(1, at: 3)
        insertion.bind(sequence, at: 4)
        if content.shopper != 0 && content.visitor != 0 {
            try tables.link(visitor: content.visitor, to: content.shopper, since: time, in: db)
        }
        guard try insertion.run() == 1 else { return try settle(event, content, time, identity) }
        sequence += 1
        return .added
    }

    /// The row is there already: by whom, and is this another copy?
    private mutating func settle(
        _ event: Event, _ content: EventContent, _ time: Int64, _ identity: Int64
    ) throws -> RowFate {
        if let id = event.id {
            try bySourceID.bind(id.rawValue, at: 1)
            bySourceID.bind(content.origin, at: 2)
            defer { bySourceID.reset() }
            if try bySourceID.step() {
                let isSame = bySourceID.integer(0) == time && bySourceID.integer(1) == identity
                return isSame ? .known : .contradicted
            }
        }
        let occurrence = try met(time, identity) + 1
        if occurrence > 1 { insertion.bind(occurrence, at: 3) }
        let isNew = try occurrence > 1 && insertion.run() == 1
        if isNew { sequence += 1 }
        claim.bind(owner, at: 1)
        claim.bind(time, at: 2)
        claim.bind(identity, at: 3)
        claim.bind(occurrence, at: 4)
        try claim.run()
        return isNew ? .added : .known
    }

    /// How many copies of a content this import has met. O(log n).
    private func met(_ time: Int64, _ identity: Int64) throws -> Int64 {
        lastClaim.bind(owner, at: 1)
        lastClaim.bind(time, at: 2)
        lastClaim.bind(identity, at: 3)
        if let last = try lastClaim.firstInteger() { return last }
        firstOwner.bind(time, at: 1)
        firstOwner.bind(identity, at: 2)
        return try firstOwner.firstInteger() == owner ? 1 : 0
    }

    /// Binds the columns from `kind` on.
    @inline(__always)
    private func bind(_ event: Event, at index: Int, _ tables: inout Appender) throws -> EventContent {
        var content = EventContent()
        content.kind = event.kind.storageCode
        insertion.bind(Int64(content.kind), at: 6)
        if let shopper = event.shopper { content.shopper = try tables.shoppers.number(of: shopper.rawValue, in: db) }
        if let visitor = event.visitor { content.visitor = try tables.visitors.number(of: visitor.rawValue, in: db) }
        if let item = event.item { content.item = try tables.items.number(of: item.rawValue, in: db) }
        if let session = event.session { content.session = try tables.sessions.number(of: session.rawValue, in: db) }
        if let order = event.order { content.order = try tables.orders.number(of: order.rawValue, in: db) }
        if let surface = event.surface { content.surface = try tables.surfaces.number(of: surface.rawValue, in: db) }
        bind(number: content.shopper, at: 7)
        bind(number: content.visitor, at: 8)
        bind(number: content.item, at: 9)
        bind(number: content.session, at: 10)
        bind(number: content.order, at: 11)
        bind(number: content.surface, at: 12)
        try bindFigures(event, at: index, &tables, &content)
        try bindTexts(event, &tables, &content)
        return content
    }

    @inline(__always)
    private func bindFigures(
        _ event: Event, at index: Int, _ tables: inout Appender, _ content: inout EventContent
    ) throws {
        if let position = event.position {
            content.position = Int64(position)
            content.present.insert(.position)
        }
        if let quantity = event.quantity {
            try check(quantity, "quantity", at: index)
            content.quantity = quantity
            content.present.insert(.quantity)
        }
        if let value = event.value {
            try check(value, "value", at: index)
            content.value = value
            content.present.insert(.value)
        }
        if let price = event.price {
            content.price = price.minorUnits
            content.currency = try tables.currencies.number(of: price.currency.code, in: db)
            content.present.insert(.price)
        }
        insertion.bind(content.present.contains(.position) ? content.position : nil, at: 13)
        insertion.bind(event.quantity, at: 14)
        insertion.bind(content.present.contains(.price) ? content.price : nil, at: 15)
        bind(number: content.currency, at: 16)
        insertion.bind(event.value, at: 17)
    }

    @inline(__always)
    private func bindTexts(_ event: Event, _ tables: inout Appender, _ content: inout EventContent) throws {
        if event.attributes.isEmpty {
            insertion.bindNull(at: 18)
        } else {
            switch try tables.attributes.place(of: event.attributes, in: db) {
            case .row(let number): insertion.bind(number, at: 18)
            case .inEvent:
                try unsafe tables.attributes.json.withUnsafeBufferPointer {
                    try unsafe insertion.bind(utf8: $0, at: 18)
                }
            }
            content.attributes = tables.attributes.hash
            content.present.insert(.attributes)
        }
        if let decision = event.decision {
            content.decision = XXHash64.hash(decision.rawValue)
            content.present.insert(.decision)
        }
        if let text = event.text {
            content.text = XXHash64.hash(text)
            content.present.insert(.text)
        }
        if let id = event.id {
            content.id = XXHash64.hash(id.rawValue)
            content.origin = try tables.origins.number(of: record.source.origin, in: db)
            content.present.insert(.id)
        }
        try insertion.bind(event.decision?.rawValue, at: 19)
        try insertion.bind(event.text, at: 20)
        bind(number: content.origin, at: 21)
        try insertion.bind(event.id?.rawValue, at: 22)
    }

    /// Numbers of names start at 1; 0 is none.
    @inline(__always)
    private func bind(number: Int64, at index: Int32) {
        if number == 0 { insertion.bindNull(at: index) } else { insertion.bind(number, at: index) }
    }

    @inline(__always)
    private func check(_ number: Double, _ field: String, at index: Int) throws {
        guard !number.isFinite else { return }
        throw LedgerError(
            code: "event.invalid",
            message: "event \(index + 1) of a batch: \(field) must be a finite number; got \(number)",
            remedy: "reject such rows while reading; nothing of the batch was stored")
    }
}
