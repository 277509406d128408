import Commerce
import Linear

/// Every metric in every resample, [resamples, keys]; NaN where a resample leaves it undefined.
struct Replicates: Sendable {
    let keys: Int
    let values: [Double]

    func column(_ key: Int) -> [Double] { stride(from: key, to: values.count, by: keys).map { values[$0] } }
}

extension Bootstrap {
    /// Resamples worked on together, so that a row of sums is read once for all of them.
    private static let batch = 8

    /// Deterministic for a seed: resample `r` draws from stream `r`.
    func replicates(of sums: OwnerSums) -> Replicates {
        let batches = (resamples + Self.batch - 1) / Self.batch
        let parts = Parallel.map(batches) { batch in
            let streams = batch * Self.batch..<min(resamples, (batch + 1) * Self.batch)
            let totals = weightedTotals(of: sums, streams: streams)
            return streams.indices.flatMap { index -> [Double] in
                let row = (index - streams.lowerBound) * sums.width
                return sums.ratios(of: totals[row..<row + sums.width])
            }
        }
        return Replicates(keys: sums.keys.count, values: Array(parts.joined()))
    }

    /// Sums over the shoppers drawn, [streams, width].
    private func weightedTotals(of sums: OwnerSums, streams: Range<Int>) -> [Double] {
        let (owners, width, lanes) = (sums.owners, sums.width, streams.count)
        // How often each shopper is drawn, [owners, streams].
        var counts = [Int32](repeating: 0, count: owners * lanes)
        let root = SeededGenerator(seed: seed)
        for (lane, stream) in streams.enumerated() {
            var generator = root.split(UInt64(stream))
            counts.withUnsafeMutableBufferPointer { counts in
                // Two draws from the halves of one word; multiplying and shifting is uniform to one part in 2^32.
                func index(_ half: UInt64) -> Int { Int((half &* UInt64(owners)) >> 32) }
                var draws = owners
                while draws > 0 {
                    let word = generator.next()
                    counts[index(word >> 32) &* lanes &+ lane] &+= 1
                    draws &-= 1
                    guard draws > 0 else { break }
                    counts[index(word & 0xFFFF_FFFF) &* lanes &+ lane] &+= 1
                    draws &-= 1
                }
            }
        }
        var totals = [Double](repeating: 0, count: lanes * width)
        totals.withUnsafeMutableBufferPointer { totals in
            sums.values.withUnsafeBufferPointer { values in
                for owner in 0..<owners {
                    let row = values.baseAddress! + owner * width
                    for lane in 0..<lanes {
                        let count = Double(counts[owner &* lanes &+ lane])
                        guard count > 0 else { continue }
                        let target = totals.baseAddress! + lane &* width
                        for column in 0..<width { target[column] += count * row[column] }
                    }
                }
            }
        }
        return totals
    }
}
