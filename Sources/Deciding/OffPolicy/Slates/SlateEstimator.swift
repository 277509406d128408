/// How a shopper reads a list: what the reward at a position may depend on, apart from shopper and moment.
public enum SlateBehaviour: String, Sendable, Hashable, Codable, CaseIterable {
    /// On every action of the list.
    case standard
    /// On the action at the position alone.
    case independent
    /// On the actions at the position and before it: read from the top, one after the other.
    case cascade
}

/// Judges a target policy from logged slates. The value is the mean reward of a whole slate.
///
/// A weaker assumption means larger weights: whole lists match seldom. Take the strongest assumption that holds:
/// one that does not hold makes the estimate wrong by an amount that no interval shows.
public protocol SlateEstimator: Sendable {
    /// The name in tables and on the command line, such as `rips`.
    var name: String { get }
    /// What must be true of shoppers.
    var behaviour: SlateBehaviour { get }
    /// ``EstimatorBasis/weights`` unless declared.
    var basis: EstimatorBasis { get }

    /// - Parameter model: nothing when the caller has none; an estimator that needs one then throws `model.missing`.
    func evaluate(_ log: LoggedSlates, under target: SlateTarget, model: SlateModel?) throws -> Estimation

    /// Importance weights before any limit, at the position where they vary most: what diagnostics are read from. Shape
    /// [decisions].
    func importanceWeights(_ log: LoggedSlates, under target: SlateTarget) throws -> [Double]
}

extension SlateEstimator {
    public var basis: EstimatorBasis { .weights }
}
