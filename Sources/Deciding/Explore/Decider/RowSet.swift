/// A map from item rows to small numbers, made for one decision: open addressing in one block, no hashing of seeds, so
/// the same in every run. Rows must not be negative.
struct RowSet: Sendable {
    private var slots: [(row: Int32, value: Int32)]
    private let mask: Int
    private(set) var count = 0

    /// - Parameter capacity: the most rows it will hold.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: (-1, -1), count: size)
        mask = size - 1
    }

    init(_ rows: [Int32]) {
        self.init(capacity: rows.count)
        for row in rows where row >= 0 { insert(row, 0) }
    }

    /// The number stored with a row.
    @inline(__always)
    subscript(row: Int32) -> Int32? {
        let slot = slots[place(of: row)]
        return slot.row == row ? slot.value : nil
    }

    @inline(__always)
    func contains(_ row: Int32) -> Bool { slots[place(of: row)].row == row }

    /// Stores a number with a row, unless the row is there already; whether it was new.
    @inline(__always) @discardableResult
    mutating func insert(_ row: Int32, _ value: Int32) -> Bool {
        let place = place(of: row)
        if slots[place].row == row { return false }
        precondition(count < mask, "RowSet holds more rows than its capacity")
        slots[place] = (row, value)
        count += 1
        return true
    }

    @inline(__always)
    private func place(of row: Int32) -> Int {
        var place = Int(UInt32(bitPattern: row) &* 0x9E37_79B1 >> 7) & mask
        while slots[place].row != row, slots[place].row >= 0 { place = (place + 1) & mask }
        return place
    }
}
