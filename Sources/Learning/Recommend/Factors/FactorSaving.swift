import Commerce
import Linear

extension Recommender {
    /// The saved factors of a model that has them for shoppers and items.
    ///
    /// - Throws: `LinearError` when an array is missing or mistyped, ``RecommendError`` when it does not fit the
    ///   vocabularies.
    static func factors(
        in bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>
    ) throws -> (shoppers: Matrix, items: Matrix, known: KnownShoppers) {
        let shopperFactors = try bundle.matrix("shoppers")
        let itemFactors = try bundle.matrix("items")
        let fingerprints = try bundle.int64s("histories")
        try checkItems(itemFactors.rows, in: "items", against: items)
        guard shopperFactors.rows == shoppers.count, fingerprints.count == shoppers.count else {
            throw RecommendError(
                code: "model.shoppers",
                message: "\(name): arrays 'shoppers' and 'histories' are for \(shopperFactors.rows) and "
                    + "\(fingerprints.count) shoppers, the vocabulary has \(shoppers.count)",
                remedy: "load the model with the vocabulary it was saved with")
        }
        guard shopperFactors.columns == itemFactors.columns else {
            throw RecommendError(
                code: "model.factors",
                message: "\(name): shoppers have \(shopperFactors.columns) factors, items \(itemFactors.columns)",
                remedy: "train the model again")
        }
        return (shopperFactors, itemFactors, KnownShoppers(fingerprints: fingerprints))
    }
}
