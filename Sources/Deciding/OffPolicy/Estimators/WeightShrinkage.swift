/// How an estimator tames large importance weights: less variance, bought with bias.
enum WeightShrinkage: Sendable, Hashable {
    case none
    /// `min(w, limit)`.
    case clip(Double)
    /// `w` up to the threshold, 0 above.
    case switchOff(Double)
    /// `strength w / (w² + strength)`.
    case optimistic(Double)

    @inline(__always)
    func callAsFunction(_ weight: Double) -> Double {
        switch self {
        case .none: weight
        case .clip(let limit): min(weight, limit)
        case .switchOff(let threshold): weight <= threshold ? weight : 0
        // Divided through by the strength, so that neither square nor product overflows before the other.
        case .optimistic(let strength): weight / (weight * (weight / strength) + 1)
        }
    }

    /// The largest weight that can come out when none above `bound` goes in; nothing when there is no limit.
    func bound(_ bound: Double?) -> Double? {
        switch self {
        case .none: bound
        case .clip(let limit), .switchOff(let limit): min(limit, bound ?? limit)
        // The largest value of strength w / (w² + strength) is at w = sqrt(strength).
        case .optimistic(let strength): min(strength.squareRoot() / 2, bound ?? .infinity)
        }
    }
}
