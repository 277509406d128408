public import Commerce
public import Linear

extension ALSModel {
    public func save(into bundle: inout ArrayBundle) {
        bundle.store(shopperFactors, as: "shoppers")
        bundle.store(system.table, as: "items")
        bundle.store(known.fingerprints, as: "histories")
        bundle.metadata["alpha"] = String(evidence.alpha)
        bundle.metadata["recency"] = String(evidence.recency.power)
        bundle.metadata["regularisation"] = String(system.regularisation)
    }

    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        let stored = try Self.factors(in: bundle, shoppers: shoppers, items: items)
        let alpha = try bundle.number("alpha")
        let regularisation = try bundle.number("regularisation")
        let recency = try Recency(power: bundle.number("recency"))
        try RecommendError.check(alpha > 0, "ALSModel.alpha", "positive", got: alpha)
        try RecommendError.check(regularisation > 0, "ALSModel.regularisation", "positive", got: regularisation)
        self.init(
            items: items, shopperFactors: stored.shoppers, known: stored.known,
            system: ImplicitLeastSquares(table: stored.items, regularisation: Float(regularisation)),
            evidence: ALSEvidence(alpha: Float(alpha), recency: recency, itemCount: items.count))
    }
}
