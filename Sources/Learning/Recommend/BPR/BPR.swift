public import Commerce
import Linear

/// Matrix factorisation that learns to rank: Bayesian personalised ranking.
///
/// Shoppers and items get vectors of ``factors`` numbers, items a bias as well, and the score is
/// `s_ui = x_u . y_i + b_i`. Learning raises
/// ```
/// sum over u, chosen i, unchosen j of log sigmoid(s_ui - s_uj)
///     - regularisation / 2 (|x_u|² + |y_i|² + |y_j|² + b_i² + b_j²)
/// ```
/// by stochastic gradient steps. An epoch takes every chosen pair once, in random order, each against an item drawn
/// uniformly among those the shopper did not choose. Steps of earlier choices are shorter (``recency``); strengths of
/// events do not count.
///
/// Source: Rendle et al., "BPR: Bayesian personalized ranking from implicit feedback" (UAI 2009). Departures: chosen
/// pairs without replacement; recency; and shoppers and items are cut into groups, items at random for each epoch, so
/// that blocks of steps that share no vector run side by side (the strata of Gemulla et al., "Large-scale matrix
/// factorization with distributed stochastic gradient descent", KDD 2011). An unchosen item is therefore drawn from the
/// group of the chosen one, which over the epochs is uniform, and the result does not depend on the number of cores.
public struct BPR: RecommenderEstimator {
    public let factors: Int
    /// Epochs.
    public let iterations: Int
    /// Length of a step.
    public let rate: Double
    /// The penalty on vectors and biases, applied in each step to those it touches.
    public let regularisation: Double
    /// How fast the steps of earlier choices shorten, in training as in folding in.
    public let recency: Recency

    /// - Throws: ``RecommendError`` `parameter` when a number is out of its range.
    public init(
        factors: Int = 64, iterations: Int = 200, rate: Double = 0.2, regularisation: Double = 0.03,
        recency: Recency = .gentle
    ) throws {
        try RecommendError.check((1...4096).contains(factors), "BPR.factors", "in 1 ... 4096", got: factors)
        try RecommendError.check(iterations >= 1, "BPR.iterations", "at least 1", got: iterations)
        try RecommendError.check(rate > 0 && rate <= 10, "BPR.rate", "in (0, 10]", got: rate)
        try RecommendError.check(
            regularisation >= 0 && rate * regularisation < 1, "BPR.regularisation",
            "at least 0 and below 1 / rate", got: regularisation)
        self.factors = factors
        self.iterations = iterations
        self.rate = rate
        self.regularisation = regularisation
        self.recency = recency
    }

    /// O(iterations × events × factors), on all cores. Draws the first vectors and all samples from the generator; the
    /// same seed gives the same model whatever the number of cores.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> BPRModel {
        let training = BPRTraining(
            examples.distinctItems(recency: recency), settings: self, using: &generator)
        for epoch in 0..<iterations { training.run(epoch: epoch) }
        return BPRModel(
            items: examples.items, shopperFactors: training.shopperFactors(), known: KnownShoppers(examples),
            itemFactors: training.itemFactors(), bias: training.bias(), settings: self, seed: generator.next())
    }
}
