/// A string that equals another only byte for byte, as in SQLite.
///
/// Swift's strings are equal when they are canonically equivalent ("é" as one scalar or as two), SQLite's when
/// their bytes are. A cache in front of a table must agree with the table, or what it answers would depend on
/// what it has forgotten.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    @inline(__always)
    static func == (left: Self, right: Self) -> Bool {
        // Canonical equivalence is implied by equal bytes and for ASCII the same, and cheap to rule out first.
        left.text == right.text && left.text.utf8.count == right.text.utf8.count
            && left.text.utf8.elementsEqual(right.text.utf8)
    }

    @inline(__always)
    func hash(into hasher: inout Hasher) {
        var copy = text
        copy.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
