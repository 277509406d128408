/// How much each component of a blend counts.
public struct BlendWeights: Sendable, Hashable {
    /// The components' names, in order; a name may occur again.
    public let names: [String]
    /// Aligned with `names`, not negative, with sum 1.
    public let values: [Double]

    /// Scales the values to a sum of 1.
    ///
    /// - Throws: ``RecommendError`` `parameter` unless there is a finite, non-negative value for each name and one of
    ///   them is positive.
    public init(names: [String], values: [Double]) throws {
        try self.init(names: names, exactly: values)
        let sum = values.reduce(0, +)
        self.init(names: names, trusted: values.map { $0 / sum })
    }

    /// The values as they are: for weights that were scaled before they were saved.
    init(names: [String], exactly values: [Double]) throws {
        try RecommendError.check(
            names.count == values.count, "BlendWeights.values", "as many as the \(names.count) names", got: values.count
        )
        for (name, value) in zip(names, values) {
            try RecommendError.check(
                value >= 0 && value.isFinite, "BlendWeights of '\(name)'", "at least 0 and finite", got: value)
        }
        let sum = values.reduce(0, +)
        try RecommendError.check(sum > 0 && sum.isFinite, "BlendWeights' sum", "positive and finite", got: sum)
        self.init(names: names, trusted: values)
    }

    private init(names: [String], trusted values: [Double]) {
        self.names = names
        self.values = values
    }
}
