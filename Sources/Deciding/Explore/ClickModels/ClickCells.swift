import Foundation

/// How often each pair of item and position was shown and clicked, grouped by one of the two.
///
/// Group g holds the cells `starts[g] ..< starts[g + 1]`, with their partner in the other grouping.
struct ClickCells {
    let starts: [Int]
    let partners: [Int32]
    let clicks: [Double]
    let skips: [Double]

    var groups: Int { starts.count - 1 }

    /// By item. O(impressions + items + cells).
    init(byItem log: ClickLog) {
        var sizes = [Int](repeating: 0, count: log.itemCount + 1)
        for item in log.items { sizes[Int(item) + 1] += 1 }
        for item in 0..<log.itemCount { sizes[item + 1] += sizes[item] }
        // Impressions by item: twice the position, plus one for a click.
        var answers = [Int32](repeating: 0, count: log.impressions)
        var next = sizes
        for list in 0..<log.lists {
            let first = log.starts[list]
            for impression in first..<log.starts[list + 1] {
                let item = Int(log.items[impression])
                answers[next[item]] = Int32(2 * (impression - first)) + (log.clicks[impression] ? 1 : 0)
                next[item] += 1
            }
        }
        var starts = [0]
        var partners: [Int32] = []
        var clicks: [Double] = []
        var skips: [Double] = []
        var counts = [Double](repeating: 0, count: 2 * log.positionCount)
        for item in 0..<log.itemCount {
            for answer in answers[sizes[item]..<sizes[item + 1]] { counts[Int(answer)] += 1 }
            for position in 0..<log.positionCount where counts[2 * position] + counts[2 * position + 1] > 0 {
                partners.append(Int32(position))
                skips.append(counts[2 * position])
                clicks.append(counts[2 * position + 1])
                counts[2 * position] = 0
                counts[2 * position + 1] = 0
            }
            starts.append(partners.count)
        }
        self.starts = starts
        self.partners = partners
        self.clicks = clicks
        self.skips = skips
    }

    /// The same cells grouped by their partners. O(cells).
    init(regrouping cells: ClickCells, into groups: Int) {
        var starts = [Int](repeating: 0, count: groups + 1)
        for partner in cells.partners { starts[Int(partner) + 1] += 1 }
        for group in 0..<groups { starts[group + 1] += starts[group] }
        var next = starts
        var partners = [Int32](repeating: 0, count: cells.partners.count)
        var clicks = [Double](repeating: 0, count: partners.count)
        var skips = clicks
        for group in 0..<cells.groups {
            for cell in cells.starts[group]..<cells.starts[group + 1] {
                let place = next[Int(cells.partners[cell])]
                next[Int(cells.partners[cell])] += 1
                partners[place] = Int32(group)
                clicks[place] = cells.clicks[cell]
                skips[place] = cells.skips[cell]
            }
        }
        self.starts = starts
        self.partners = partners
        self.clicks = clicks
        self.skips = skips
    }

    /// The factor in [0, 1] of a group that makes its answers most likely, given the factors of its partners.
    ///
    /// `clicks log x + sum of skips log(1 - x y)` is concave; its maximum is where
    /// `clicks = sum of skips * x y / (1 - x y)`, found by Newton's method inside a bracket.
    func mostLikelyFactor(of group: Int, given partnerFactors: [Double], from start: Double) -> Double {
        let cells = starts[group]..<starts[group + 1]
        var wanted = 0.0
        for cell in cells { wanted += clicks[cell] }
        guard wanted > 0 else { return 0 }
        var low = 0.0
        var high = 1.0
        var factor = min(max(start, 1e-12), 1)
        return partnerFactors.withUnsafeBufferPointer { partnerFactors in
            for _ in 0..<60 {
                var value = wanted
                var slope = 0.0
                for cell in cells where skips[cell] > 0 {
                    let other = partnerFactors[Int(partners[cell])]
                    let open = 1 - factor * other
                    let odds = skips[cell] * other / open
                    value -= odds * factor
                    slope -= odds / open
                }
                // At 1 the bracket ends: if more is still wanted there, that is the answer.
                if value >= 0 { low = factor } else { high = factor }
                if low == 1 { return 1 }
                let newton = factor - value / slope
                let next = newton > low && newton < high ? newton : newton >= 1 && high == 1 ? 1 : (low + high) / 2
                if abs(next - factor) <= 1e-13 * factor { return next }
                factor = next
            }
            return factor
        }
    }

    /// Log-likelihood with these factors of groups and partners. O(cells).
    func logLikelihood(_ factors: [Double], _ partnerFactors: [Double]) -> Double {
        var sum = 0.0
        for group in 0..<groups {
            for cell in starts[group]..<starts[group + 1] {
                let chance = factors[group] * partnerFactors[Int(partners[cell])]
                if clicks[cell] > 0 { sum += clicks[cell] * log(chance) }
                if skips[cell] > 0 { sum += skips[cell] * log(1 - chance) }
            }
        }
        return sum
    }
}
