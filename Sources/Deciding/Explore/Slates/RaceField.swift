import Foundation

/// The variables of a ``GaussianRace`` that are not on its list, all together: the product of their distribution
/// functions and its derivative, at the points of consecutive panels.
///
/// Their logarithm is smooth on the scale of the narrowest density, so finer points are interpolated from these.
struct RaceField {
    /// Ends of the panels, from the right: panel p is between `edges[p + 1]` and `edges[p]`.
    private(set) var edges: [Double]
    /// At each point of each panel: `log prod F_j`, `sum of f_j / F_j`, and the same weighted by `-mean`.
    /// Shape [panels, 3, 8].
    private(set) var values: [Double] = []

    private let means: [Double]
    private let deviations: [Double]
    private let inverses: [Double]
    private var activeMeans: [Double]
    private var activeInverses: [Double]

    init(means: [Double], deviations: [Double], from start: Double) {
        edges = [start]
        self.means = means
        self.deviations = deviations
        inverses = deviations.map { 1 / $0 }
        activeMeans = means
        activeInverses = inverses
        values.reserveCapacity(20 * 3 * GaussLegendre.count)
    }

    var panels: Int { edges.count - 1 }

    /// How wide the next panel may be for these variables: it may reach `stride` deviations into a density, but not
    /// pass it unseen.
    func widest(stride: Double) -> Double {
        let right = edges[panels]
        var widest = Double.infinity
        for variable in means.indices {
            let entry = means[variable] + NormalTable.highest * deviations[variable]
            widest = min(widest, stride * deviations[variable] + max(0, right - entry))
        }
        return widest
    }

    /// O(points * variables that are not certain to lie below the panel).
    mutating func addPanel(width: Double) {
        let left = edges[panels] - width
        edges.append(left)
        let active = selectActive(above: left)
        let first = values.count
        let count = GaussLegendre.count
        values.append(contentsOf: repeatElement(0, count: 3 * count))
        let points = GaussLegendre.shared.points
        NormalTable.shared.read { table in
            activeMeans.withUnsafeBufferPointer { means in
                activeInverses.withUnsafeBufferPointer { inverses in
                    for point in 0..<count {
                        let x = left + width / 2 * (1 + points[point])
                        var log = 0.0
                        var ratioSum = 0.0
                        var gapSum = 0.0
                        for variable in 0..<active {
                            let mean = means[variable]
                            let inverse = inverses[variable]
                            let value = table((x - mean) * inverse)
                            let ratio = value.y * inverse
                            log += value.x
                            ratioSum += ratio
                            gapSum -= mean * ratio
                        }
                        values[first + point] = log
                        values[first + count + point] = ratioSum
                        values[first + 2 * count + point] = gapSum
                    }
                }
            }
        }
    }

    /// The values at the points of one of 2^level equal parts of a panel, counted from the left.
    @inline(__always)
    func read(
        panel: Int, part: Int, level: Int,
        _ take: (_ point: Int, _ log: Double, _ ratioSum: Double, _ gapSum: Double) -> Void
    ) {
        let count = GaussLegendre.count
        values.withUnsafeBufferPointer { values in
            let first = values.baseAddress! + 3 * count * panel
            guard level > 0 else {
                for point in 0..<count { take(point, first[point], first[count + point], first[2 * count + point]) }
                return
            }
            GaussLegendre.shared.read { rule in
                let shares = rule.parts + count * count * ((1 << level) + part)
                for point in 0..<count {
                    var log = 0.0
                    var ratioSum = 0.0
                    var gapSum = 0.0
                    for other in 0..<count {
                        let share = shares[count * point + other]
                        log += share * first[other]
                        ratioSum += share * first[count + other]
                        gapSum += share * first[2 * count + other]
                    }
                    take(point, min(0, log), ratioSum, gapSum)
                }
            }
        }
    }

    private mutating func selectActive(above left: Double) -> Int {
        var active = 0
        for variable in means.indices where (left - means[variable]) * inverses[variable] < NormalTable.highest {
            activeMeans[active] = means[variable]
            activeInverses[active] = inverses[variable]
            active += 1
        }
        return active
    }
}
