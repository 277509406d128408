/// What arms have in common: a category for each, such as its product group with its price band.
///
/// ``MarginalisedInversePropensity`` rests on it: everything about an arm that moves the reward must be in its category.
public struct ActionEmbedding: Sendable {
    enum Table: Sendable {
        /// The category of each arm. Shape [arms].
        case fixed([Int32])
        /// Chance of each category when an arm is shown, [arms, categories], and what it was at each decision,
        /// [decisions].
        case random(probabilities: [Double], observed: [Int32])
    }

    /// Number of arms.
    public let arms: Int
    /// Number of categories.
    public let categories: Int
    let table: Table

    /// Every arm has one category.
    ///
    /// - Parameter categoryOfArm: shape [arms], counted from 0 without gaps.
    /// - Throws: ``OffPolicyError`` `embedding.category` with the first arm whose category is negative, `embedding.shape`
    ///   without arms or when a category below the largest has no arm.
    public init(categoryOfArm: [Int32]) throws {
        guard let largest = categoryOfArm.max() else {
            throw OffPolicyError(code: "embedding.shape", message: "an embedding needs at least one arm")
        }
        if let arm = categoryOfArm.firstIndex(where: { $0 < 0 }) {
            throw OffPolicyError(
                code: "embedding.category",
                message: "the category of arm \(arm) must be at least 0; got \(categoryOfArm[arm])")
        }
        guard Int(largest) < categoryOfArm.count, Set(categoryOfArm).count == Int(largest) + 1 else {
            throw OffPolicyError(
                code: "embedding.shape",
                message:
                    "categories must be counted from 0 without gaps; got \(Set(categoryOfArm).count) different ones "
                    + "up to \(largest)")
        }
        arms = categoryOfArm.count
        categories = Int(largest) + 1
        table = .fixed(categoryOfArm)
    }

    /// Several properties of each arm at once: arms that agree on all share a category.
    ///
    /// - Parameter properties: each of shape [arms]; any numbers.
    /// - Throws: ``OffPolicyError`` `embedding.shape` when there is none, or lengths differ. O(arms * properties).
    public init(properties: [[Int32]]) throws {
        guard let first = properties.first, !first.isEmpty, properties.allSatisfy({ $0.count == first.count }) else {
            throw OffPolicyError(
                code: "embedding.shape",
                message: "properties must all have one number for each arm; got \(properties.map(\.count))")
        }
        var known: [[Int32]: Int32] = [:]
        try self.init(
            categoryOfArm: first.indices.map { arm in
                let key = properties.map { $0[arm] }
                let category = known[key] ?? Int32(known.count)
                known[key] = category
                return category
            })
    }

    /// A category that an arm has by chance, such as the colour in stock when it was shown.
    ///
    /// - Parameters:
    ///   - probabilities: chance of each category when an arm is shown; shape [arms, categories], rows that sum to one.
    ///   - observed: the category at each decision; shape [decisions].
    /// - Throws: ``OffPolicyError`` `embedding.shape`, `embedding.distribution` with the arm, `embedding.category` with the
    ///   decision.
    public init(probabilities: [Double], categories: Int, observed: [Int32]) throws {
        guard categories > 0, !probabilities.isEmpty, probabilities.count % categories == 0, !observed.isEmpty else {
            throw OffPolicyError(
                code: "embedding.shape",
                message:
                    "\(probabilities.count) probabilities are not rows of \(categories) categories, or no decision "
                    + "has one")
        }
        for arm in 0..<probabilities.count / categories {
            let row = probabilities[arm * categories..<(arm + 1) * categories]
            let sum = row.reduce(0, +)
            guard row.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= 1e-6 else {
                throw OffPolicyError(
                    code: "embedding.distribution",
                    message: "the chances of the categories of arm \(arm) must be at least 0 and sum to one; got \(sum)"
                )
            }
        }
        if let decision = observed.firstIndex(where: { $0 < 0 || Int($0) >= categories }) {
            throw OffPolicyError(
                code: "embedding.category",
                message:
                    "the category of decision \(decision) must be in 0 ..< \(categories); got \(observed[decision])")
        }
        arms = probabilities.count / categories
        self.categories = categories
        table = .random(probabilities: probabilities, observed: observed)
    }

    /// The category at each decision. Shape [decisions].
    ///
    /// - Throws: ``OffPolicyError`` `embedding.shape` when it was made for other arms or decisions.
    func observed(in log: LoggedDecisions) throws -> [Int32] {
        switch table {
        case .fixed(let categories) where arms == log.arms.count:
            return log.actions.map { categories[Int($0)] }
        case .random(_, let observed) where arms == log.arms.count && observed.count == log.count:
            return observed
        default:
            throw OffPolicyError(
                code: "embedding.shape",
                message:
                    "the embedding is not one of the log's \(log.arms.count) arms and \(log.count) decisions; it has "
                    + "\(arms) arms")
        }
    }
}
