public import Commerce

extension DirectedSlate {
    /// The first position of a list of what is left, with the curves of the positions from this one on.
    ///
    /// What is worth trying is weighed anew among the candidates available here, where a whole list weighs it once.
    public func next(
        from actions: ScoredActions, position: Int, left: Int, rate: Double, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        let rest = try moved(by: position)
        try ExploreError.check(rate >= 0 && rate <= 1, "DirectedSlate.rate", "in [0, 1]", got: rate)
        let walk = DirectedWalk(rest, actions, length: left)
        let chance = rate * rest.chance(at: 0)
        let action = walk.choose(chance: chance, point: generator.unit())
        return SlateDraw(
            actions: [action], propensities: [walk.propensity(of: action, chance: chance)],
            isExploration: [action != walk.best], spent: [chance * walk.costOfTrial(at: 0)])
    }

    public func propensity(
        of action: Int, from actions: ScoredActions, position: Int, left: Int, rate: Double,
        using generator: inout SeededGenerator
    ) throws -> (value: Double, error: Double) {
        let rest = try moved(by: position)
        let walk = DirectedWalk(rest, actions, length: left)
        return (walk.propensity(of: action, chance: rate * rest.chance(at: 0)), 0)
    }

    private func moved(by positions: Int) throws -> DirectedSlate {
        guard positions > 0, !examination.isEmpty || !profile.isEmpty else { return self }
        func moved(_ curve: [Double]) -> [Double] { Array(curve.suffix(max(1, curve.count - positions))) }
        return try DirectedSlate(
            strength: strength, noise: noise, patience: patience, examination: moved(examination),
            profile: moved(profile))
    }
}
