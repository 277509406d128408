import Foundation

extension ClickCells {
    func impressions(of group: Int) -> Double {
        (starts[group]..<starts[group + 1]).reduce(0) { $0 + clicks[$1] + skips[$1] }
    }

    /// Share of clicks in each group; not a number for an empty one.
    func clickRates() -> [Double] {
        (0..<groups).map { group in
            (starts[group]..<starts[group + 1]).reduce(0) { $0 + clicks[$1] } / impressions(of: group)
        }
    }

    /// Whether all positions can be compared: the groups are positions, linked by clicked items that two of them showed.
    ///
    /// - Throws: ``ExploreError`` `clicks.position`, `clicks.identifiability`.
    func checkIdentifiability(items: Int) throws {
        var isClicked = [Bool](repeating: false, count: items)
        for cell in partners.indices where clicks[cell] > 0 { isClicked[Int(partners[cell])] = true }
        var isItemReached = [Bool](repeating: false, count: items)
        var isReached = [Bool](repeating: false, count: groups)
        for position in 0..<groups where clicks[starts[position]..<starts[position + 1]].allSatisfy({ $0 == 0 }) {
            throw ExploreError(
                code: "clicks.position",
                message:
                    "position \(position + 1) was shown \(Int(impressions(of: position))) times and never clicked: "
                    + "its examination cannot be told from 0",
                remedy: "cut lists before this position, or fit on a longer log")
        }
        var waiting = [0]
        isReached[0] = true
        // Items by position are at hand, positions by item are not: sweep positions until nothing new is reached.
        while let position = waiting.popLast() {
            for cell in starts[position]..<starts[position + 1] where isClicked[Int(partners[cell])] {
                isItemReached[Int(partners[cell])] = true
            }
            guard waiting.isEmpty else { continue }
            for next in 0..<groups where !isReached[next] {
                let links = starts[next]..<starts[next + 1]
                if links.contains(where: { isItemReached[Int(partners[$0])] }) {
                    isReached[next] = true
                    waiting.append(next)
                }
            }
        }
        if let alone = isReached.firstIndex(of: false) {
            throw ExploreError(
                code: "clicks.identifiability",
                message: "no chain of clicked items links position \(alone + 1) to position 1: only products of "
                    + "examination and attraction show, so the two cannot be compared",
                remedy: "show some items at several positions, for example with a small share of uniform slates")
        }
    }

    /// Standard errors of each position's examination relative to position 1; the groups are items.
    ///
    /// Fisher information at the fit, attractions eliminated (Schur complement), on logarithms, with the scale fixed by
    /// position 1; then the delta method. Items at the end of their range (never or always clicked) carry none.
    /// O(cells * positions + positions^3).
    func examinationErrors(_ examinations: [Double], _ attractions: [Double]) -> [Double] {
        let count = examinations.count
        var information = [Double](repeating: 0, count: count * count)
        for item in 0..<groups where attractions[item] > 0 && attractions[item] < 1 {
            let cells = starts[item]..<starts[item + 1]
            // Of log p: n p / (1 - p).
            let weights = cells.map { cell in
                let chance = attractions[item] * examinations[Int(partners[cell])]
                return (clicks[cell] + skips[cell]) * chance / max(1 - chance, 1e-12)
            }
            let total = weights.reduce(0, +)
            guard total > 0 else { continue }
            for (cell, weight) in zip(cells, weights) {
                let row = Int(partners[cell])
                information[row * count + row] += weight
                for (other, otherWeight) in zip(cells, weights) {
                    information[row * count + Int(partners[other])] -= weight * otherWeight / total
                }
            }
        }
        let variances = inverseDiagonal(of: information, count: count, without: 0)
        return (0..<count).map { position in
            position == 0 ? 0 : examinations[position] / examinations[0] * variances[position].squareRoot()
        }
    }
}

/// The diagonal of the inverse of a symmetric positive definite matrix without one row and column; infinite where it
/// has none. Gauss-Jordan elimination, O(count^3).
private func inverseDiagonal(of matrix: [Double], count: Int, without skipped: Int) -> [Double] {
    var left = matrix
    var right = [Double](repeating: 0, count: count * count)
    for place in 0..<count { right[place * count + place] = 1 }
    var isLost = [Bool](repeating: false, count: count)
    for pivot in 0..<count where pivot != skipped {
        let divisor = left[pivot * count + pivot]
        guard divisor > 1e-12 * max(matrix[pivot * count + pivot], .leastNormalMagnitude) else {
            isLost[pivot] = true
            continue
        }
        for column in 0..<count {
            left[pivot * count + column] /= divisor
            right[pivot * count + column] /= divisor
        }
        for row in 0..<count where row != pivot && row != skipped {
            let factor = left[row * count + pivot]
            guard factor != 0 else { continue }
            for column in 0..<count {
                left[row * count + column] -= factor * left[pivot * count + column]
                right[row * count + column] -= factor * right[pivot * count + column]
            }
        }
    }
    return (0..<count).map { isLost[$0] ? .infinity : right[$0 * count + $0] }
}
