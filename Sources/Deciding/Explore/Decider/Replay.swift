public import Commerce

/// Makes a decision again from its record alone, and says where it comes out different.
///
/// The record holds the candidates with means, variances and adjustments, pins and quotas with the items they count,
/// the spread, the policy with its parameters, the rate and the seed. From these the list, its propensities and what it
/// spent follow bit for bit; with the ranker of that version, so do means and variances from the features.
public struct Replay: Sendable {
    public let policies: PolicyRegistry

    public init(_ policies: PolicyRegistry = .standard) { self.policies = policies }

    /// What came out different, in words; empty when the replay is exact.
    public struct Report: Sendable, Hashable {
        public let differences: [String]
        public var isExact: Bool { differences.isEmpty }
    }

    /// Makes the list again.
    ///
    /// - Throws: ``ExploreError`` `replay.record` when the record lacks what is needed, and what the registry throws.
    public func check(_ decision: Decision) throws -> Report {
        let problem = try SlateProblem(decision)
        let policy = try policies.policy(decision.policyVersion)
        var generator = SeededGenerator(seed: decision.seed)
        let slate = try problem.draw(policy: policy, rate: decision.exploration.rate, using: &generator)
        var differences: [String] = []
        if slate.count != decision.slate.count {
            differences.append("the list has \(decision.slate.count) positions; the replay \(slate.count)")
        }
        for (place, shown) in decision.slate.prefix(slate.count).enumerated() {
            func compare<Value: Equatable>(_ what: String, _ logged: Value, _ made: Value) {
                guard logged != made else { return }
                differences.append("position \(place + 1): \(what) is \(logged); the replay's \(made)")
            }
            let candidate = slate.candidates[place]
            compare("place", shown.position, place + 1)
            compare("item", shown.item, decision.candidates.items[candidate])
            compare("propensity", shown.propensity, slate.propensities[place])
            compare("propensity error", shown.propensityError, slate.errors[place])
            compare("score", shown.score, problem.scores.means[candidate])
            compare("pinned", shown.isPinned, slate.isPinned[place])
            compare("exploration", shown.isExploration, slate.isExploration[place])
        }
        if decision.exploration.spent != slate.spent {
            differences.append("spent is \(decision.exploration.spent); the replay's \(slate.spent)")
        }
        return Report(differences: differences)
    }

    /// The same, and scores the candidates again first.
    ///
    /// - Parameter row: the item's row in the table that the ranker knows.
    /// - Throws: also `replay.ranker` when the ranker has another version than the record, or does not know an item's
    ///   row.
    public func check(_ decision: Decision, ranker: some CandidateRanker, row: (ItemID) -> Int32?) throws -> Report {
        guard ranker.version == decision.rankerVersion else {
            throw ExploreError(
                code: "replay.ranker",
                message: "decision \(decision.id) was scored by \(decision.rankerVersion ?? "no ranker"), not by "
                    + ranker.version)
        }
        let candidates = decision.candidates
        let rows = try candidates.items.map { item in
            guard let row = row(item) else {
                throw ExploreError(code: "replay.ranker", message: "item '\(item)' has no row")
            }
            return row
        }
        var scores = CandidateScores()
        try ranker.score(features: candidates.features, items: rows, into: &scores)
        var differences: [String] = []
        for place in rows.indices {
            if scores.means[place] != candidates.means[place] || scores.variances[place] != candidates.variances[place]
            {
                differences.append(
                    "candidate '\(candidates.items[place])': mean and variance are \(candidates.means[place]) and "
                        + "\(candidates.variances[place]); the replay's \(scores.means[place]) and "
                        + "\(scores.variances[place])")
            }
        }
        return Report(differences: differences + (try check(decision).differences))
    }

    /// The conditional propensities with which another policy would have made the logged list from the same candidates,
    /// under the same pins, quotas and spread: what judges it from this log. 1 where pinned.
    ///
    /// - Parameter generator: for policies that estimate their propensities.
    public func propensities(
        of decision: Decision, under policy: any SlatePolicy, rate: Double, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        let problem = try SlateProblem(decision)
        let places = Dictionary(
            zip(decision.candidates.items, 0...), uniquingKeysWith: { first, _ in first })
        let list = try decision.slate.map { shown in
            guard let place = places[shown.item] else {
                throw ExploreError(
                    code: "replay.record",
                    message: "decision \(decision.id) shows item '\(shown.item)', which is not among its candidates")
            }
            return place
        }
        return try problem.propensities(of: list, policy: policy, rate: rate, using: &generator)
    }
}

extension SlateProblem {
    /// The problem that a decision solved, from its record.
    init(_ decision: Decision) throws {
        let candidates = decision.candidates
        func refuse(_ problem: String) -> ExploreError {
            ExploreError(code: "replay.record", message: "decision \(decision.id) cannot be made again: \(problem)")
        }
        guard candidates.means.count == candidates.count, candidates.variances.count == candidates.count,
            candidates.adjustments.isEmpty || candidates.adjustments.count == candidates.count,
            candidates.spread == 0 || candidates.kinds.count == 4 * candidates.count
        else { throw refuse("its columns of means, variances, adjustments and kinds do not fit its candidates") }
        let places = Dictionary(zip(candidates.items, 0...), uniquingKeysWith: { first, _ in first })
        var pins: [Pin] = []
        var quotas: [SlateQuota] = []
        for rule in decision.rules {
            func members() throws -> [Bool] {
                var isMember = [Bool](repeating: false, count: candidates.count)
                for item in rule.items {
                    guard let place = places[item] else {
                        throw refuse("rule '\(rule.rule)' counts item '\(item)', which is no candidate")
                    }
                    isMember[place] = true
                }
                return isMember
            }
            switch rule.effect {
            case .pin(let position):
                guard rule.note == nil else { continue }
                guard let item = rule.items.first, let place = places[item] else {
                    throw refuse("the pinned item of rule '\(rule.rule)' is no candidate")
                }
                pins.append(Pin(candidate: place, position: position))
            case .atMost(let count): quotas.append(SlateQuota(bound: .atMost(count), isMember: try members()))
            case .atLeast(let count): quotas.append(SlateQuota(bound: .atLeast(count), isMember: try members()))
            case .adjust, .exclude: continue
            }
        }
        self.init(
            scores: try ScoredActions(
                means: candidates.means, adjustments: candidates.adjustments, variances: candidates.variances),
            length: decision.length, pins: pins, quotas: quotas, spread: KindSpread(candidates))
    }
}
