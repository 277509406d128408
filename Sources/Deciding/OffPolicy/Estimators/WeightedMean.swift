/// The two forms that all estimators by weights share, with or without a model.
///
/// `direct` is the model's word `sum_a target(a | x_i) q(x_i, a)`, 0 without a model; `residual` is `r_i - q(x_i, a_i)`,
/// the reward itself without a model; `u_i` is the weight as used. All [decisions].
struct WeightedMean {
    let log: LoggedDecisions
    let model: ModelTerms?
    let raw: ImportanceWeights
    let shrinkage: WeightShrinkage

    init(
        _ log: LoggedDecisions, under target: TargetProbabilities, model: ModelTerms? = nil,
        shrinkage: WeightShrinkage = .none
    ) throws {
        self.log = log
        self.model = model
        raw = try ImportanceWeights(log, under: target)
        self.shrinkage = shrinkage
    }

    /// `V = mean(direct_i + u_i residual_i)`; influence `direct_i + u_i residual_i - V`.
    func plain() throws -> Estimation {
        let (weights, cutShare) = used()
        var terms = weights
        for place in terms.indices {
            terms[place] = direct(place) + weights[place] * residual(place)
        }
        let value = terms.reduce(0, +) / Double(terms.count)
        for place in terms.indices { terms[place] -= value }
        return try Estimation(value: value, influence: terms, weights: weights, cutShare: cutShare).checked()
    }

    /// `V = mean(direct) + C` with `C = sum(u_i residual_i) / sum(u_i)`; influence
    /// `direct_i - mean(direct) + u_i (residual_i - C) / mean(u)`, which carries the chance in the divisor.
    func selfNormalised() throws -> Estimation {
        let (weights, cutShare) = used()
        let count = Double(weights.count)
        var (total, weighted, directSum) = (0.0, 0.0, 0.0)
        for place in weights.indices {
            total += weights[place]
            weighted += weights[place] * residual(place)
            directSum += direct(place)
        }
        let correction = weighted / total
        let (directMean, meanWeight) = (directSum / count, total / count)
        var influence = weights
        for place in influence.indices {
            influence[place] =
                direct(place) - directMean + weights[place] * (residual(place) - correction) / meanWeight
        }
        return try Estimation(
            value: directMean + correction, influence: influence, weights: weights, cutShare: cutShare
        ).checked()
    }

    private func direct(_ place: Int) -> Double { model?.direct[place] ?? 0 }

    private func residual(_ place: Int) -> Double { log.rewards[place] - (model?.shown[place] ?? 0) }

    /// The weights as used, and the share of their sum that shrinking took.
    private func used() -> (weights: [Double], cutShare: Double) {
        guard shrinkage != .none else { return (raw.values, 0) }
        var (before, after) = (0.0, 0.0)
        let weights = raw.values.map { weight in
            let shrunk = shrinkage(weight)
            before += weight
            after += shrunk
            return shrunk
        }
        return (weights, max(0, 1 - after / before))
    }
}

extension Estimation {
    /// - Throws: ``OffPolicyError`` `estimate.overflow` when value or influence left the range of numbers.
    func checked() throws -> Estimation {
        guard value.isFinite, influence.reduce(0, { $0 + $1 * $1 }).isFinite else {
            throw OffPolicyError(
                code: "estimate.overflow", message: "rewards times weights are too large to add up",
                remedy: "scale the rewards, and check the propensities")
        }
        return self
    }
}
