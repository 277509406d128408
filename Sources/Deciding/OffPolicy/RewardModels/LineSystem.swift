/// The weighted, penalised least squares problem of all arms' lines: sums first, then a solution.
///
/// For ``RewardForm/perArm``, one small system per arm. For ``RewardForm/shared``, one system for the coefficients, from
/// which the offsets of the arms are eliminated (their block is diagonal), so that the cost does not grow with the
/// square of the number of arms.
struct LineSystem {
    private let design: LineDesign
    /// Per arm, or a single one.
    private var systems: [NormalEquations]
    /// Sums for the offsets of the shared form: `sum w row` [arms, size], `sum w` [arms], `sum response` [arms].
    private var armRows: [Double] = []
    private var armWeights: [Double] = []
    private var armResponses: [Double] = []

    init(_ design: LineDesign) {
        self.design = design
        switch design.form {
        case .perArm:
            systems = Array(repeating: NormalEquations(size: design.size), count: design.arms)
        case .shared:
            systems = [NormalEquations(size: design.size)]
            armRows = Array(repeating: 0, count: design.arms * design.size)
            armWeights = Array(repeating: 0, count: design.arms)
            armResponses = armWeights
        }
    }

    /// One decision: `weight` of its squared error, and `response = weight * what the line should say`. O(size²).
    mutating func add(_ row: UnsafeBufferPointer<Double>, arm: Int, weight: Double, response: Double) {
        switch design.form {
        case .perArm: systems[arm].add(row, weight: weight, response: response)
        case .shared:
            systems[0].add(row, weight: weight, response: response)
            let start = arm * design.size
            for place in 0..<design.size { armRows[start + place] += weight * row[place] }
            armWeights[arm] += weight
            armResponses[arm] += response
        }
    }

    mutating func add(_ other: LineSystem) {
        for place in systems.indices { systems[place].add(other.systems[place]) }
        for place in armRows.indices { armRows[place] += other.armRows[place] }
        for place in armWeights.indices {
            armWeights[place] += other.armWeights[place]
            armResponses[place] += other.armResponses[place]
        }
    }

    /// What minimises the weighted squared error plus `penalty / 2` times the square of every coefficient and offset.
    ///
    /// - Throws: ``OffPolicyError`` `model.fit` when the numbers do not allow a solution.
    consuming func solution(penalty: Double) throws -> LineSolution {
        switch design.form {
        case .perArm:
            var lines: [Double] = []
            for system in systems {
                var system = system
                system.add(penalty: penalty)
                lines += try Self.solved(system)
            }
            return LineSolution(coefficients: lines, lines: lines)
        case .shared:
            var system = systems[0]
            system.add(penalty: penalty)
            for arm in 0..<design.arms where armWeights[arm] > 0 {
                system.eliminate(
                    armRows[arm * design.size..<(arm + 1) * design.size], response: armResponses[arm],
                    divisor: armWeights[arm] + penalty)
            }
            let shared = try Self.solved(system)
            var (coefficients, lines) = (shared, [Double]())
            for arm in 0..<design.arms {
                var sum = armResponses[arm]
                for place in 0..<design.size { sum -= armRows[arm * design.size + place] * shared[place] }
                let offset = sum / (armWeights[arm] + penalty)
                coefficients.append(offset)
                lines += design.line(shared, offset: offset, of: arm)
            }
            return LineSolution(coefficients: coefficients, lines: lines)
        }
    }

    private static func solved(_ system: NormalEquations) throws -> [Double] {
        guard let solution = system.solution(), solution.allSatisfy(\.isFinite) else {
            throw OffPolicyError(
                code: "model.fit", message: "the reward model has no solution in double precision",
                remedy: "raise the penalty, and check contexts and rewards for huge numbers")
        }
        return solution
    }
}

/// Coefficients and the lines that they make; the second is linear in the first.
struct LineSolution {
    var coefficients: [Double]
    /// Over the scaled context. Shape [arms, 1 + width].
    var lines: [Double]

    func halfway(to other: LineSolution) -> LineSolution {
        LineSolution(
            coefficients: zip(coefficients, other.coefficients).map { ($0 + $1) / 2 },
            lines: zip(lines, other.lines).map { ($0 + $1) / 2 })
    }

    /// Sum of squared coefficients.
    var squares: Double { coefficients.reduce(0) { $0 + $1 * $1 } }
}
