public import Commerce

/// What every slate policy asks of its arguments.
enum SlateRules {
    /// - Throws: ``ExploreError`` `parameter`.
    static func check(length: Int, rate: Double) throws {
        try ExploreError.check(length >= 1, "SlatePolicy.length", "at least 1", got: length)
        try check(rate: rate)
    }

    /// - Throws: ``ExploreError`` `parameter`.
    static func check(rate: Double) throws {
        try ExploreError.check(rate >= 0 && rate <= 1, "SlatePolicy.rate", "in [0, 1]", got: rate)
    }

    /// - Throws: ``ExploreError`` `slate.action` for a place that is no candidate's, `slate.repeats` for one that occurs
    ///   twice; both name the position.
    static func check(list: [Int], among count: Int) throws {
        var seen = [Bool](repeating: false, count: count)
        for (place, action) in list.enumerated() {
            guard seen.indices.contains(action) else {
                throw ExploreError(
                    code: "slate.action",
                    message: "position \(place + 1) shows candidate \(action), but there are \(count) candidates")
            }
            guard !seen[action] else {
                throw ExploreError(
                    code: "slate.repeats", message: "position \(place + 1) shows candidate \(action) a second time")
            }
            seen[action] = true
        }
    }
}

extension SlateDraw {
    /// Empty, with room for a list.
    init(capacity: Int) {
        self.init()
        actions.reserveCapacity(capacity)
        propensities.reserveCapacity(capacity)
        isExploration.reserveCapacity(capacity)
        spent.reserveCapacity(capacity)
    }
}

extension SlatePolicy {
    /// A list with the policy at full.
    public func slate(
        from actions: ScoredActions, length: Int, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        try slate(from: actions, length: length, rate: 1, using: &generator)
    }

    /// The conditional propensities of a given list with the policy at full.
    public func propensities(
        of list: [Int], from actions: ScoredActions, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        try propensities(of: list, from: actions, rate: 1, using: &generator)
    }
}
