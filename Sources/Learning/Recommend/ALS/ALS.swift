public import Commerce
import Linear

/// Matrix factorisation for implicit feedback by alternating least squares.
///
/// Shoppers and items get vectors `x_u`, `y_i` of ``factors`` numbers that minimise
/// ```
/// sum over all u, i of c_ui (p_ui - x_u . y_i)² + regularisation (sum_u |x_u|² + sum_i |y_i|²)
/// ```
/// where `p_ui` is 1 for a chosen item and 0 else, and the confidence is `c_ui = 1 + alpha r_ui` with `r_ui` the summed
/// weights of the events after ageing (``recency``). With one side fixed the other has a closed form, row by row:
/// `(Y^T Y + regularisation I + Y^T (C_u - I) Y) x_u = Y^T C_u p_u`. The regularisation is the same for every row,
/// whatever its number of events.
///
/// Source: Hu, Koren, Volinsky, "Collaborative filtering for implicit feedback datasets" (ICDM 2008), equations 3 to 5;
/// conjugate gradient instead of the closed form after Takács, Pilászy, Tikk, "Applications of the conjugate gradient
/// method for implicit feedback collaborative filtering" (RecSys 2011). Departures: recency; and shoppers are
/// solved once more at the end, so that a stored factor is what folding in the same history would give.
public struct ALS: RecommenderEstimator {
    /// How each row's linear system is solved.
    public enum Solver: Sendable, Hashable {
        /// This many steps from the row's last value: the cost of a row falls from factors³ to steps × factors².
        case conjugateGradient(steps: Int)
        /// Exactly. The loss then never rises from one iteration to the next.
        case cholesky
    }

    public let factors: Int
    public let iterations: Int
    /// The penalty on factors.
    public let regularisation: Double
    /// How much an event of weight 1 adds to the confidence of 1 that every pair has.
    public let alpha: Double
    /// How fast earlier events of a history lose weight, in training as in folding in.
    public let recency: Recency
    public let solver: Solver

    /// - Throws: ``RecommendError`` `parameter` when a number is out of its range.
    public init(
        factors: Int = 128, iterations: Int = 15, regularisation: Double = 10, alpha: Double = 16,
        recency: Recency = .gentle, solver: Solver = .conjugateGradient(steps: 3)
    ) throws {
        try RecommendError.check((1...4096).contains(factors), "ALS.factors", "in 1 ... 4096", got: factors)
        try RecommendError.check(iterations >= 1, "ALS.iterations", "at least 1", got: iterations)
        try RecommendError.check(
            regularisation > 0 && regularisation.isFinite, "ALS.regularisation", "positive and finite",
            got: regularisation)
        try RecommendError.check(alpha > 0 && alpha.isFinite, "ALS.alpha", "positive and finite", got: alpha)
        if case .conjugateGradient(let steps) = solver {
            try RecommendError.check(steps >= 1, "ALS.solver.steps", "at least 1", got: steps)
        }
        self.factors = factors
        self.iterations = iterations
        self.regularisation = regularisation
        self.alpha = alpha
        self.recency = recency
        self.solver = solver
    }

    /// O(iterations × ((shoppers + items) × steps × factors² + events × steps × factors)) with conjugate gradient, on
    /// all cores. Draws the items' first factors from the generator; the same seed gives the same model whatever the
    /// number of cores.
    ///
    /// - Throws: `LinearError` `cholesky.indefinite` when a system is singular in single precision.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> ALSModel {
        let evidence = ALSEvidence(alpha: Float(alpha), recency: recency, itemCount: examples.items.count)
        let byShopper = evidence.matrix(examples)
        let byItem = byShopper.transposed()
        var shoppers = Matrix(rows: examples.shoppers.count, columns: factors)
        var items = Matrix(rows: examples.items.count, columns: factors)
        for place in items.values.indices { items.values[place] = Float(generator.unit() - 0.5) * 0.02 }
        for _ in 0..<iterations {
            try solve(byShopper, against: items, into: &shoppers)
            try solve(byItem, against: shoppers, into: &items)
        }
        try solve(byShopper, against: items, into: &shoppers)
        return ALSModel(
            items: examples.items, shopperFactors: shoppers, known: KnownShoppers(examples),
            system: ImplicitLeastSquares(table: items, regularisation: Float(regularisation)), evidence: evidence)
    }

    private func solve(_ rows: SparseMatrix, against table: Matrix, into factors: inout Matrix) throws {
        let system = ImplicitLeastSquares(table: table, regularisation: Float(regularisation))
        switch solver {
        case .conjugateGradient(let steps): system.improve(&factors, given: rows, steps: steps)
        case .cholesky: try system.solve(rows, into: &factors)
        }
    }
}
