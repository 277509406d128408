import Commerce
import Linear

/// Draws items that a shopper did not choose.
struct UnchosenItems: Sendable {
    private let choices: SparseMatrix
    /// For each shopper a 64-bit set of hashed items: a clear bit proves that an item was not chosen, which spares most
    /// searches.
    private let hints: [UInt64]

    init(_ choices: SparseMatrix) {
        self.choices = choices
        hints = (0..<choices.rows).map { row in
            choices.indices[choices.offsets[row]..<choices.offsets[row + 1]].reduce(0) { $0 | Self.hint($1) }
        }
    }

    /// A uniform draw among `count` candidates that the shopper did not choose; nothing if 32 tries in a row hit chosen
    /// ones, as they do for a shopper who chose nearly all.
    @inline(__always)
    func draw(
        by shopper: Int, among count: Int, using generator: inout SeededGenerator, candidate: (Int) -> Int32
    ) -> Int? {
        for _ in 0..<32 {
            let item = candidate(Int(generator.below(UInt64(count))))
            if !isChosen(item, by: shopper) { return Int(item) }
        }
        return nil
    }

    @inline(__always)
    private func isChosen(_ item: Int32, by shopper: Int) -> Bool {
        guard hints[shopper] & Self.hint(item) != 0 else { return false }
        var (low, high) = (choices.offsets[shopper], choices.offsets[shopper + 1])
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if choices.indices[middle] < item { low = middle + 1 } else { high = middle }
        }
        return low < end && choices.indices[low] == item
    }

    @inline(__always)
    private static func hint(_ item: Int32) -> UInt64 {
        1 << ((UInt64(UInt32(bitPattern: item)) &* 0x9E37_79B9_7F4A_7C15) >> 58)
    }
}

extension SeededGenerator {
    /// A number below `bound`, off from uniform by less than `bound / 2^64`.
    @inline(__always)
    mutating func below(_ bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }
}
