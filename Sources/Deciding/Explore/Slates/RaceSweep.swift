import Foundation

/// The list of a ``GaussianRace``, swept panel by panel from the right, and the integrals so far.
///
/// Works in one block of memory that its owner lends: no panel allocates. Rows are places of the list, from 0 for what
/// is true before the first; where there are columns, they are the points of the panel.
struct RaceSweep {
    private typealias Rule = GaussLegendre

    private let length: Int
    private let hasOthers: Bool
    /// Of the list, in its order. Shapes [length].
    private let means, inverses: UnsafeMutablePointer<Double>
    /// H_k at the right end of the next panel. Shape [length + 1].
    private let tails: UnsafeMutablePointer<Double>
    /// P(the list begins 1 ... k), and the same by parts: the chance that anything comes next. Shapes [length + 1].
    private let chances, sums: UnsafeMutablePointer<Double>
    /// As `sums`, each variable weighted by its `-mean`. Shape [length + 1].
    private let gaps: UnsafeMutablePointer<Double>
    // Shapes [length + 1, 8].
    private let densities, ratios, below, products, ratioSums, gapSums, tailsAtPoints: UnsafeMutablePointer<Double>

    /// Numbers that a sweep over a list needs room for.
    static func room(length: Int) -> Int { 2 * length + (4 + 7 * Rule.count) * (length + 1) }

    /// - Parameter block: room for ``room(length:)`` numbers, all zero.
    init(_ block: UnsafeMutablePointer<Double>, means: [Double], deviations: [Double], list: [Int]) {
        length = list.count
        hasOthers = list.count < means.count
        var next = block
        func take(_ count: Int) -> UnsafeMutablePointer<Double> {
            defer { next += count }
            return next
        }
        self.means = take(length)
        inverses = take(length)
        let rows = length + 1
        tails = take(rows)
        chances = take(rows)
        sums = take(rows)
        gaps = take(rows)
        densities = take(rows * Rule.count)
        ratios = take(rows * Rule.count)
        below = take(rows * Rule.count)
        products = take(rows * Rule.count)
        ratioSums = take(rows * Rule.count)
        gapSums = take(rows * Rule.count)
        tailsAtPoints = take(rows * Rule.count)
        for (place, variable) in list.enumerated() {
            self.means[place] = means[variable]
            inverses[place] = 1 / deviations[variable]
        }
    }

    /// Forgets all panels.
    func restart() {
        for row in 0...length {
            tails[row] = row == 0 ? 1 : 0
            chances[row] = row == 0 ? 1 : 0
            sums[row] = 0
            gaps[row] = 0
        }
    }

    /// How wide a panel that ends at `right` may be for the list; see ``RaceField/widest(stride:)``.
    func widest(from right: Double, stride: Double) -> Double {
        var widest = Double.infinity
        for row in 0..<length {
            let deviation = 1 / inverses[row]
            guard right > means[row] - NormalTable.highest * deviation else { continue }
            let entry = means[row] + NormalTable.highest * deviation
            widest = min(widest, stride * deviation + max(0, right - entry))
        }
        return widest
    }

    /// Adds one of 2^level equal parts of a panel of the field; parts are counted from the left and come from the
    /// right. O(length).
    func add(panel: Int, of field: RaceField, part: Int, level: Int) {
        let width = (field.edges[panel] - field.edges[panel + 1]) / Double(1 << level)
        let left = field.edges[panel + 1] + Double(part) * width
        placeOthers(field, panel: panel, part: part, level: level)
        NormalTable.shared.read { table in
            for point in 0..<Rule.count {
                placeListed(at: left + width / 2 * (1 + Rule.shared.points[point]), point, table)
            }
        }
        Rule.shared.read { accumulate($0, half: width / 2) }
    }

    private func placeOthers(_ field: RaceField, panel: Int, part: Int, level: Int) {
        let last = length * Rule.count
        field.read(panel: panel, part: part, level: level) { point, log, ratioSum, gapSum in
            products[last + point] = exp(log)
            ratioSums[last + point] = ratioSum
            gapSums[last + point] = gapSum
        }
    }

    /// From here on densities are computed, not read from the table, whose error is absolute.
    private static let farOut = 4.0

    /// Each variable of the list at a point, and, from the last of them back, the product and sums over it and all
    /// that come after it.
    @inline(__always)
    private func placeListed(at x: Double, _ point: Int, _ table: NormalTable.Reader) {
        var row = length - 1
        while row >= 0 {
            let inverse = inverses[row]
            let z = (x - means[row]) * inverse
            let value = table(z)
            let place = row * Rule.count + point
            below[place] = z < NormalTable.highest ? exp(value.x) : 1
            if z > Self.farOut {
                densities[place] = exp(-0.5 * z * z) * 0.3989422804014327 * inverse
                ratios[place] = densities[place] / below[place]
            } else {
                ratios[place] = value.y * inverse
                densities[place] = ratios[place] * below[place]
            }
            let after = place + Rule.count
            products[place] = products[after] * below[place]
            ratioSums[place] = ratioSums[after] + ratios[place]
            gapSums[place] = gapSums[after] - means[row] * ratios[place]
            row -= 1
        }
    }

    private func accumulate(_ rule: GaussLegendre.Reader, half: Double) {
        for point in 0..<Rule.count { tailsAtPoints[point] = 1 }
        for row in 0...length {
            let start = row * Rule.count
            var sum = 0.0
            var gap = 0.0
            var chance = 0.0
            for point in 0..<Rule.count {
                let place = start + point
                let weighted = rule.weights[point] * products[place] * tailsAtPoints[place]
                sum += weighted * ratioSums[place]
                gap += weighted * gapSums[place]
                chance += weighted * ratios[place]
            }
            sums[row] += half * sum
            gaps[row] += half * gap
            guard row < length else { return }
            chances[row + 1] += half * chance
            // The integrand of the next tail, in place of the density.
            for place in start..<start + Rule.count { densities[place] *= half * tailsAtPoints[place] }
            for point in 0..<Rule.count {
                var integral = tails[row + 1]
                for other in 0..<Rule.count {
                    integral += rule.cumulative[point * Rule.count + other] * densities[start + other]
                }
                tailsAtPoints[start + Rule.count + point] = max(0, integral)
            }
            for point in 0..<Rule.count { tails[row + 1] += rule.weights[point] * densities[start + point] }
        }
    }

    /// Whether all that lies left of the last panel is negligible.
    ///
    /// There H_k is at most `H_k(x) + F_k(x) H_(k-1)(-infinity)`, and the product of the others falls.
    var isDone: Bool {
        var bound = 1.0
        for row in 0..<length {
            let place = row * Rule.count
            guard products[place] * bound <= 1e-9 * chances[row + 1] else { return false }
            bound = tails[row + 1] + below[place] * bound
        }
        return !hasOthers || products[length * Rule.count] * bound <= 1e-9 * chances[length]
    }

    /// How far the two ways to compute the chance of each beginning differ, relative to it; infinite where they cannot
    /// be told. Shape [length + 1], or one less when the list holds all variables: nothing can come after the last.
    func disagreements() -> [Double] {
        (0..<(hasOthers ? length + 1 : length)).map { row in
            let difference = abs(sums[row] - chances[row]) / chances[row]
            // What is not a normal number has lost its digits.
            return sums[row].isNormal && chances[row].isNormal ? difference : .infinity
        }
    }

    /// At a place of the list: the chance of its variable given those before, and the expected `-mean` of whichever
    /// comes there.
    func answer(at row: Int) -> (propensity: Double, gap: Double) {
        (min(1, chances[row + 1] / sums[row]), gaps[row] / sums[row])
    }
}
