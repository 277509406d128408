import Foundation

/// One panel of the sweep of ``GaussianRace`` after another, and the integrals so far.
///
/// Works in one block of memory that its owner lends: no panel allocates. Rows are places of the list, from 0 for what
/// is true before the first; each row has eight columns, the points of the panel.
struct RacePanel {
    private typealias Rule = GaussLegendre

    private let length: Int
    private let others: Int
    private let means: UnsafePointer<Double>
    private let inverses: UnsafePointer<Double>
    private let listedMeans: UnsafePointer<Double>
    private let listedInverses: UnsafePointer<Double>
    /// H_k at the right end of the next panel, and what this panel adds. Shapes [length + 1].
    private let tails, addedTails: UnsafeMutablePointer<Double>
    /// P(the list begins 1 ... k), and the same by parts: the chance that anything comes next. Shapes [length + 1].
    private let chances, addedChances, sums, addedSums: UnsafeMutablePointer<Double>
    /// As `sums`, each variable weighted by its `-mean`. Shapes [length + 1].
    private let gaps, addedGaps: UnsafeMutablePointer<Double>
    // Rows of points. Shapes [length + 1, 8].
    private let densities, ratios, below, products, ratioSums, gapSums, tailsAtPoints: UnsafeMutablePointer<Double>
    /// Variables that are neither listed nor certain to lie below the panel. Shapes [others].
    private let activeMeans, activeInverses: UnsafeMutablePointer<Double>

    static func room(length: Int, others: Int) -> Int {
        2 * others + 2 * length + 8 * (length + 1) + 7 * Rule.count * (length + 1) + 2 * others
    }

    /// - Parameter block: room for ``room(length:others:)`` numbers; the race's means and inverse deviations stand at
    ///   its beginning: those of the others, then those of the list.
    init(_ block: UnsafeMutablePointer<Double>, length: Int, others: Int) {
        self.length = length
        self.others = others
        var next = block
        func take(_ count: Int) -> UnsafeMutablePointer<Double> {
            defer { next += count }
            return next
        }
        means = UnsafePointer(take(others))
        inverses = UnsafePointer(take(others))
        listedMeans = UnsafePointer(take(length))
        listedInverses = UnsafePointer(take(length))
        let rows = length + 1
        tails = take(rows)
        addedTails = take(rows)
        chances = take(rows)
        addedChances = take(rows)
        sums = take(rows)
        addedSums = take(rows)
        gaps = take(rows)
        addedGaps = take(rows)
        tails.update(repeating: 0, count: 8 * rows)
        tails[0] = 1
        chances[0] = 1
        densities = take(rows * Rule.count)
        ratios = take(rows * Rule.count)
        below = take(rows * Rule.count)
        products = take(rows * Rule.count)
        ratioSums = take(rows * Rule.count)
        gapSums = take(rows * Rule.count)
        tailsAtPoints = take(rows * Rule.count)
        activeMeans = take(others)
        activeInverses = take(others)
    }

    /// How wide a panel may be that ends at `right`: it may reach `stride` deviations into a density, but not pass it
    /// unseen.
    func widest(from right: Double, stride: Double, reach: Double) -> Double {
        var widest = Double.infinity
        for variable in 0..<others {
            let deviation = 1 / inverses[variable]
            let entry = means[variable] + NormalTable.highest * deviation
            widest = min(widest, stride * deviation + max(0, right - entry))
        }
        for row in 0..<length {
            let deviation = 1 / listedInverses[row]
            guard right > listedMeans[row] - reach * deviation else { continue }
            let entry = listedMeans[row] + NormalTable.highest * deviation
            widest = min(widest, stride * deviation + max(0, right - entry))
        }
        // Below every density of the list and without others, nothing is left that varies.
        return widest.isFinite ? widest : 1
    }

    /// Adds the panel from `left` to `right` to the integrals, unless they are not smooth there.
    ///
    /// - Returns: false when the panel must be narrower; nothing has changed then.
    func add(from left: Double, to right: Double) -> Bool {
        let rule = Rule.shared
        let half = (right - left) / 2
        NormalTable.shared.withCells { cells in
            let active = selectActive(above: left)
            for point in 0..<Rule.count {
                let x = left + half * (1 + rule.points[point])
                sumOthers(active, at: x, point, cells)
                placeListed(at: x, point, cells)
            }
        }
        return rule.withPointers { accumulate($0, half: half) }
    }

    private func selectActive(above left: Double) -> Int {
        var active = 0
        for variable in 0..<others where (left - means[variable]) * inverses[variable] < NormalTable.highest {
            activeMeans[active] = means[variable]
            activeInverses[active] = inverses[variable]
            active += 1
        }
        return active
    }

    private func sumOthers(
        _ active: Int, at x: Double, _ point: Int, _ cells: UnsafeBufferPointer<SIMD8<Double>>
    ) {
        var log = 0.0
        var ratioSum = 0.0
        var gapSum = 0.0
        for variable in 0..<active {
            let mean = activeMeans[variable]
            let inverse = activeInverses[variable]
            let values = NormalTable.values((x - mean) * inverse, cells)
            let ratio = values.ratio * inverse
            log += values.log
            ratioSum += ratio
            gapSum -= mean * ratio
        }
        let place = length * Rule.count + point
        products[place] = exp(log)
        ratioSums[place] = ratioSum
        gapSums[place] = gapSum
    }

    /// From here on densities are computed, not read from the table, whose error is absolute.
    private static let farOut = 4.0

    /// Each variable of the list at a point, and, from the last of them back, the product and sums over it and all
    /// that come after it.
    private func placeListed(at x: Double, _ point: Int, _ cells: UnsafeBufferPointer<SIMD8<Double>>) {
        for row in stride(from: length - 1, through: 0, by: -1) {
            let inverse = listedInverses[row]
            let z = (x - listedMeans[row]) * inverse
            let values = NormalTable.values(z, cells)
            let place = row * Rule.count + point
            below[place] = z < NormalTable.highest ? exp(values.log) : 1
            if z > Self.farOut {
                densities[place] = exp(-0.5 * z * z) * 0.3989422804014327 * inverse
                ratios[place] = densities[place] / below[place]
            } else {
                ratios[place] = values.ratio * inverse
                densities[place] = ratios[place] * below[place]
            }
            let after = place + Rule.count
            products[place] = products[after] * below[place]
            ratioSums[place] = ratioSums[after] + ratios[place]
            gapSums[place] = gapSums[after] - listedMeans[row] * ratios[place]
        }
    }

    private func accumulate(_ rule: GaussLegendre.Pointers, half: Double) -> Bool {
        for point in 0..<Rule.count { tailsAtPoints[point] = 1 }
        for row in 0...length {
            let start = row * Rule.count
            var chance = Moments()
            var tail = Moments()
            var sum = 0.0
            var gap = 0.0
            for point in 0..<Rule.count {
                let place = start + point
                let reached = products[place] * tailsAtPoints[place]
                let weighted = rule.weights[point] * reached
                sum += weighted * ratioSums[place]
                gap += weighted * gapSums[place]
                guard row < length else { continue }
                chance.add(reached * ratios[place], rule, point)
                // From here on the densities hold the integrand of the next tail.
                densities[place] *= tailsAtPoints[place]
                tail.add(densities[place], rule, point)
            }
            addedSums[row] = half * sum
            addedGaps[row] = half * gap
            guard row < length else { break }
            addedChances[row + 1] = half * chance.total
            addedTails[row + 1] = half * tail.total
            if half > 1e-9 {
                guard half * chance.roughness <= 3e-3 * (chances[row + 1] + addedChances[row + 1]),
                    half * tail.roughness <= 1e-4 * (tails[row + 1] + addedTails[row + 1])
                else { return false }
            }
            for point in 0..<Rule.count {
                var integral = 0.0
                for other in 0..<Rule.count {
                    integral += rule.cumulative[point * Rule.count + other] * densities[start + other]
                }
                tailsAtPoints[start + Rule.count + point] = max(0, tails[row + 1] + half * integral)
            }
        }
        for row in 0...length {
            tails[row] += addedTails[row]
            chances[row] += addedChances[row]
            sums[row] += addedSums[row]
            gaps[row] += addedGaps[row]
        }
        return true
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
        return others == 0 || products[length * Rule.count] * bound <= 1e-9 * chances[length]
    }

    /// Of each place the chance of its variable given those before, the error of that, and the expected `-mean` of
    /// whichever variable comes there. Shapes [length].
    func result() -> (propensities: [Double], errors: [Double], gaps: [Double]) {
        var result = (propensities: [Double](), errors: [Double](), gaps: [Double]())
        var disagreement = 0.0
        for row in 0..<length {
            if others == 0, row == length - 1 {
                result.propensities.append(1)
                result.errors.append(0)
                result.gaps.append(-listedMeans[row])
                break
            }
            // What is not a normal number has lost its digits.
            guard sums[row].isNormal, disagreement < 0.5 else {
                result.propensities.append(GaussianRace.unknown.propensity)
                result.errors.append(GaussianRace.unknown.error)
                result.gaps.append(0)
                continue
            }
            let propensity = min(1, chances[row + 1] / sums[row])
            let isChecked = others > 0 || row + 1 < length
            if isChecked, chances[row + 1].isNormal {
                disagreement = max(disagreement, abs(sums[row + 1] / chances[row + 1] - 1))
            }
            result.propensities.append(propensity)
            result.errors.append(propensity * (disagreement + GaussianRace.tableError))
            result.gaps.append(gaps[row] / sums[row])
        }
        return result
    }
}

/// The integral over a panel of half-width one, and how far from smooth the integrand is: the sizes of its last two
/// Legendre coefficients.
private struct Moments {
    var total = 0.0
    private var sixth = 0.0
    private var seventh = 0.0

    var roughness: Double { abs(sixth) + abs(seventh) }

    @inline(__always)
    mutating func add(_ value: Double, _ rule: GaussLegendre.Pointers, _ point: Int) {
        total += rule.weights[point] * value
        sixth += rule.sixth[point] * value
        seventh += rule.seventh[point] * value
    }
}
