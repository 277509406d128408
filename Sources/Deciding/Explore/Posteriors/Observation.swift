/// Checks of what a posterior is told, shared by all of them: a refused observation changes nothing.
enum Observation {
    /// Above this, squares and sums of a million answers could leave the range of a double.
    static let largest = 1e100

    static func check(weight: Double) throws {
        guard weight > 0, weight <= largest else {
            throw ExploreError(
                code: "weight", message: "the weight of an answer must be positive and finite; got \(weight)")
        }
    }

    static func check(reward: Double) throws {
        guard abs(reward) <= largest else {
            throw ExploreError(code: "reward", message: "a reward must be a finite number; got \(reward)")
        }
    }

    static func check(reward: Double, in range: ClosedRange<Double>) throws {
        guard range.contains(reward) else {
            throw ExploreError(
                code: "reward",
                message: "a reward must be in [\(range.lowerBound), \(range.upperBound)]; got \(reward)")
        }
    }

    static func check(features: UnsafeBufferPointer<Float>, width: Int) throws {
        guard features.count == width else {
            throw ExploreError(
                code: "feedback.shape", message: "an action must have \(width) features; got \(features.count)")
        }
        if let place = features.firstIndex(where: { !$0.isFinite }) {
            throw ExploreError(
                code: "actions.features", message: "feature \(place) must be finite; it is \(features[place])")
        }
    }

    static func check(keep: Double) throws {
        try ExploreError.check(keep >= 0 && keep <= 1, "keep", "in [0, 1]", got: keep)
    }
}
