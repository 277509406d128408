import Foundation

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
        var (left, right) = (left.text, right.text)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                guard left.count == right.count else { return false }
                guard let first = left.baseAddress, let second = right.baseAddress else { return true }
                return unsafe memcmp(first, second, left.count) == 0
            }
        }
    }

    @inline(__always)
    func hash(into hasher: inout Hasher) {
        var copy = text
        copy.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
