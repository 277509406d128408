import Commerce
import Linear
import OffPolicy

/// A shop with many arms in a few categories, and no context, so that one row holds each policy.
struct ManyArms: Sendable {
    let arms: Int
    let categories: Int
    let embedding: ActionEmbedding
    let logging: TargetProbabilities
    let target: TargetProbabilities
    /// Chance of a reward of each arm.
    let means: [Double]
    private let table: AliasTable

    /// - Parameter directEffect: half the range by which an arm differs from its category.
    init(arms: Int = 400, categories: Int = 8, directEffect: Double = 0) throws {
        var generator = SeededGenerator(seed: 8)
        self.arms = arms
        self.categories = categories
        let categoryOfArm = (0..<arms).map { $0 % categories }
        embedding = try ActionEmbedding(categoryOfArm: categoryOfArm.map(Int32.init))
        means = categoryOfArm.map {
            0.1 + 0.6 * Double($0) / Double(categories) + directEffect * (2 * generator.unit() - 1)
        }
        let liked = (0..<arms).map { _ in 0.1 + generator.unit() * generator.unit() }
        logging = try Self.row(liked)
        // Prefers good categories, and within them quite other arms than the log does.
        target = try Self.row(categoryOfArm.map { (1 + Double($0)) * generator.exponential() })
        table = try AliasTable(weights: logging.values)
    }

    var truth: Double { (0..<arms).reduce(0) { $0 + target[0, $1] * means[$1] } }

    func log(_ count: Int, using generator: inout SeededGenerator) throws -> LoggedDecisions {
        let actions = (0..<count).map { _ in Int32(table.sample(using: &generator)) }
        return try LoggedDecisions(
            arms: (0..<arms).map(String.init), actions: actions,
            rewards: actions.map { generator.unit() < means[Int($0)] ? 1 : 0 },
            propensities: actions.map { logging[0, Int($0)] })
    }

    private static func row(_ weights: [Double]) throws -> TargetProbabilities {
        let total = weights.reduce(0, +)
        return try TargetProbabilities(arms: weights.count, values: weights.map { $0 / total })
    }
}
