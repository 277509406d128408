/// How much single answers scatter around their expected reward.
public enum NoiseVariance: Sendable, Hashable {
    case known(Double)
    /// Estimated along with the mean, by the normal-inverse-gamma prior: an initial value that counts as much as
    /// `worth` answers.
    case learned(initial: Double, worth: Double)

    func check(_ owner: String) throws {
        func positive(_ value: Double) -> Bool { value > 0 && value <= Observation.largest }
        switch self {
        case .known(let value):
            try ExploreError.check(positive(value), "\(owner).noise", "positive and finite", got: value)
        case .learned(let initial, let worth):
            try ExploreError.check(positive(initial), "\(owner).noise", "positive and finite", got: initial)
            try ExploreError.check(positive(worth), "\(owner).noise worth", "positive and finite", got: worth)
        }
    }

    /// The estimate after answers of this weight and weighted sum of squared residuals (those of the prior included):
    /// `(worth initial + residuals) / (worth + answers)`, the scale of the marginal t distribution.
    func estimate(residuals: Double, answers: Double) -> Double {
        switch self {
        case .known(let value): value
        // Below zero only by rounding.
        case .learned(let initial, let worth): (worth * initial + max(0, residuals)) / (worth + answers)
        }
    }

    /// In versions of policies.
    var version: String {
        switch self {
        case .known(let value): "\(value)"
        case .learned(let initial, let worth): "learned from \(initial) worth \(worth)"
        }
    }

    /// As numbers, for saving: the value or initial value, and what it is worth, 0 where it is known.
    var numbers: [Double] {
        switch self {
        case .known(let value): [value, 0]
        case .learned(let initial, let worth): [initial, worth]
        }
    }

    init(numbers: some Collection<Double>) throws {
        let pair = Array(numbers)
        self = pair[1] == 0 ? .known(pair[0]) : .learned(initial: pair[0], worth: pair[1])
        try check("saved posterior")
    }
}
