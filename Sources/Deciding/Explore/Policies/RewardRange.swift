import Linear

/// The smallest and largest reward that a policy declares to understand; without limits unless told.
struct RewardRange: Sendable, Hashable, ArrayStorable {
    let limits: ClosedRange<Double>

    init(_ limits: ClosedRange<Double>?) throws {
        let all = -Observation.largest...Observation.largest
        let limits = limits ?? all
        try ExploreError.check(
            limits.lowerBound < limits.upperBound && all.contains(limits.lowerBound) && all.contains(limits.upperBound),
            "rewards", "a finite range of more than one reward", got: limits)
        self.limits = limits
    }

    func check(_ feedback: Feedback) throws { try Observation.check(reward: feedback.reward, in: limits) }

    func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.store([limits.lowerBound, limits.upperBound], as: "\(name).rewards")
    }

    init(from bundle: ArrayBundle, as name: String) throws {
        let values = try bundle.finiteDoubles("\(name).rewards", count: 2)
        try bundle.require(values[0] < values[1], "\(name).rewards", "must rise")
        try self.init(values[0]...values[1])
    }
}
