/// How much each part of an item's description counts in its profile.
public struct ContentFields: Sendable, Hashable {
    public let title: Double
    public let text: Double
    public let category: Double
    public let brand: Double
    public let attributes: Double

    /// Titles and facets in full, the description at half: it is long and says much beside the point.
    public static let standard = ContentFields(unchecked: (1, 0.5, 1, 1, 1))

    /// - Throws: ``RecommendError`` `parameter` unless every weight is finite and not negative, and one is positive.
    public init(
        title: Double = 1, text: Double = 0.5, category: Double = 1, brand: Double = 1, attributes: Double = 1
    ) throws {
        let weights = [
            ("title", title), ("text", text), ("category", category), ("brand", brand), ("attributes", attributes),
        ]
        for (field, weight) in weights {
            try RecommendError.check(
                weight >= 0 && weight.isFinite, "ContentFields.\(field)", "at least 0 and finite", got: weight)
        }
        try RecommendError.check(
            weights.contains { $0.1 > 0 }, "ContentFields", "positive for one field at least", got: "all 0")
        self.init(unchecked: (title, text, category, brand, attributes))
    }

    private init(unchecked weights: (Double, Double, Double, Double, Double)) {
        (title, text, category, brand, attributes) = weights
    }
}
