/// An estimator whose parameter is chosen from the log itself, by ``Slope``.
///
/// The value and the weights are those of the chosen candidate. The influence is that of the least biased candidate,
/// scaled up to the error `sqrt(SE² + (chosen - least biased)²)`: no interval can be both narrower than the unbiased
/// estimator's and honest about a bias that the log cannot show (Armstrong and Kolesár, "Optimal inference in a class of
/// regression models", Econometrica 86, 2018, section 4). So tuning makes a better value, not a narrower interval.
public struct TunedEstimator: OffPolicyEstimator {
    /// What was chosen, and from what.
    public struct Choice: Sendable {
        /// Place of the chosen candidate.
        public var chosen: Int
        /// Place of the candidate that the interval rests on.
        public var leastBiased: Int
        /// In the order of the candidates; nothing for one that refused the log.
        public var candidates: [Estimation?]
        /// The chosen value with its honest influence.
        public var estimation: Estimation
    }

    public let name: String
    public let candidates: [any OffPolicyEstimator]
    public let slope: Slope

    /// - Throws: ``OffPolicyError`` `tuning.empty` without candidates.
    public init(name: String, candidates: [any OffPolicyEstimator], slope: Slope) throws {
        guard !candidates.isEmpty else {
            throw OffPolicyError(code: "tuning.empty", message: "there is no candidate to choose from")
        }
        self.name = name
        self.candidates = candidates
        self.slope = slope
    }

    /// ``EstimatorBasis/both`` when any candidate asks a model.
    public var basis: EstimatorBasis { candidates.contains { $0.basis != .weights } ? .both : .weights }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        try choose(log, under: target, rewards: rewards).estimation
    }

    /// The choice with all that was compared.
    ///
    /// - Throws: the first candidate's error when all refuse the log.
    public func choose(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Choice {
        let results = candidates.map { candidate in
            Result { try candidate.evaluate(log, under: target, rewards: rewards) }
        }
        let estimations = results.map { try? $0.get() }
        let usable = estimations.indices.filter { estimations[$0] != nil }
        if usable.isEmpty { _ = try results[0].get() }
        let compared = usable.compactMap { estimations[$0] }
        let (chosen, leastBiased) = try slope.choose(among: compared)
        return Choice(
            chosen: usable[chosen], leastBiased: usable[leastBiased], candidates: estimations,
            estimation: try Self.honest(compared[chosen], compared[leastBiased]))
    }

    private static func honest(_ chosen: Estimation, _ reference: Estimation) throws -> Estimation {
        let (gap, error) = (chosen.value - reference.value, try reference.standardError())
        let scale = error > 0 ? (1 + gap * gap / (error * error)).squareRoot() : 1
        var estimation = chosen
        estimation.influence = reference.influence.map { $0 * scale }
        return estimation
    }
}

extension TunedEstimator {
    /// Largest weights from 1 to 1,000, two to a factor of ten, and none at all.
    public static let usualLimits: [Double] = [1, 3, 10, 30, 100, 300, 1000]

    /// ``InversePropensity`` with the limit on weights chosen.
    public static func clippedInversePropensity(
        limits: [Double] = usualLimits, slope: Slope? = nil
    ) throws -> TunedEstimator {
        try TunedEstimator(
            name: "ips(limit=slope)",
            candidates: [InversePropensity()] + limits.map { try InversePropensity(limit: $0) },
            slope: slope ?? Slope())
    }

    /// ``DoublyRobust`` with the limit on weights chosen.
    public static func clippedDoublyRobust(
        limits: [Double] = usualLimits, slope: Slope? = nil
    ) throws -> TunedEstimator {
        try TunedEstimator(
            name: "dr(limit=slope)", candidates: [DoublyRobust()] + limits.map { try DoublyRobust(limit: $0) },
            slope: slope ?? Slope())
    }

    /// ``SwitchDoublyRobust`` with the threshold chosen.
    public static func switchDoublyRobust(
        thresholds: [Double] = usualLimits, slope: Slope? = nil
    ) throws -> TunedEstimator {
        try TunedEstimator(
            name: "switch-dr(threshold=slope)",
            candidates: [DoublyRobust()] + thresholds.map { try SwitchDoublyRobust(threshold: $0) },
            slope: slope ?? Slope())
    }

    /// ``ShrunkDoublyRobust`` with the strength chosen; the strengths are the squares of the limits.
    public static func shrunkDoublyRobust(
        strengths: [Double] = usualLimits.map { $0 * $0 }, slope: Slope? = nil
    ) throws -> TunedEstimator {
        try TunedEstimator(
            name: "dros(strength=slope)",
            candidates: [DoublyRobust()] + strengths.map { try ShrunkDoublyRobust(strength: $0) },
            slope: slope ?? Slope())
    }
}
