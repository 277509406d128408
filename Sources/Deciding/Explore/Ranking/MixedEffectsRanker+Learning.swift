public import Commerce

extension MixedEffectsRanker {
    /// Learns one answer. O(features^2).
    ///
    /// - Parameters:
    ///   - item: row of the ``ItemTable``.
    ///   - features: those at the moment of the decision.
    ///   - weight: how much it counts: 1, or the chance that the position was looked at.
    ///   - time: of the answer, for forgetting.
    /// - Throws: ``ExploreError`` `reward` outside the declared range, `weight` when not positive, `feedback.shape` and
    ///   `actions.features` for the features, `item` for a negative row; nothing is then changed.
    public mutating func update(
        item: Int32, features: UnsafeBufferPointer<Float>, reward: Double, weight: Double = 1,
        time: Timestamp = Timestamp(milliseconds: 0)
    ) throws {
        try Observation.check(features: features, width: belief.width)
        try Observation.check(reward: reward, in: settings.rewards)
        try Observation.check(weight: weight)
        guard item >= 0 else {
            throw ExploreError(code: "item", message: "an item's row must be 0 or more; got \(item)")
        }
        let step = clock.advance(to: time)
        if step.keep < 1 { noise.fade(by: step.keep) }
        belief.discount(by: step.keep, priorShare: step.priorShare)
        if Int(item) >= effects.count {
            effects.append(contentsOf: repeatElement(.unknown, count: Int(item) + 1 - effects.count))
        }
        var effect = faded(item)
        effect.stamp = clock.now
        let before = effects[Int(item)]
        switch settings.likelihood {
        case .gaussian: learnReward(features, reward, weight * step.weight, &effect)
        case .logistic:
            learnChance(
                features, (reward - settings.rewards.lowerBound) / settings.span, weight * step.weight, &effect)
        }
        deviation.replace(before, by: effect)
        effects[Int(item)] = effect
        updates += 1
    }

    /// The same for features in an array of their own.
    public mutating func update(
        item: Int32, features: [Float], reward: Double, weight: Double = 1,
        time: Timestamp = Timestamp(milliseconds: 0)
    ) throws {
        try features.withUnsafeBufferPointer {
            try update(item: item, features: $0, reward: reward, weight: weight, time: time)
        }
    }

    /// Learns the answers to a decision, position by position. Pinned positions teach nothing: what was shown there was
    /// not chosen, and who looks at it is another crowd.
    ///
    /// - Parameters:
    ///   - rewards: of each position, from the first.
    ///   - weights: how much each counts, such as the chance that it was looked at; 0 leaves a position out.
    ///   - row: the row of an item; one without is left out.
    /// - Throws: ``ExploreError`` `feedback.shape` when rewards, weights or recorded features do not fit the slate, and
    ///   what ``update(item:features:reward:weight:time:)`` throws; positions before the bad one are then learned.
    public mutating func learn(
        from decision: Decision, rewards: [Double], weights: [Double]? = nil, time: Timestamp? = nil,
        row: (ItemID) -> Int32?
    ) throws {
        let slate = decision.slate
        guard rewards.count == slate.count, weights.map({ $0.count == slate.count }) ?? true,
            decision.candidates.featureNames == featureNames
        else {
            throw ExploreError(
                code: "feedback.shape",
                message:
                    "decision \(decision.id) shows \(slate.count) items by \(decision.candidates.featureNames.count) "
                    + "features; got \(rewards.count) rewards, \(weights?.count ?? slate.count) weights, for a ranker "
                    + "of \(featureNames.count) features")
        }
        for (place, shown) in slate.enumerated() where !shown.isPinned {
            let weight = weights?[place] ?? 1
            guard weight != 0, let item = row(shown.item),
                let candidate = decision.candidates.items.firstIndex(of: shown.item)
            else { continue }
            try decision.candidates.features(of: candidate).withUnsafeBufferPointer {
                try update(
                    item: item, features: $0, reward: rewards[place], weight: weight, time: time ?? decision.time)
            }
        }
    }

    /// Rewards with constant noise; precisions are in answers, so that a new estimate of the noise holds for all.
    private mutating func learnReward(
        _ features: UnsafeBufferPointer<Float>, _ reward: Double, _ weight: Double, _ effect: inout ItemEffect
    ) {
        let unit = noise.estimate
        let linear = belief.withVector(of: features) { belief.project($0) }
        let own = effect.posterior(deviation: deviation.estimate, noise: unit)
        noise.note(
            surprise: reward - linear.mean - own.mean, uncertainty: unit * linear.square + own.variance, weight: weight)
        let precision = weight / (1 + weight * own.variance / unit)
        belief.absorb(features, precision: precision, moment: precision * (reward - own.mean))
        let worth = weight / (1 + weight * linear.square)
        effect.precision += worth
        effect.moment += worth * (reward - linear.mean)
        effect.note(residual: worth * (reward - linear.mean), slope: worth)
    }

    /// Chances: the answer becomes a normal one at the mode of the sum's posterior.
    private mutating func learnChance(
        _ features: UnsafeBufferPointer<Float>, _ chance: Double, _ weight: Double, _ effect: inout ItemEffect
    ) {
        let linear = belief.withVector(of: features) { belief.project($0) }
        let own = effect.posterior(deviation: deviation.estimate, noise: 1)
        let mode = LogisticPosterior.mode(
            linear: linear.mean + own.mean, square: linear.square + own.variance, reward: chance, weight: weight)
        let expected = sigmoid(mode)
        let precision = weight * expected * (1 - expected)
        let push = weight * (chance - expected)
        let forFeatures = 1 / (1 + precision * own.variance)
        belief.absorb(
            features, precision: forFeatures * precision,
            moment: forFeatures * (precision * (mode - own.mean) + push))
        let forItem = 1 / (1 + precision * linear.square)
        effect.precision += forItem * precision
        effect.moment += forItem * (precision * (mode - linear.mean) + push)
        let alone = sigmoid(linear.mean)
        effect.note(
            residual: forItem * weight * (chance - alone), slope: forItem * weight * alone * (1 - alone))
    }
}
