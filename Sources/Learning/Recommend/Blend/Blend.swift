public import Commerce
import Evaluate

/// Combines several recommenders with weights learned on held-out choices.
///
/// ```
/// score(j) = sum_m w_m z_m(j),   z_m = standard scores of component m over the items outside the history
/// ```
/// Weights are learned in three steps: some choices of each shopper are held out (``HoldOut``) and the components are fitted to
/// the rest; the weights that best rank the held-out choices are found (`BlendLearner`); the components that
/// got a weight are fitted again, to everything. The result is deterministic for a seed.
///
/// Costs two fits of each component and a scoring of the held-out cases. Use it when several recommenders do well
/// for different reasons; with one that is best for everybody it only adds cost.
public struct Blend: RecommenderEstimator {
    public let components: [any RecommenderEstimator]
    public let holdOut: HoldOut
    /// Held-out choices used at most; taken evenly over the shoppers where there are more.
    public let maximumCases: Int

    /// - Throws: ``RecommendError`` `parameter` without components, with a held-out share outside (0, 1), or with
    ///   `maximumCases` below 1.
    public init(
        components: [any RecommenderEstimator], holdingOut holdOut: HoldOut = .lastChoice, maximumCases: Int = 10_000
    ) throws {
        try RecommendError.check(!components.isEmpty, "Blend.components", "at least one", got: 0)
        try RecommendError.check(maximumCases >= 1, "Blend.maximumCases", "at least 1", got: maximumCases)
        if case .randomChoices(let share) = holdOut {
            try RecommendError.check(share > 0 && share < 1, "Blend.holdOut.share", "in (0, 1)", got: share)
        }
        self.components = components
        self.holdOut = holdOut
        self.maximumCases = maximumCases
    }

    /// Where no shopper has three choices or more, nothing can be held out, and the components count alike.
    ///
    /// - Throws: what a component throws.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> BlendModel {
        let root = generator.split(generator.next())
        func fitted(_ component: Int, _ examples: Interactions) throws -> any Recommender {
            var own = root.split(UInt64(component))
            return try components[component].fit(examples, using: &own)
        }
        var draws = root.split(UInt64(components.count))
        let split = HeldOutChoices(examples, holdOut, maximumCases: maximumCases, using: &draws)
        let rehearsed = try components.indices.map { try fitted($0, split.rest) }
        let weights = try Self.learn(components: rehearsed, validation: split.cases)
        // A component without weight plays no part, so the one fitted to less data may stand for it.
        let final = try components.indices.map { weights.values[$0] > 0 ? try fitted($0, examples) : rehearsed[$0] }
        return try BlendModel(components: final, weights: weights)
    }

    /// The weights with which fitted components best rank the targets of held-out cases.
    ///
    /// - Parameters:
    ///   - components: fitted to data without the targets, over one vocabulary of items.
    ///   - validation: histories with what was chosen next.
    /// - Throws: what a component throws when it scores.
    public static func learn(
        components: [any Recommender], validation: [ValidationCase]
    ) throws -> BlendWeights {
        let examples = try ListwiseExamples(components, cases: validation)
        return try BlendWeights(
            names: components.map { type(of: $0).name }, values: BlendLearner(examples: examples).weights())
    }
}
