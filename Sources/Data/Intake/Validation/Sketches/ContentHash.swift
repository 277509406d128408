import Commerce

/// A 64-bit hash of words and texts that is the same on every machine and in every run.
///
/// Each step multiplies two 64-bit words to 128 bits and folds the halves together (the folded multiply of Wang Yi's
/// wyhash family). Not for adversaries: whoever can choose the texts can make two of them collide. Among `n` honest
/// values the chance of any collision is about n² / 2^65: 3e-8 for a million.
struct ContentHash {
    private(set) var value: UInt64

    init(seed: UInt64 = 0) { value = seed ^ 0x9E37_79B9_7F4A_7C15 }

    @inline(__always)
    mutating func mix(_ word: UInt64) {
        let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: value ^ 0xE703_7ED1_A0B4_28DB)
        value = product.high ^ product.low
    }

    @inline(__always)
    mutating func mix(_ number: Double?) {
        // A NaN with a payload of its own stands for "none", so that 0 and nothing differ.
        mix(number?.bitPattern ?? 0x7FF8_DEAD_0000_0001)
    }

    /// Texts hash by their UTF-8 bytes. O(bytes).
    mutating func mix(_ text: String) {
        let bytes = unsafe text.utf8.span.bytes
        let count = bytes.byteCount
        var offset = 0
        while offset + 8 <= count {
            unsafe mix(bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < count {
            tail = unsafe tail << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
        // The length keeps "a" + "" apart from "" + "a", and a tail of zero bytes apart from none.
        mix(tail)
        mix(UInt64(count))
    }

    static func of(_ text: String, seed: UInt64) -> UInt64 {
        var hash = ContentHash(seed: seed)
        hash.mix(text)
        return hash.value
    }
}

/// The hashes of one event's identifiers, computed once and shared by everything that looks at the event.
///
/// Zero stands for "not given".
struct EventHashes {
    let id: UInt64
    let shopper: UInt64
    let visitor: UInt64
    let item: UInt64
    let session: UInt64
    let order: UInt64

    init(_ event: borrowing Event) {
        id = event.id.map { ContentHash.of($0.rawValue, seed: 1) } ?? 0
        shopper = event.shopper.map(Self.shopper) ?? 0
        visitor = event.visitor.map(Self.visitor) ?? 0
        item = event.item.map(Self.item) ?? 0
        session = event.session.map { ContentHash.of($0.rawValue, seed: 5) } ?? 0
        order = event.order.map(Self.order) ?? 0
    }

    static func shopper(_ id: ShopperID) -> UInt64 { ContentHash.of(id.rawValue, seed: 2) }
    static func visitor(_ id: VisitorID) -> UInt64 { ContentHash.of(id.rawValue, seed: 3) }
    static func item(_ id: ItemID) -> UInt64 { ContentHash.of(id.rawValue, seed: 4) }
    static func order(_ id: OrderID) -> UInt64 { ContentHash.of(id.rawValue, seed: 6) }

    /// ``who`` of an event whose other hashes are not needed.
    static func who(_ event: borrowing Event) -> UInt64 {
        event.shopper.map(shopper) ?? event.visitor.map(visitor) ?? 0
    }

    /// Who acted: the shopper where known, else the visitor, else nobody (zero).
    var who: UInt64 { shopper != 0 ? shopper : visitor }

    /// The whole event, its own identity included: two events with one content are one row delivered twice.
    func content(of event: borrowing Event) -> UInt64 {
        var hash = ContentHash()
        hash.mix(UInt64(event.kind.storageCode))
        hash.mix(UInt64(bitPattern: event.time.milliseconds))
        for part in [id, shopper, visitor, item, session, order] { hash.mix(part) }
        hash.mix(event.quantity)
        hash.mix(event.value)
        hash.mix(UInt64(bitPattern: Int64(event.position ?? .min)))
        if let price = event.price {
            hash.mix(UInt64(bitPattern: price.minorUnits))
            hash.mix(price.currency.code)
        }
        if let decision = event.decision { hash.mix(ContentHash.of(decision.rawValue, seed: 7)) }
        if let surface = event.surface { hash.mix(ContentHash.of(surface.rawValue, seed: 8)) }
        if let text = event.text { hash.mix(ContentHash.of(text, seed: 9)) }
        // Attributes have no order: their hashes are added up, which does not depend on one.
        var attributes: UInt64 = 0
        for (name, value) in event.attributes {
            var pair = ContentHash(seed: 10)
            pair.mix(name)
            pair.mix(value)
            attributes &+= pair.value
        }
        hash.mix(attributes)
        return hash.value
    }
}
