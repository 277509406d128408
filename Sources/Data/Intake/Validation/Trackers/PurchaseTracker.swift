import Commerce

/// Keeps purchase, cancellation and return lines in brief, and holds them against each other at the end.
struct PurchaseTracker: Sendable {
    private let limit: Int
    private var lines: [PurchaseLine] = []
    private var orders: HashIndex
    private var check = ReversalCheck(
        cancellations: 0, returns: 0, matched: 0, partlyMatched: 0, unmatched: 0, unidentified: 0, quantity: 0,
        matchedQuantity: 0, examples: [], isComplete: true)
    /// The first reversals, by their sequence number, from which examples are taken.
    private var candidates: [Int32: ReversalCheck.Example] = [:]
    private static let candidateCount = 2000

    init(limit: Int, orderLimit: Int) {
        self.limit = limit
        orders = HashIndex(limit: orderLimit)
    }

    /// Whether every order could be told apart.
    var isOrderCountComplete: Bool { !orders.isFull }

    /// - Returns: whether the event is the first purchase line of its order.
    mutating func observe(_ event: borrowing Event, _ hashes: EventHashes) -> Bool {
        let isReversal: Bool
        switch event.kind {
        case .purchase: isReversal = false
        case .cancellation, .refund: isReversal = true
        default: return false
        }
        var quantity = abs(event.quantity ?? 1)
        if !quantity.isFinite { quantity = 0 }
        if isReversal { count(event, quantity) }
        if let line = PurchaseLine(event, hashes, sequence: lines.count) {
            keep(line, event, quantity)
        } else if isReversal {
            check.unidentified += 1
        }
        guard !isReversal else { return false }
        return orders.insert(PurchaseLine.orderIdentity(event, hashes))?.isNew ?? false
    }

    private mutating func count(_ event: borrowing Event, _ quantity: Double) {
        if event.kind == .cancellation { check.cancellations += 1 } else { check.returns += 1 }
        check.quantity += quantity
    }

    private mutating func keep(_ line: PurchaseLine, _ event: borrowing Event, _ quantity: Double) {
        guard lines.count < limit else {
            check.isComplete = false
            return
        }
        if line.isReversal, candidates.count < Self.candidateCount {
            candidates[line.sequence] = ReversalCheck.Example(
                kind: event.kind, time: event.time, who: event.shopper?.rawValue ?? event.visitor?.rawValue,
                item: event.item, order: event.order, quantity: quantity, matchedQuantity: 0)
        }
        lines.append(line)
    }

    /// What the lines add up to. O(lines log lines), once.
    ///
    /// - Returns: the check, and the purchase lines of known people: all, and those that repeat an item.
    mutating func finish() -> (reversals: ReversalCheck, lines: Int, repeatLines: Int) {
        lines.sort(by: PurchaseLine.isBefore)
        var personal = 0
        var repeats = 0
        var start = 0
        while start < lines.count {
            var end = start + 1
            while end < lines.count, lines[end].key == lines[start].key { end += 1 }
            settle(lines[start..<end])
            let purchases = lines[start..<end].lazy.filter { !$0.isReversal && $0.isPersonal }
            if let first = purchases.first {
                personal += purchases.count
                repeats += purchases.count { $0.orderIdentity != first.orderIdentity }
            }
            start = end
        }
        check.examples = candidates.sorted { $0.key < $1.key }.lazy.map(\.value)
            .filter { $0.matchedQuantity < $0.quantity }.prefix(5).map { $0 }
        return (check, personal, repeats)
    }

    private mutating func settle(_ lines: ArraySlice<PurchaseLine>) {
        guard lines.contains(where: \.isReversal) else { return }
        var matched: [Int32: Double] = [:]
        for match in ReversalMatcher.match(lines) { matched[match.reversal, default: 0] += match.quantity }
        for line in lines where line.isReversal {
            let quantity = matched[line.sequence] ?? 0
            check.matchedQuantity += quantity
            if quantity >= line.quantity {
                check.matched += 1
            } else if quantity > 0 {
                check.partlyMatched += 1
            } else {
                check.unmatched += 1
            }
            candidates[line.sequence]?.matchedQuantity = quantity
        }
    }
}
