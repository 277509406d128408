import Commerce
import Linear

/// Which shoppers a factor model was trained on, and with what history, so that a stored factor is used exactly when it
/// answers the question asked.
///
/// A shopper whose history has grown since training is asked about with other events than the factor was made from; the
/// model then folds the history in, as it does for a stranger.
struct KnownShoppers: Sendable, Hashable {
    /// A hash of each training history's usable events in their order; shape [shoppers].
    let fingerprints: [Int64]

    init(fingerprints: [Int64]) { self.fingerprints = fingerprints }

    /// O(events).
    init(_ examples: Interactions) {
        fingerprints = (0..<examples.shoppers.count).map { shopper in
            let events = examples.offsets[shopper]..<examples.offsets[shopper + 1]
            return Self.fingerprint(
                items: examples.itemRows[events], weights: examples.weights[events], itemCount: examples.items.count)
        }
    }

    /// The row of the stored factor that answers for this history, if there is one. O(length).
    func row(for history: History, itemCount: Int) -> Int? {
        guard let shopper = history.shopper.map(Int.init), fingerprints.indices.contains(shopper) else { return nil }
        let asked = Self.fingerprint(
            items: history.items[...], weights: history.weights[...], itemCount: itemCount)
        return asked == fingerprints[shopper] ? shopper : nil
    }

    private static func fingerprint(items: ArraySlice<Int32>, weights: ArraySlice<Float>, itemCount: Int) -> Int64 {
        var hash: UInt64 = 0
        for (item, weight) in zip(items, weights) where item >= 0 && Int(item) < itemCount {
            let usable = UsableWeight.of(weight)
            guard usable > 0 else { continue }
            hash ^= UInt64(UInt32(bitPattern: item)) << 32 | UInt64(usable.bitPattern)
            hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
            hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
        }
        return Int64(bitPattern: hash)
    }
}
