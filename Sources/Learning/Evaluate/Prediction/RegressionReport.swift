/// Numbers said beside numbers that came true.
public struct RegressionReport: Sendable, Hashable, Codable {
    public var count: Int
    /// Root of the mean squared difference, in the numbers' own unit.
    public var rootMeanSquaredError: Double
    public var meanAbsoluteError: Double
    /// Pearson's; nothing when one side does not vary.
    public var correlation: Double?

    /// - Precondition: as many of both, one at least.
    public init(said: [Double], truth: [Double]) {
        precondition(said.count == truth.count && !said.isEmpty, "RegressionReport: as many said as true, one at least")
        let count = Double(said.count)
        let differences = zip(said, truth).map { $0 - $1 }
        self.count = said.count
        rootMeanSquaredError = (differences.map { $0 * $0 }.reduce(0, +) / count).squareRoot()
        meanAbsoluteError = differences.map(abs).reduce(0, +) / count
        let (left, right) = (said.reduce(0, +) / count, truth.reduce(0, +) / count)
        let (a, b) = (
            said.map { ($0 - left) * ($0 - left) }.reduce(0, +), truth.map { ($0 - right) * ($0 - right) }.reduce(0, +)
        )
        let together = zip(said, truth).map { ($0 - left) * ($1 - right) }.reduce(0, +)
        correlation = a > 0 && b > 0 ? together / (a * b).squareRoot() : nil
    }
}
