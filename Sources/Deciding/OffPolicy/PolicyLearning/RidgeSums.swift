/// Sums over rows of a ridge regression with several targets and the penalties to come.
///
/// Solves `(Z^T W Z + l2 w D) theta = Z^T W y`: `w` is the sum of the weights and `D` the identity without its first
/// place, because the leading one of a row is not penalised. With standardised features `l2` is then free of units and
/// of the number of rows. Shapes: `gram` [columns, columns], `right` [targets, columns].
struct RidgeSums: Sendable {
    let columns: Int
    let targets: Int
    private var gram: [Double]
    private var right: [Double]
    private(set) var weight = 0.0

    /// In parts of the weight: keeps repeated features solvable when no penalty is asked for, and changes nothing else.
    private static let leastPenalty = 1e-8

    init(columns: Int, targets: Int) {
        self.columns = columns
        self.targets = targets
        gram = Array(repeating: 0, count: columns * columns)
        right = Array(repeating: 0, count: targets * columns)
    }

    /// Weighted sum of the first target.
    var total: Double { right[0] }

    /// Adds one row. O(columns (columns + targets)).
    mutating func add(_ row: UnsafePointer<Double>, targets values: UnsafePointer<Double>, weight: Double) {
        self.weight += weight
        let (columns, targets) = (columns, targets)
        gram.withUnsafeMutableBufferPointer { gram in
            for first in 0..<columns {
                let scaled = weight * row[first]
                for second in 0...first { gram[first * columns + second] += scaled * row[second] }
            }
        }
        right.withUnsafeMutableBufferPointer { right in
            for target in 0..<targets {
                let scaled = weight * values[target]
                for column in 0..<columns { right[target * columns + column] += scaled * row[column] }
            }
        }
    }

    /// Takes in the sums of other rows.
    mutating func add(_ other: RidgeSums) {
        weight += other.weight
        for place in gram.indices { gram[place] += other.gram[place] }
        for place in right.indices { right[place] += other.right[place] }
    }

    /// `theta` [targets, columns]; all zeros when there were no rows. O(targets * columns^3).
    ///
    /// - Throws: ``OffPolicyError`` `learning.numbers` when the sums are too large, or not numbers.
    func solve(l2: Double) throws -> [Double] {
        guard weight > 0 else { return right.map { _ in 0 } }
        var penalised = gram
        for column in 1..<max(1, columns) {
            penalised[column * columns + column] += max(l2, Self.leastPenalty) * weight
        }
        var theta: [Double] = []
        for target in 0..<targets {
            let equations = NormalEquations(
                lower: penalised, right: Array(right[target * columns..<(target + 1) * columns]))
            guard let solution = equations.solution(), solution.allSatisfy(\.isFinite) else {
                throw OffPolicyError(
                    code: "learning.numbers", message: "rewards over propensities are too large to add up",
                    remedy: "check contexts, rewards and propensities for huge and tiny numbers")
            }
            theta += solution
        }
        return theta
    }
}
