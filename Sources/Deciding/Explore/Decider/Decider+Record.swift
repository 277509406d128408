import Commerce

/// The parts of a decision's record.
extension Decider {
    /// Where the item of a pin stands among the candidates, in which it is put; nothing for other rules.
    func pinOutcome(
        _ entry: ResolvedRules.Entry, _ length: Int, _ gate: inout CandidateGate, _ pooled: inout PooledCandidates
    ) -> PinOutcome? {
        guard case .pin(_, let position) = entry.rule.action else { return nil }
        if let refusal = gate.refusalOfPinned(entry.row) { return .refused(refusal) }
        return position > length ? .beyond(length: length) : .candidate(pooled.place(ofPinned: entry.row))
    }

    /// The candidates with what was added to their means so far.
    func ranked(
        _ request: DecisionRequest, _ pooled: PooledCandidates, _ scores: CandidateScores, _ effects: RuleEffects
    ) throws -> RankedCandidates {
        RankedCandidates(
            request: request, items: items, rows: pooled.rows,
            scores: try ScoredActions(
                means: scores.means, adjustments: effects.adjustments, variances: scores.variances),
            pinned: effects.pins.map(\.candidate))
    }

    func record(
        _ pooled: PooledCandidates, _ features: [Float], _ scores: CandidateScores, _ effects: RuleEffects
    ) -> CandidateSet {
        let hasPinned = pooled.sourceOf.contains { $0 == pooled.sources.count }
        return CandidateSet(
            items: pooled.rows.map { items.items[$0] }, sources: pooled.sources + (hasPinned ? ["rule"] : []),
            sourceOf: pooled.sourceOf, sourceScores: (0..<pooled.count).map(pooled.ownScore),
            featureNames: self.features.schema.names, features: features, means: scores.means,
            variances: scores.variances, adjustments: effects.adjustments)
    }

    /// What the list is spread over, and how much: the dial times what separates the best mean from the average one.
    func addKinds(to candidates: inout CandidateSet, _ pooled: PooledCandidates, _ scores: ScoredActions) {
        guard spread > 0 else { return }
        let best = scores.means.reduce(-.infinity, max)
        let average = scores.means.reduce(0, +) / Double(scores.count)
        candidates.spread = spread * (best - average)
        candidates.kinds.reserveCapacity(4 * pooled.count)
        for row in pooled.rows {
            let kinds = items.facts[Int(row)].categories
            for level in 0..<4 { candidates.kinds.append(kinds[level]) }
        }
    }

    /// Rewards are those of the ranker: what rules and familiarity add makes an item preferred, not better.
    func exploration(
        _ slate: AssembledSlate, _ problem: SlateProblem, _ scores: CandidateScores, _ rate: ExplorationRate,
        _ ranker: some CandidateRanker
    ) -> Exploration {
        var information = 0.0
        for (place, candidate) in slate.candidates.enumerated() where !slate.isPinned[place] {
            information += ranker.information(
                mean: Double(scores.means[candidate]), variance: Double(scores.variances[candidate]))
        }
        return Exploration(
            rate: rate.rate, factors: rate.factors,
            greedyReward: rate.greedyReward
                ?? problem.greedyChoices().reduce(0) { $0 + Double(scores.means[$1]) },
            spent: slate.spent, information: information)
    }

    func shown(
        _ slate: AssembledSlate, _ candidates: CandidateSet, _ pooled: PooledCandidates, _ scores: ScoredActions,
        _ reasons: (Int32, String) -> [Reason]
    ) -> [ShownAction] {
        slate.candidates.enumerated().map { place, candidate in
            let source = candidates.sources[Int(candidates.sourceOf[candidate])]
            return ShownAction(
                item: candidates.items[candidate], position: place + 1, propensity: slate.propensities[place],
                propensityError: slate.errors[place], source: source, score: scores.means[candidate],
                reasons: reasons(pooled.rows[candidate], source),
                isPinned: slate.isPinned[place], isExploration: slate.isExploration[place])
        }
    }

    static func strangeFeatures(_ ranker: some CandidateRanker, _ schema: FeatureSchema) -> ExploreError {
        let stranger =
            zip(ranker.featureNames, schema.names).first { $0 != $1 }.map { "'\($0)' where this has '\($1)'" }
            ?? "\(ranker.featureNames.count) where this has \(schema.names.count)"
        return ExploreError(
            code: "ranker.features",
            message: "ranker \(ranker.version) was made for other features than the decider's: \(stranger)",
            remedy: "make the ranker for this schema, or keep the sources that it was made for")
    }

    static func nothingLeft(_ pooled: PooledCandidates, _ request: DecisionRequest) -> ExploreError {
        let reasons = CandidateFilter.Refusal.allCases.compactMap { reason in
            pooled.refused[reason].map { "\($0) \(reason.rawValue)" }
        }
        let because = reasons.isEmpty ? "no source proposed any" : reasons.joined(separator: ", ")
        return ExploreError(
            code: "candidates.empty",
            message: "no item is left to show on surface '\(request.moment.surface.rawValue)': \(because)",
            remedy: "add a source that always has candidates, such as popularity, or relax the filters")
    }
}

extension ScoredActions {
    /// The scores that a list is chosen by, from the columns that the log keeps: `mean + adjustment` in double
    /// precision.
    init(means: [Float], adjustments: [Float], variances: [Float]) throws {
        try self.init(
            means: adjustments.isEmpty
                ? means.map { Double($0) } : zip(means, adjustments).map { Double($0) + Double($1) },
            variances: variances.map { Double($0) })
    }
}

extension KindSpread {
    init(_ candidates: CandidateSet) {
        guard candidates.spread > 0, candidates.kinds.count == 4 * candidates.count else {
            self.init()
            return
        }
        let kinds = candidates.kinds
        self.init(
            strength: candidates.spread,
            kinds: (0..<candidates.count).map {
                SIMD4(kinds[4 * $0], kinds[4 * $0 + 1], kinds[4 * $0 + 2], kinds[4 * $0 + 3])
            })
    }
}
