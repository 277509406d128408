/// Which features a ranker sees, in order: those of ``Feature``, then one for each candidate source.
public struct FeatureSchema: Sendable, Hashable {
    /// How the scores of one source become a feature in [0, 1], 0 standing for "did not propose it".
    public enum Squash: Sendable, Hashable {
        /// From 0.1 for the lowest to 1 for the highest score among the candidates of the decision: for sources whose
        /// scale means nothing.
        case relative
        /// `1 / (1 + exp((midpoint - score) / scale))`, from 0.01 up: for scores that can be compared between
        /// decisions.
        case logistic(midpoint: Float, scale: Float)
    }

    public struct Source: Sendable, Hashable {
        public var name: String
        public var squash: Squash

        public init(_ name: String, squash: Squash = .relative) {
            self.name = name
            self.squash = squash
        }
    }

    public let sources: [Source]
    /// The name of each column, as in ``CandidateSet/featureNames``.
    public let names: [String]

    /// - Throws: ``ExploreError`` `parameter` when a source is named twice or a scale is not positive.
    public init(sources: [Source]) throws {
        for (place, source) in sources.enumerated() {
            try ExploreError.check(
                !sources[..<place].contains { $0.name == source.name }, "FeatureSchema.sources", "different",
                got: "'\(source.name)' twice")
            if case .logistic(let midpoint, let scale) = source.squash {
                try ExploreError.check(
                    scale > 0 && scale.isFinite && midpoint.isFinite, "FeatureSchema.sources[\(source.name)].scale",
                    "positive and finite", got: scale)
            }
        }
        self.sources = sources
        names = Feature.allCases.map(\.name) + sources.map { "source-\($0.name)" }
    }

    public init(sources: [String]) throws { try self.init(sources: sources.map { Source($0) }) }

    /// Number of features.
    public var width: Int { names.count }
}
