public import Linear

extension MixedEffectsRanker {
    /// Takes over what another ranker of the same features, settings and item rows has learned, as if both had been
    /// learned here, up to the order of answers.
    ///
    /// - Throws: ``ExploreError`` `merge` when they differ.
    public mutating func merge(_ other: MixedEffectsRanker) throws {
        guard settings == other.settings, featureNames == other.featureNames else {
            throw ExploreError(
                code: "merge", message: "rankers \(version) and \(other.version) differ in features or settings")
        }
        let (mine, theirs) = (self, other)
        let step = clock.join(other.clock)
        belief.discount(by: step.keep, priorShare: step.priorShare)
        var incoming = other.belief
        incoming.discount(by: step.otherKeep, priorShare: step.priorShare)
        try belief.merge(incoming)
        noise.fade(by: step.keep)
        noise.sum += other.noise.sum * step.otherKeep
        noise.weight += other.noise.weight * step.otherKeep
        deviation = ItemDeviation(initial: deviation.initial, worth: deviation.worth, half: deviation.half)
        effects = (0..<Int32(max(effects.count, other.effects.count))).map { item in
            var (own, incoming) = (mine.faded(item), theirs.faded(item))
            own.fade(by: step.keep)
            incoming.fade(by: step.otherKeep)
            own.add(incoming)
            own.stamp = clock.now
            deviation.count(own)
            return own
        }
        updates += other.updates
    }

    /// The same knowledge for a table with other rows.
    ///
    /// - Parameter row: the new row of an old one; nothing forgets the item.
    public func moved(to row: (Int32) -> Int32?) -> MixedEffectsRanker {
        var moved = self
        moved.effects = []
        moved.deviation = ItemDeviation(initial: deviation.initial, worth: deviation.worth, half: deviation.half)
        for (old, effect) in effects.enumerated() where effect != .unknown {
            guard let new = row(Int32(old)), new >= 0 else { continue }
            if Int(new) >= moved.effects.count {
                moved.effects.append(contentsOf: repeatElement(.unknown, count: Int(new) + 1 - moved.effects.count))
            }
            moved.effects[Int(new)] = effect
            moved.deviation.count(effect)
        }
        return moved
    }
}

extension MixedEffectsRanker: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        belief.store(into: &bundle, as: "\(name).coefficients")
        clock.store(into: &bundle, as: name)
        bundle.store([Int64(updates)], as: "\(name).updates")
        let rows = effects.indices.filter { effects[$0] != .unknown }
        bundle.store(rows.map { Int32($0) }, as: "\(name).items")
        bundle.store(rows.flatMap { effects[$0].sums }, as: "\(name).effects")
        bundle.store(rows.map { effects[$0].stamp }, as: "\(name).stamps")
        bundle.store(
            [deviation.initial, deviation.sum, deviation.weight, noise.initial, noise.sum, noise.weight],
            as: "\(name).estimates")
        bundle.store(
            [
                settings.rewards.lowerBound, settings.rewards.upperBound, settings.ridge,
                settings.initialReward ?? .nan, settings.initialDeviation ?? .nan, settings.initialNoise ?? .nan,
            ], as: "\(name).settings")
        bundle.metadata["\(name).likelihood"] = settings.likelihood.rawValue
        bundle.metadata["\(name).lineage"] = lineage
        bundle.metadata["\(name).features"] = featureNames.joined(separator: "\n")
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let clock = try ForgettingClock(from: bundle, as: name)
        let numbers = try bundle.doubles("\(name).settings")
        let likelihood = Likelihood(rawValue: try bundle.text("\(name).likelihood"))
        try bundle.require(numbers.count == 6 && numbers[0] < numbers[1], "\(name).settings", "must be six settings")
        guard let likelihood else {
            throw ExploreError(code: "saved", message: "'\(name).likelihood' is none of this release")
        }
        let settings = Settings(
            likelihood: likelihood, rewards: numbers[0]...numbers[1],
            initialReward: numbers[3].isNaN ? nil : numbers[3], ridge: numbers[2],
            initialDeviation: numbers[4].isNaN ? nil : numbers[4], initialNoise: numbers[5].isNaN ? nil : numbers[5],
            forgetting: clock.forgetting)
        try self.init(
            featureNames: try bundle.text("\(name).features").split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init), settings: settings, lineage: try bundle.text("\(name).lineage"))
        let saved = try CoefficientBelief(from: bundle, as: "\(name).coefficients")
        try bundle.require(saved.prior == belief.prior, "\(name).coefficients", "must have the prior of the settings")
        belief = saved
        self.clock = clock
        try loadEffects(bundle, name)
    }

    private mutating func loadEffects(_ bundle: ArrayBundle, _ name: String) throws {
        let counts = try bundle.int64s("\(name).updates")
        try bundle.require(counts.count == 1 && counts[0] >= 0, "\(name).updates", "must be a number of updates")
        updates = Int(counts[0])
        let rows = try bundle.int32s("\(name).items")
        let sums = try bundle.finiteDoubles("\(name).effects", count: 6 * rows.count)
        let stamps = try bundle.int64s("\(name).stamps")
        try bundle.require(
            stamps.count == rows.count && zip(rows, rows.dropFirst()).allSatisfy(<) && rows.first ?? 0 >= 0,
            "\(name).items", "must be rows in order, with a stamp each")
        effects = Array(repeating: .unknown, count: Int((rows.last ?? -1) + 1))
        for (place, row) in rows.enumerated() {
            effects[Int(row)] = ItemEffect(sums: sums[6 * place..<6 * place + 6], stamp: stamps[place])
        }
        let estimates = try bundle.finiteDoubles("\(name).estimates", count: 6)
        try bundle.require(
            estimates[0] == deviation.initial && estimates[3] == noise.initial && estimates[2] >= 0
                && estimates[5] >= 0,
            "\(name).estimates", "must start from the settings")
        (deviation.sum, deviation.weight) = (estimates[1], estimates[2])
        (noise.sum, noise.weight) = (estimates[4], estimates[5])
    }
}

extension ItemEffect {
    fileprivate var sums: [Double] { [precision, moment, residual, slope, residualSquares, slopeSquares] }

    fileprivate init(sums: ArraySlice<Double>, stamp: Int64) {
        let first = sums.startIndex
        precision = sums[first]
        moment = sums[first + 1]
        residual = sums[first + 2]
        slope = sums[first + 3]
        residualSquares = sums[first + 4]
        slopeSquares = sums[first + 5]
        self.stamp = stamp
    }
}
