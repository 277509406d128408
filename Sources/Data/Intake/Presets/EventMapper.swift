import Commerce

/// Rows that are events, one event a row (or one for each element of a JSON row's array).
///
/// Where columns describe the item, the items are told too, each when first met and when it changes.
struct EventMapper: RowMapper {
    private let fields: FieldTable
    private let mapping: TableMapping
    private let currency: Currency?
    private let describesItems: Bool
    private var items = ItemCache()
    /// Kinds by the exact bytes met, so that a word is normalised once.
    private var knownWords: [String: KindRule] = [:]
    private static let wordLimit = 1000

    init(fields: FieldTable, mapping: TableMapping, options: IntakeOptions) {
        self.fields = fields
        self.mapping = mapping
        currency = options.currency
        describesItems = ItemFacts.fields.contains { fields.has($0) }
    }

    mutating func forget(_ items: ArraySlice<Item>) { self.items.forget(items) }

    mutating func map(
        _ record: inout Record, at place: RowPlace, into batch: inout IntakeBatch
    ) throws(RowIssue) -> RowVerdict {
        let kind: EventKind
        switch try rule(for: record) {
        case .skip: return .skipped(skippedWord(of: record))
        case .kind(let known): kind = known
        }
        // A checkout or a search is one act, however many items its row lists.
        if !kind.needsItem, place.element > 0 { return .kept }
        let time = try time(of: record, at: place)
        let shopper = fields.text(.shopper, in: record).map { ShopperID($0) }
        var visitor = fields.text(.visitor, in: record).map { VisitorID($0) }
        let session = session(of: record, visitor: visitor, shopper: shopper)
        if shopper == nil, visitor == nil {
            guard let session else {
                throw fields.missing(
                    fields.has(.shopper) ? .shopper : .visitor, in: record, code: "actor.missing",
                    message: "the row names no shopper, visitor or session")
            }
            visitor = VisitorID(session.rawValue)
        }
        let item = kind.needsItem || place.elements == 1 ? fields.text(.item, in: record).map { ItemID($0) } : nil
        let order = fields.text(.order, in: record).map { OrderID($0) }
        if kind.needsItem, item == nil {
            let issue = fields.missing(
                .item, in: record, code: "item.missing", message: "a '\(kind.rawValue)' must name its item")
            // GA4 and Segment tell of a whole order's return without its lines.
            guard order != nil, kind == .refund || kind == .cancellation else { throw issue }
            return .setAside(issue)
        }
        var event = Event(
            kind, at: time, shopper: shopper, visitor: visitor, item: item, session: session, order: order)
        event.id = fields.text(.id, in: record).map { id in
            EventID(place.element == 0 ? id : "\(id)#\(place.element + 1)")
        }
        event.decision = fields.text(.decision, in: record).map { DecisionID($0) }
        event.surface = fields.text(.surface, in: record).map(Surface.init(rawValue:))
        event.position = try position(of: record, warnings: &batch.warnings)
        event.quantity = try fields.quantity(in: record)
        event.price = try fields.price(in: record, currency: currency, warnings: &batch.warnings)
        event.value = try fields.number(.value, in: record)
        event.text = fields.text(.text, in: record)
        event.attributes = fields.attributes(of: record)
        batch.events.append(event)
        if describesItems, let item, let told = tell(item, event, record) { batch.items.append(told) }
        return .kept
    }

    // MARK: Fields

    private mutating func rule(for record: Record) throws(RowIssue) -> KindRule {
        guard let found = fields.find(.kind, in: record) else {
            throw fields.missing(.kind, in: record, code: "kind.missing", message: "the row says no kind of event")
        }
        let word = record.text(found)
        if let known = knownWords[word] { return known }
        guard let rule = mapping.kinds[word] ?? (mapping.kinds.rejectsUnknown ? nil : .skip) else {
            throw fields.issue(
                .kind, found, in: record, code: "kind.unknown", message: "this is not a kind of event that is known",
                remedy: "say what it means with --map kind:WORD=KIND, or leave it out with --map kind:WORD=skip")
        }
        // Words are few; a column of free text by mistake must not fill the memory.
        if knownWords.count < Self.wordLimit { knownWords[word] = rule }
        return rule
    }

    /// The word to count a skipped row under; past the limit all further words share one.
    private func skippedWord(of record: Record) -> String {
        guard let word = fields.text(.kind, in: record), knownWords[word] != nil else { return "other words" }
        return excerpt(word)
    }

    private func time(of record: Record, at place: RowPlace) throws(RowIssue) -> Timestamp {
        if let time = try fields.time(.time, in: record) { return time }
        guard mapping.orderIsTime, !fields.has(.time) else {
            throw fields.missing(.time, in: record, code: "time.missing", message: "the row has no time")
        }
        return .ordinal(row: place.row, element: place.element)
    }

    private func session(of record: Record, visitor: VisitorID?, shopper: ShopperID?) -> SessionID? {
        guard let name = fields.text(.session, in: record) else { return nil }
        guard mapping.sessionIsPerVisitor, let owner = visitor?.rawValue ?? shopper?.rawValue else {
            return SessionID(name)
        }
        return SessionID("\(owner).\(name)")
    }

    private func position(of record: Record, warnings: inout [RowIssue]) throws(RowIssue) -> Int? {
        guard let number = try fields.number(.position, in: record) else { return nil }
        guard let whole = Int(exactly: number), whole >= mapping.positionBase, whole < 1_000_000 else {
            warnings.append(
                fields.issue(
                    .position, fields.find(.position, in: record), in: record, code: "position.range",
                    message: "a position is a whole number from \(mapping.positionBase); it was left out",
                    remedy: "count positions from \(mapping.positionBase)"))
            return nil
        }
        return whole + 1 - mapping.positionBase
    }

    // MARK: Items

    private mutating func tell(_ id: ItemID, _ event: Event, _ record: Record) -> Item? {
        // What was paid may be a discounted price; what was shown is the item's own.
        let listPrice = [.impression, .view, .click, .cart].contains(event.kind) ? event.price : nil
        var hash = UInt64(bitPattern: listPrice?.minorUnits ?? -1)
        var hasFacts = false
        for field in ItemFacts.fields {
            guard let found = fields.find(field, in: record) else { continue }
            hasFacts = true
            hash = record.hash(found, seed: hash &+ UInt64(field.rawValue))
        }
        guard hasFacts else { return nil }
        let (fields, mapping) = (fields, mapping)
        return items.update(id, hash: hash) { item in
            ItemFacts.overlay(&item, fields: fields, mapping: mapping, record: record)
            if let listPrice { item.price = listPrice }
        }
    }
}

extension Timestamp {
    /// The time of a source that has an order and no times: a second a row, a millisecond an element.
    static func ordinal(row: Int, element: Int) -> Timestamp {
        Timestamp(milliseconds: Int64(row) * 1000 + Int64(element))
    }
}
