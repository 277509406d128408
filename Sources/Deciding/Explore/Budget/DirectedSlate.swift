public import Commerce

/// The best list, in which some positions try candidates that are worth knowing.
///
/// At position `p` the best remaining candidate by mean is shown with probability `1 - e_p Q`, and candidate `i` is
/// tried with probability `e_p q_i`, where `e_p = rate * strength * profile_p`, and `Q` is the sum of `q` over the
/// candidates not shown yet: an exploring draw of one already shown exploits instead. The propensities are exact.
///
/// `q` is fixed for the list, proportional to what knowing a candidate would be worth to lists like this one (its
/// knowledge gradient; Frazier, Powell and Dayanik, "A knowledge-gradient policy for sequential information
/// collection", SIAM J. Control Optim. 47, 2008, for `patience` answers instead of one):
/// ```
/// q_i  ~  s_i gain(|m_i - b| / s_i),   s_i = v_i / sqrt(v_i + noise / patience)
/// ```
/// where `m_i`, `v_i` are mean and variance of the expected reward, `b` is the mean of the incumbents that a trial
/// displaces, `s_i` is how far the answers will move the mean, and `gain` is ``NormalLaw/gain(above:)``. A candidate
/// that is well known, or so far below the list that no answer could bring it in, is not tried. Where no candidate is
/// uncertain, the list only exploits.
///
/// A trial at position `p` pushes the remaining incumbents `r_0 >= r_1 >= ...` down by one, so that it gives up
/// ```
/// cost_p(i) = sum_k d_(p+k) max(0, r_k - m_i),   d_j = examination_j - examination_(j+1)
/// ```
/// and not `r_0 - m_i`. The ``SlateDraw/spent`` of the positions is `e_p sum_i q_i cost_p(i)`, given the positions
/// before; its sum has exactly the mean of greedy list less drawn list, under the model.
///
/// O(candidates + length^2) a list, and O(candidates) for each trial drawn; nothing is allocated per position.
public struct DirectedSlate: SlatePolicy {
    /// Chance of an exploring draw at a position at rate 1.
    public let strength: Double
    /// Variance of a single answer around its expectation: for clicks at rate `p` about `p (1 - p)`.
    public let noise: Double
    /// Number of answers that a candidate on trial is expected to collect before it is judged.
    public let patience: Double
    /// Chance that each position is looked at, relative to the first; positions beyond the last value repeat it.
    public let examination: [Double]
    /// Scales the rate at each position, in [0, 1]; positions beyond the last value repeat it.
    public let profile: [Double]
    /// Kept, because it is in the record of every decision: all of them share its text.
    public let version: String

    /// - Parameter examination: not increasing; empty when every position counts the same.
    /// - Parameter profile: such as `[0, 0.5, 1]` to keep the first position free of trials; empty is 1 everywhere.
    /// - Throws: ``ExploreError`` `parameter`, naming the parameter, its rule and the value.
    public init(
        strength: Double = 0.5, noise: Double = 0.1, patience: Double = 80, examination: [Double] = [],
        profile: [Double] = []
    ) throws {
        try ExploreError.check(strength >= 0 && strength <= 1, "DirectedSlate.strength", "in [0, 1]", got: strength)
        try ExploreError.check(noise > 0 && noise.isFinite, "DirectedSlate.noise", "positive", got: noise)
        try ExploreError.check(patience > 0 && patience.isFinite, "DirectedSlate.patience", "positive", got: patience)
        for (place, value) in examination.enumerated() {
            let isInOrder = place == 0 || value <= examination[place - 1]
            try ExploreError.check(
                value >= 0 && value.isFinite && isInOrder, "DirectedSlate.examination[\(place)]",
                "finite, at least 0 and at most the value before", got: value)
        }
        for (place, value) in profile.enumerated() {
            try ExploreError.check(value >= 0 && value <= 1, "DirectedSlate.profile[\(place)]", "in [0, 1]", got: value)
        }
        self.strength = strength
        self.noise = noise
        self.patience = patience
        self.examination = examination
        self.profile = profile
        var parts = ["strength=\(strength)", "noise=\(noise)", "patience=\(patience)"]
        if !examination.isEmpty { parts.append("examination=\(examination)") }
        if !profile.isEmpty { parts.append("profile=\(profile)") }
        version = "directed(\(parts.joined(separator: ", ")))"
    }

    public var isDeterministic: Bool { strength == 0 || (!profile.isEmpty && profile.allSatisfy { $0 == 0 }) }

    /// - Throws: ``ExploreError`` `parameter` when the rate is not in [0, 1] or the length negative.
    public func slate(
        from actions: ScoredActions, length: Int, rate: Double, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        try Self.check(rate: rate, length: length)
        var walk = DirectedWalk(self, actions, length: length)
        var draw = SlateDraw()
        draw.actions.reserveCapacity(walk.length)
        draw.propensities.reserveCapacity(walk.length)
        draw.isExploration.reserveCapacity(walk.length)
        draw.spent.reserveCapacity(walk.length)
        for position in 0..<walk.length {
            let chance = rate * chance(at: position)
            let best = walk.best
            let action = walk.choose(chance: chance, point: generator.unit())
            draw.spent.append(chance * walk.costOfTrial(at: position))
            draw.propensities.append(walk.propensity(of: action, chance: chance))
            draw.isExploration.append(action != best)
            draw.actions.append(action)
            walk.show(action)
        }
        return draw
    }

    /// - Throws: ``ExploreError`` `parameter` as above, `list` when the list is longer than the candidates, repeats
    ///   one, or names one that is not there.
    public func propensities(
        of list: [Int], from actions: ScoredActions, rate: Double, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        try Self.check(rate: rate, length: list.count)
        try Self.check(list: list, of: actions)
        var walk = DirectedWalk(self, actions, length: list.count)
        var values: [Double] = []
        values.reserveCapacity(list.count)
        for (position, action) in list.enumerated() {
            values.append(walk.propensity(of: action, chance: rate * chance(at: position)))
            walk.show(action)
        }
        return (values, [])
    }

    /// Chance of an exploring draw at a position (from 0) at rate 1.
    func chance(at position: Int) -> Double { strength * Self.value(profile, at: position) }

    /// Examination of a position (from 0).
    func examination(at position: Int) -> Double { Self.value(examination, at: position) }

    private static func value(_ curve: [Double], at position: Int) -> Double {
        curve.isEmpty ? 1 : curve[min(position, curve.count - 1)]
    }

    static func check(rate: Double, length: Int) throws {
        try ExploreError.check(rate >= 0 && rate <= 1, "DirectedSlate.rate", "in [0, 1]", got: rate)
        try ExploreError.check(length >= 0, "DirectedSlate.length", "at least 0", got: length)
    }

    static func check(list: [Int], of actions: ScoredActions) throws {
        guard Set(list).count == list.count, list.allSatisfy(actions.means.indices.contains) else {
            throw ExploreError(
                code: "list", message: "the list must hold different places of \(actions.count) candidates; got \(list)"
            )
        }
    }
}
