public import Commerce
public import Linear

extension UserKNNModel {
    public func save(into bundle: inout ArrayBundle) {
        bundle.store(raw, as: "choices")
        bundle.store(prior.scores, as: "prior")
        bundle.metadata["neighbours"] = String(neighbours)
        bundle.metadata["recency"] = String(recency.power)
        weights.similarity.save(into: &bundle)
    }

    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        let choices = try bundle.sparseMatrix("choices")
        let prior = try bundle.floats("prior")
        try Self.checkItems(choices.columns, in: "choices", against: items)
        try Self.checkItems(prior.count, in: "prior", against: items)
        guard choices.rows == shoppers.count else {
            throw RecommendError(
                code: "model.shoppers",
                message:
                    "\(Self.name): array 'choices' is for \(choices.rows) shoppers, the vocabulary has \(shoppers.count)",
                remedy: "load the model with the vocabulary it was saved with")
        }
        self.init(
            items: items, shoppers: shoppers, choices: choices, similarity: try Similarity(from: bundle),
            neighbours: try bundle.integer("neighbours"), recency: try Recency(power: bundle.number("recency")),
            prior: ItemPrior(scores: prior))
    }
}
