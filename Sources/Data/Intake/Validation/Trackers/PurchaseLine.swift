import Commerce

/// A purchase, cancellation or return, with hashes in place of names.
struct PurchaseLine: Sendable {
    /// Buyer and item; order and item when the buyer is unknown. Only lines of one key can match.
    let key: UInt64
    /// Hash of the order, 0 for none.
    let order: UInt64
    let time: Int64
    /// Not negative; 1 when the source gives none.
    let quantity: Double
    /// The line's own number.
    let sequence: Int32
    let isReversal: Bool
    /// Whether the buyer is known.
    let isPersonal: Bool

    /// Nothing when the event is not such a line, names no item, or names neither a buyer nor an order.
    init?(_ event: borrowing Event, _ hashes: EventHashes, sequence: Int) {
        switch event.kind {
        case .purchase: isReversal = false
        case .cancellation, .refund: isReversal = true
        default: return nil
        }
        guard hashes.item != 0, hashes.who != 0 || hashes.order != 0 else { return nil }
        isPersonal = hashes.who != 0
        var hash = FoldedHash(seed: isPersonal ? 11 : 12)
        hash.mix(isPersonal ? hashes.who : hashes.order)
        hash.mix(hashes.item)
        key = hash.value
        order = hashes.order
        time = event.time.milliseconds
        let given = abs(event.quantity ?? 1)
        quantity = given.isFinite ? given : 0
        self.sequence = Int32(truncatingIfNeeded: sequence)
    }

    /// What tells orders apart: the order's name, else the moment.
    var orderIdentity: UInt64 { order != 0 ? order : UInt64(bitPattern: time) }

    /// What tells orders apart among all people.
    static func orderIdentity(_ event: borrowing Event, _ hashes: EventHashes) -> UInt64 {
        if hashes.order != 0 { return hashes.order }
        var hash = FoldedHash(seed: 13)
        hash.mix(hashes.who)
        hash.mix(UInt64(bitPattern: event.time.milliseconds))
        return hash.value
    }

    /// By key, then oldest first; at one moment purchases before what takes them back.
    static func isBefore(_ left: PurchaseLine, _ right: PurchaseLine) -> Bool {
        if left.key != right.key { return left.key < right.key }
        if left.time != right.time { return left.time < right.time }
        if left.isReversal != right.isReversal { return right.isReversal }
        return left.sequence < right.sequence
    }
}
