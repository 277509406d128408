public import Commerce
public import Linear

extension BPRModel {
    public func save(into bundle: inout ArrayBundle) {
        bundle.store(shopperFactors, as: "shoppers")
        bundle.store(itemFactors, as: "items")
        bundle.store(bias, as: "bias")
        bundle.store(known.fingerprints, as: "histories")
        bundle.metadata["iterations"] = String(settings.iterations)
        bundle.metadata["rate"] = String(settings.rate)
        bundle.metadata["regularisation"] = String(settings.regularisation)
        bundle.metadata["recency"] = String(settings.recency.power)
        bundle.metadata["seed"] = String(seed)
    }

    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        let stored = try Self.factors(in: bundle, shoppers: shoppers, items: items)
        let bias = try bundle.floats("bias")
        try Self.checkItems(bias.count, in: "bias", against: items)
        guard let seed = UInt64(try bundle.text("seed")) else {
            throw ArrayBundle.malformed("seed", try bundle.text("seed"), "a whole number")
        }
        let settings = try BPR(
            factors: stored.items.columns, iterations: bundle.integer("iterations"), rate: bundle.number("rate"),
            regularisation: bundle.number("regularisation"), recency: Recency(power: bundle.number("recency")))
        self.init(
            items: items, shopperFactors: stored.shoppers, known: stored.known, itemFactors: stored.items, bias: bias,
            settings: settings, seed: seed)
    }
}
