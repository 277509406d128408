/// The total of some weights, and the weighted sum of how far values lie below a highest one:
/// `sum of w` and `sum of w (highest - v)`.
///
/// Four sums side by side, so that additions do not wait for each other; always in the same order. O(count).
func weightedSums(_ weights: [Double], _ values: [Double], below highest: Double) -> (total: Double, gap: Double) {
    precondition(weights.count == values.count, "weightedSums: as many values as weights")
    return weights.withUnsafeBufferPointer { weights in
        values.withUnsafeBufferPointer { values in
            var totals = SIMD4<Double>()
            var gaps = SIMD4<Double>()
            let whole = weights.count & ~3
            var place = 0
            while place < whole {
                let w = SIMD4(weights[place], weights[place &+ 1], weights[place &+ 2], weights[place &+ 3])
                let v = SIMD4(values[place], values[place &+ 1], values[place &+ 2], values[place &+ 3])
                totals += w
                gaps += w * (highest - v)
                place &+= 4
            }
            var total = totals.sum()
            var gap = gaps.sum()
            while place < weights.count {
                total += weights[place]
                gap += weights[place] * (highest - values[place])
                place &+= 1
            }
            return (total, gap)
        }
    }
}
