/// Gives 64-bit keys dense row numbers 0, 1, 2, ... in order of first appearance, up to a limit on their number.
///
/// Open addressing with linear probing over 32-bit row numbers; the keys lie densely beside it. About 16 bytes a key.
/// The keys must already be well mixed (``FoldedHash``). Finding and inserting are O(1) expected.
struct HashIndex: Sendable {
    /// The keys by row.
    private(set) var keys: [UInt64] = []
    /// Row + 1 by slot, 0 when free.
    private var slots: [Int32]
    private var mask: Int
    let limit: Int

    /// - Parameter limit: the number of keys after which new ones are turned away.
    init(limit: Int) {
        self.limit = limit
        slots = Array(repeating: 0, count: 64)
        mask = 63
    }

    var count: Int { keys.count }
    var isFull: Bool { keys.count >= limit }

    func row(of key: UInt64) -> Int? {
        let slot = slot(of: key)
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    /// The row of a key, which is added if new; nothing when the key is new and the index is full.
    mutating func insert(_ key: UInt64) -> (row: Int, isNew: Bool)? {
        var slot = slot(of: key)
        if slots[slot] != 0 { return (Int(slots[slot]) - 1, false) }
        guard !isFull else { return nil }
        if (keys.count + 1) * 3 > slots.count * 2 {
            grow()
            slot = self.slot(of: key)
        }
        keys.append(key)
        slots[slot] = Int32(keys.count)
        return (keys.count - 1, true)
    }

    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: key) & mask
        while slots[slot] != 0, keys[Int(slots[slot]) - 1] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        for (row, key) in keys.enumerated() {
            var slot = Int(truncatingIfNeeded: key) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(row + 1)
        }
    }
}
