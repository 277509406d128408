/// The items that a decision chose from, in columns.
///
/// Shapes: `items`, `sourceOf`, `sourceScores`, `means`, `variances`, `adjustments` [candidates]; `features`
/// [candidates, features] and `kinds` [candidates, kinds], row after row. A log that was written elsewhere may know the
/// items only: then the other columns are empty.
public struct CandidateSet: Sendable, Hashable, Codable {
    public var items: [ItemID]
    /// Names of the candidate sources.
    public var sources: [String]
    /// The source of each candidate, as a place in ``sources``.
    public var sourceOf: [UInt8]
    /// What the source itself thought of it.
    public var sourceScores: [Float]
    public var featureNames: [String]
    public var features: [Float]
    /// Expected reward and its variance, before rules.
    public var means: [Float]
    public var variances: [Float]
    /// What rules and familiarity added to each mean.
    public var adjustments: [Float]
    /// Numbers of the categories and the brand of each candidate, -1 where it has none: what a list is spread over.
    /// Empty when nothing was spread.
    public var kinds: [Int32]
    /// How much of its expected reward a candidate can lose by resembling the list above it; 0 spreads nothing.
    public var spread: Double

    public init(
        items: [ItemID] = [], sources: [String] = [], sourceOf: [UInt8] = [], sourceScores: [Float] = [],
        featureNames: [String] = [], features: [Float] = [], means: [Float] = [], variances: [Float] = [],
        adjustments: [Float] = [], kinds: [Int32] = [], spread: Double = 0
    ) {
        self.items = items
        self.sources = sources
        self.sourceOf = sourceOf
        self.sourceScores = sourceScores
        self.featureNames = featureNames
        self.features = features
        self.means = means
        self.variances = variances
        self.adjustments = adjustments
        self.kinds = kinds
        self.spread = spread
    }

    public var count: Int { items.count }

    /// The features of one candidate; empty when the log has none.
    public func features(of candidate: Int) -> ArraySlice<Float> {
        let width = featureNames.count
        return features.isEmpty ? [] : features[candidate * width..<(candidate + 1) * width]
    }
}

extension CandidateSet {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        items = try container.decodeIfPresent([ItemID].self, forKey: .items) ?? []
        sources = try container.decodeIfPresent([String].self, forKey: .sources) ?? []
        sourceOf = try container.decodeIfPresent([UInt8].self, forKey: .sourceOf) ?? []
        sourceScores = try container.decodeIfPresent([Float].self, forKey: .sourceScores) ?? []
        featureNames = try container.decodeIfPresent([String].self, forKey: .featureNames) ?? []
        features = try container.decodeIfPresent([Float].self, forKey: .features) ?? []
        means = try container.decodeIfPresent([Float].self, forKey: .means) ?? []
        variances = try container.decodeIfPresent([Float].self, forKey: .variances) ?? []
        adjustments = try container.decodeIfPresent([Float].self, forKey: .adjustments) ?? []
        kinds = try container.decodeIfPresent([Int32].self, forKey: .kinds) ?? []
        spread = try container.decodeIfPresent(Double.self, forKey: .spread) ?? 0
    }
}
