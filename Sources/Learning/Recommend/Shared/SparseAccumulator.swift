import Linear

/// A sum over few of many places: dense numbers, and the list of places that were added to.
///
/// Clearing costs what was touched, not what there is, so one accumulator serves many sums.
final class SparseAccumulator {
    private let sums: UnsafeMutablePointer<Float>
    private let places: UnsafeMutablePointer<Int32>
    private let size: Int
    private var placeCount = 0

    init(size: Int) {
        self.size = size
        sums = .allocate(capacity: size)
        sums.initialize(repeating: 0, count: size)
        // One more than there are places: `add` writes before it decides whether the place is new.
        places = .allocate(capacity: size + 1)
    }

    deinit {
        sums.deallocate()
        places.deallocate()
    }

    /// What a product of zero or of tiny numbers counts as, since 0 marks an untouched place.
    private static let least = Float.leastNormalMagnitude
    /// Sums up to this are made of nothing but such products.
    private static let negligible: Float = 1e-30

    /// Adds `factor` times each entry of a row of `matrix`, all of them non-negative. O(entries of the row).
    @inline(__always)
    func add(_ row: Int, of matrix: borrowing SparseMatrix, times factor: Float) {
        let (sums, places) = (sums, places)
        var count = placeCount
        matrix.indices.withUnsafeBufferPointer { indices in
            matrix.values.withUnsafeBufferPointer { values in
                for entry in matrix.offsets[row]..<matrix.offsets[row + 1] {
                    let place = indices[entry]
                    let before = sums[Int(place)]
                    places[count] = place
                    count &+= before == 0 ? 1 : 0
                    sums[Int(place)] = before + max(factor * values[entry], Self.least)
                }
            }
        }
        placeCount = count
    }

    /// Hands over every place that was added to with its sum, in order of first touch, and clears all.
    /// Sums of nothing but zeros are passed over.
    @inline(__always)
    func drain(_ body: (_ place: Int32, _ sum: Float) -> Void) {
        for index in 0..<placeCount {
            let place = places[index]
            let sum = sums[Int(place)]
            sums[Int(place)] = 0
            if sum > Self.negligible { body(place, sum) }
        }
        placeCount = 0
    }
}
