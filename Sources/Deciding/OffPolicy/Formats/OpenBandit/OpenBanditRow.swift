public import Commerce

/// One impression of the Open Bandit data: which item stood at which position, and whether it was clicked.
public struct OpenBanditRow: Sendable, Hashable {
    public var time: Timestamp
    /// From 0.
    public var item: Int
    /// From 1.
    public var position: Int
    public var isClicked: Bool
    /// Probability with which the logging policy showed this item at this position; in (0, 1].
    public var propensity: Double
    /// Anonymous categories of the user: `user_feature_0`, `user_feature_1`, ...
    public var userFeatures: [String]
    /// The user's past clicks on each item: `user-item_affinity_0`, ...; empty when the file has none.
    public var affinities: [Float]

    public init(
        time: Timestamp, item: Int, position: Int, isClicked: Bool, propensity: Double, userFeatures: [String],
        affinities: [Float] = []
    ) {
        self.time = time
        self.item = item
        self.position = position
        self.isClicked = isClicked
        self.propensity = propensity
        self.userFeatures = userFeatures
        self.affinities = affinities
    }
}
