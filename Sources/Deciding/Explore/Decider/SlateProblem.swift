import Commerce

/// Scored candidates with everything that constrains the list made from them: pins, quotas, spread.
///
/// **How propensities stay exact.** Constraints never touch a list after it was drawn. They say, for each position and
/// given the positions before, which candidates are available and what their expected rewards are (less a penalty for
/// resembling what stands above). The slate policy then chooses one candidate among those, and its probability of doing
/// so *is* the conditional propensity. Pinned positions are not chosen: they have propensity 1.
///
/// - A candidate whose `atMost` quota is used up (pinned items count from the start) is not available.
/// - When the positions left are only just enough for what `atLeast` quotas still ask, only candidates that serve
///   them are available.
/// - With neither pins, quotas nor spread the policy draws its whole list at once.
///
/// The decider and ``Replay`` make the same value from the same record, and so the same list.
struct SlateProblem: Sendable {
    struct Pin: Sendable {
        /// A place among the candidates.
        let candidate: Int
        /// From 1.
        let position: Int
    }

    /// Adjusted means, and variances, of all candidates, pinned ones included. Shape [candidates].
    let scores: ScoredActions
    let length: Int
    /// In order of position, each within the length.
    let pins: [Pin]
    let quotas: [SlateQuota]
    let spread: KindSpread

    init(
        scores: ScoredActions, length: Int, pins: [Pin] = [], quotas: [SlateQuota] = [],
        spread: KindSpread = KindSpread()
    ) {
        self.scores = scores
        self.length = length
        self.pins = pins.sorted { $0.position < $1.position }
        self.quotas = quotas
        self.spread = spread
    }

    /// Whether the policy can draw the list at once.
    private var isUnconstrained: Bool { pins.isEmpty && quotas.isEmpty && !spread.isActive }

    /// Makes the list. It is shorter than `length` only where no candidate is available any more; pins then move up.
    func draw(policy: any SlatePolicy, rate: Double, using generator: inout SeededGenerator) throws -> AssembledSlate {
        guard !isUnconstrained else { return try drawAtOnce(policy, rate, &generator) }
        var slate = AssembledSlate()
        var walk = SlateWalkState(self)
        while let step = walk.next() {
            switch step {
            case .pinned(let candidate):
                slate.appendPinned(candidate)
                walk.take(candidate)
            case .choice(let available):
                let draw = try policy.next(
                    from: walk.scores(of: available), position: walk.position - 1, left: walk.left, rate: rate,
                    using: &generator)
                slate.append(draw, 0, candidate: available[draw.actions[0]])
                walk.take(available[draw.actions[0]])
            }
        }
        return slate
    }

    private func drawAtOnce(
        _ policy: any SlatePolicy, _ rate: Double, _ generator: inout SeededGenerator
    ) throws -> AssembledSlate {
        let draw = try policy.slate(from: scores, length: min(length, scores.count), rate: rate, using: &generator)
        var slate = AssembledSlate()
        for place in draw.actions.indices { slate.append(draw, place, candidate: draw.actions[place]) }
        return slate
    }

    /// The conditional propensities of a list that was made under the same constraints, by whatever policy: 1 where
    /// pinned, 0 where this one could not have made it.
    ///
    /// - Throws: ``ExploreError`` `slate.constraints` when the list breaks the constraints.
    func propensities(
        of list: [Int], policy: any SlatePolicy, rate: Double, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        guard !isUnconstrained else {
            let answer = try policy.propensities(of: list, from: scores, rate: rate, using: &generator)
            return (answer.values, answer.errors.isEmpty ? answer.values.map { _ in 0 } : answer.errors)
        }
        var values: [Double] = []
        var errors: [Double] = []
        var walk = SlateWalkState(self)
        for (place, candidate) in list.enumerated() {
            func refuse(_ problem: String) -> ExploreError {
                ExploreError(code: "slate.constraints", message: "position \(place + 1) of the list \(problem)")
            }
            switch walk.next() {
            case nil: throw refuse("is beyond what the rules allow")
            case .pinned(let expected):
                guard candidate == expected else { throw refuse("is pinned to another item") }
                values.append(1)
                errors.append(0)
            case .choice(let available):
                guard let choice = available.firstIndex(of: candidate) else {
                    throw refuse("shows a candidate that the rules do not allow there")
                }
                let answer = try policy.propensity(
                    of: choice, from: walk.scores(of: available), position: walk.position - 1, left: walk.left,
                    rate: rate, using: &generator)
                values.append(answer.value)
                errors.append(answer.error)
            }
            walk.take(candidate)
        }
        return (values, errors)
    }

    /// The list that exploits only, under the same constraints: at each chosen position the best that is available, the
    /// first of equals.
    func greedyChoices() -> [Int] {
        var walk = SlateWalkState(self)
        var choices: [Int] = []
        while let step = walk.next() {
            switch step {
            case .pinned(let candidate): walk.take(candidate)
            case .choice(let available):
                let best = walk.best(of: available)
                choices.append(best)
                walk.take(best)
            }
        }
        return choices
    }
}

/// A list of candidates with what is to be logged of each position. Shapes: all [positions].
struct AssembledSlate: Sendable, Hashable {
    private(set) var candidates: [Int] = []
    private(set) var propensities: [Double] = []
    private(set) var errors: [Double] = []
    private(set) var isExploration: [Bool] = []
    private(set) var isPinned: [Bool] = []
    private(set) var spent = 0.0

    var count: Int { candidates.count }

    mutating func appendPinned(_ candidate: Int) {
        candidates.append(candidate)
        propensities.append(1)
        errors.append(0)
        isExploration.append(false)
        isPinned.append(true)
    }

    mutating func append(_ draw: SlateDraw, _ place: Int, candidate: Int) {
        candidates.append(candidate)
        propensities.append(draw.propensities[place])
        errors.append(draw.errors.isEmpty ? 0 : draw.errors[place])
        isExploration.append(draw.isExploration[place])
        isPinned.append(false)
        spent += draw.spent.isEmpty ? 0 : draw.spent[place]
    }
}
