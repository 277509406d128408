public import Commerce

/// Turns a decision and its rewards into what a policy learns from: one row per shown position.
///
/// Pinned positions are left out: a rule put them there, and nothing is learned from them.
///
/// A position that earned something was seen. One that earned nothing was perhaps never looked at, and the less so the
/// further down; taken at face value it would teach that items shown low are bad. So it counts by the chance that it
/// was looked at and refused. Under the position-based click model with examination `e` and response `r` of a looked-at
/// item that is (Craswell et al., "An experimental comparison of click position-bias models", 2008)
/// ```
/// weight = P(examined | no response) = e (1 - r) / (1 - e r)
/// ```
/// With the true `r` the weighted mean reward of an item is its response when looked at, wherever it was shown. Here
/// `r` is the mean that the decision logged for the item, held to [0, 0.99]. Where none was logged it is 0: then the
/// weight is `e` and the weighted mean `r / (1 + r (1 - e))`, a little low for items with a high response.
public struct DecisionFeedback: Sendable {
    /// Chance that each position is looked at, from the first; the last stands for all after it. In (0, 1].
    public let examination: [Double]
    /// Names of the numbers in ``Decision/context`` that rows hold as shared features, in this order.
    public let contextNames: [String]

    /// - Parameter examination: empty when every position is surely looked at.
    /// - Throws: ``ExploreError`` `parameter` when a chance is not in (0, 1].
    public init(examination: [Double] = [], contextNames: [String] = []) throws {
        for (place, chance) in examination.enumerated() {
            try ExploreError.check(
                chance > 0 && chance <= 1, "DecisionFeedback.examination[\(place)]", "in (0, 1]", got: chance)
        }
        self.examination = examination
        self.contextNames = contextNames
    }

    /// The rows of a decision, in order of position. O(candidates + slate * features).
    ///
    /// - Parameters:
    ///   - rewards: by position.
    ///   - key: the stable number of an item's arm.
    /// - Throws: ``ExploreError`` `feedback.shape` when rewards and slate, or the columns of the candidates, do not
    ///   fit; `feedback.candidate` when a shown item is not among candidates that have features; `feedback.context`
    ///   when a number of the context is missing.
    public func rows(
        of decision: Decision, rewards: [Double], key: (ItemID) -> Int32
    ) throws(ExploreError) -> [Feedback] {
        guard rewards.count == decision.slate.count else {
            throw ExploreError(
                code: "feedback.shape",
                message: "\(rewards.count) rewards for a slate of \(decision.slate.count) positions")
        }
        if let misfit = decision.candidates.misfit { throw ExploreError(code: "feedback.shape", message: misfit) }
        let context = DecisionContext(time: decision.time, features: try shared(decision))
        var rows: [Feedback] = []
        rows.reserveCapacity(rewards.count)
        for (place, action) in decision.slate.enumerated() where !action.isPinned {
            let candidate = try candidate(action.item, of: decision.candidates)
            let mean = candidate.flatMap { decision.candidates.means.isEmpty ? nil : decision.candidates.means[$0] }
            rows.append(
                Feedback(
                    context: context, key: key(action.item),
                    features: candidate.map { features($0, of: decision.candidates) } ?? [], reward: rewards[place],
                    weight: weight(at: action.position, reward: rewards[place], response: Double(mean ?? 0)),
                    propensity: action.propensity))
        }
        return rows
    }

    /// How much a position counts; see above.
    ///
    /// - Parameter position: from 1.
    public func weight(at position: Int, reward: Double, response: Double = 0) -> Double {
        guard reward == 0, !examination.isEmpty else { return 1 }
        let examined = examination[min(max(position, 1), examination.count) - 1]
        // A response that is certain would make a refusal impossible, and its weight 0.
        let response = response.isFinite ? min(max(response, 0), 0.99) : 0
        return examined * (1 - response) / (1 - examined * response)
    }

    private func shared(_ decision: Decision) throws(ExploreError) -> [Float] {
        var features: [Float] = []
        for name in contextNames {
            guard let value = decision.context[name] else {
                throw ExploreError(
                    code: "feedback.context", message: "the context of the decision has no '\(name)'",
                    remedy: "learn from decisions of the surface that logs it, or leave the name out")
            }
            features.append(Float(value))
        }
        return features
    }

    private func candidate(_ item: ItemID, of candidates: CandidateSet) throws(ExploreError) -> Int? {
        if let place = candidates.items.firstIndex(of: item) { return place }
        guard candidates.features.isEmpty else {
            throw ExploreError(
                code: "feedback.candidate",
                message: "an item that was shown, and not pinned, is not among the candidates",
                remedy: "log every candidate, or mark what rules put in as pinned")
        }
        return nil
    }

    private func features(_ place: Int, of candidates: CandidateSet) -> [Float] {
        guard !candidates.features.isEmpty else { return [] }
        let width = candidates.featureNames.count
        return Array(candidates.features[place * width..<(place + 1) * width])
    }
}
