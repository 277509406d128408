/// What an event says, in numbers: the input of its identity.
///
/// Names stand as their numbers in the ledger, long texts as their hashes, an absent part as 0 with its bit in
/// `present` unset. Two events are the same exactly when these words are equal and the time is. The identity is
/// the ``XXHash64`` of the words in this order, each as eight bytes, lowest first; it is stored next to the time,
/// so that two different events are mixed up only if they share a millisecond *and* 64 bits of hash: with a
/// thousand events in every millisecond of a ledger of 10^9, a chance of 3 in 10^8 that any two do.
struct EventContent {
    struct Parts: OptionSet {
        let rawValue: UInt64
        static let position = Parts(rawValue: 1 << 8)
        static let quantity = Parts(rawValue: 1 << 9)
        static let price = Parts(rawValue: 1 << 10)
        static let value = Parts(rawValue: 1 << 11)
        static let decision = Parts(rawValue: 1 << 12)
        static let text = Parts(rawValue: 1 << 13)
        static let attributes = Parts(rawValue: 1 << 14)
        static let id = Parts(rawValue: 1 << 15)
    }

    var kind: Int = 0
    var present: Parts = []
    var shopper: Int64 = 0
    var visitor: Int64 = 0
    var item: Int64 = 0
    var session: Int64 = 0
    var order: Int64 = 0
    var surface: Int64 = 0
    var position: Int64 = 0
    var quantity: Double = 0
    var price: Int64 = 0
    var currency: Int64 = 0
    var value: Double = 0
    var decision: UInt64 = 0
    var text: UInt64 = 0
    var attributes: UInt64 = 0
    var origin: Int64 = 0
    var id: UInt64 = 0

    /// The identity, as SQLite stores integers. Complexity: O(1), no allocation.
    func identity() -> Int64 {
        // Adding zero turns -0 into 0: they are equal, so they must hash alike.
        let words: InlineArray<17, UInt64> = [
            UInt64(kind) | present.rawValue, bits(shopper), bits(visitor), bits(item), bits(session), bits(order),
            bits(surface), bits(position), (quantity + 0).bitPattern, bits(price), bits(currency),
            (value + 0).bitPattern, decision, text, attributes, bits(origin), id,
        ]
        let span = words.span
        return unsafe span.withUnsafeBytes { unsafe Int64(bitPattern: XXHash64.hash($0)) }
    }

    @inline(__always)
    private func bits(_ number: Int64) -> UInt64 { UInt64(bitPattern: number) }
}
