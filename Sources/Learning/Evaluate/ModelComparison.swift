import Commerce

/// How far a model is from the reference on one metric, and whether chance could explain it.
public struct ModelComparison: Sendable, Hashable, Codable {
    /// Two-sided p-values of the hypothesis that the models are equal.
    public struct PValues: Sendable, Hashable, Codable {
        /// Fisher's paired randomisation.
        public var randomisation: Double
        public var bootstrap: Double
        /// Student's paired t; nothing when the figures do not vary.
        public var t: Double?
    }

    public var metric: MetricKey
    public var model: String
    public var reference: String
    /// The model's metric minus the reference's.
    public var difference: Double
    /// Of the difference, from the same resamples of shoppers for both models.
    public var interval: Interval?
    public var p: PValues
    /// The randomisation p-value after Holm's correction for the models compared on this metric.
    public var adjusted: Double

    /// Whether the model is worse, or better, than the reference beyond chance at this level.
    public func isSignificant(at level: Double = 0.05) -> Bool { adjusted < level }
}

extension Bootstrap {
    /// Compares two models measured on the same queries; nothing when the metric has no figure per shopper, or is
    /// undefined for different queries of the two.
    ///
    /// - Throws: ``EvaluateError`` `compare.queries` when the queries differ.
    public func compare(
        _ model: (name: String, measurement: Measurement), with reference: (name: String, measurement: Measurement),
        on metric: MetricKey
    ) throws -> ModelComparison? {
        try requireSameQueries(model.measurement, reference.measurement)
        return compare(
            Contestant(model.name, model.measurement, replicates(of: model.measurement.sums)),
            with: Contestant(reference.name, reference.measurement, replicates(of: reference.measurement.sums)),
            on: metric)
    }

    func requireSameQueries(_ left: Measurement, _ right: Measurement) throws {
        guard left.fingerprint == right.fingerprint, left.items == right.items, left.history == right.history,
            left.yardsticks == right.yardsticks
        else {
            throw EvaluateError(
                code: "compare.queries",
                message: "models can only be compared on the same queries and items, with the same evaluator",
                remedy: "measure both on one split with one RankingEvaluator")
        }
    }

    /// The best model on each metric against each of the others, with Holm's correction over the others.
    ///
    /// The best is picked by the same data, so its own lead is flattered; the correction is for the number of
    /// comparisons only.
    func compareWithBest(_ contestants: [Contestant], on metrics: [MetricKey]) -> [ModelComparison] {
        metrics.flatMap { metric -> [ModelComparison] in
            let ranked = contestants.filter { $0.measurement.metrics[metric] != nil }
            guard let best = ranked.max(by: { metric.isBetter($1.value(metric), than: $0.value(metric)) }) else {
                return []
            }
            var comparisons = ranked.filter { $0.name != best.name }.compactMap { compare($0, with: best, on: metric) }
            for (index, adjusted) in holmAdjusted(comparisons.map(\.p.randomisation)).enumerated() {
                comparisons[index].adjusted = adjusted
            }
            return comparisons
        }
    }

    private func compare(
        _ model: Contestant, with reference: Contestant, on metric: MetricKey
    ) -> ModelComparison? {
        let (own, other) = (model.measurement.sums, reference.measurement.sums)
        guard let index = own.keys.firstIndex(of: metric), let otherIndex = other.keys.firstIndex(of: metric),
            let value = model.measurement.metrics[metric], let otherValue = reference.measurement.metrics[metric]
        else { return nil }
        let (sums, counts) = own.column(index)
        let (otherSums, otherCounts) = other.column(otherIndex)
        guard counts == otherCounts else { return nil }
        let test = PairedTest(differences: zip(sums, otherSums).map { $0 - $1 }, counts: counts)
        let replicates = zip(model.replicates.column(index), reference.replicates.column(otherIndex)).map { $0 - $1 }
        let difference = value - otherValue
        let total = test.counts.reduce(0, +)
        let acceleration = Self.acceleration(
            (test.differences, test.counts), test.differences.reduce(0, +), total)
        let randomisation = test.randomisation(draws: resamples, seed: seed)
        return ModelComparison(
            metric: metric, model: model.name, reference: reference.name, difference: difference,
            interval: own.owners < 2
                ? nil : interval(estimate: difference, replicates: replicates, acceleration: acceleration),
            p: .init(
                randomisation: randomisation,
                bootstrap: PairedTest.bootstrap(estimate: difference, replicates: replicates), t: test.studentT()),
            adjusted: randomisation)
    }
}

/// A model in a table, with its resampled metrics.
struct Contestant {
    let name: String
    let measurement: Measurement
    let replicates: Replicates

    init(_ name: String, _ measurement: Measurement, _ replicates: Replicates) {
        self.name = name
        self.measurement = measurement
        self.replicates = replicates
    }

    /// - Precondition: the metric is defined.
    func value(_ metric: MetricKey) -> Double { measurement.metrics[metric] ?? .nan }
}

extension MetricKey {
    func isBetter(_ left: Double, than right: Double) -> Bool { metric.isBetterLow ? left < right : left > right }
}
