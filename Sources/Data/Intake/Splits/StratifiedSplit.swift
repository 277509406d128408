public import Commerce

/// A random share of each shopper's events is the training, the rest the test: the split of rating data sets, as
/// in Microsoft Recommenders' `python_stratified_split`. Time is ignored, so a model may learn from the future.
///
/// Of a shopper's `n` events, `round(training * n)` go to training and up to `round((training + validation) * n)`
/// to validation, halves rounded to even, but at least one to training. The order of events is kept. Each
/// shopper's draw depends on the seed and the shopper's row alone.
public struct StratifiedSplit: SplitRule {
    public static let name = "stratified"

    /// Share of each shopper's events to learn from, in (0, 1).
    public let training: Double
    /// Share held out for validation; the rest is the test.
    public let validation: Double
    public let seed: UInt64
    public let repeats: HeldOutHandling

    /// - Throws: ``IntakeError`` `split.parameter` when the shares leave nothing for the test.
    public init(
        training: Double = 0.75, validation: Double = 0, seed: UInt64, repeats: HeldOutHandling = .drop
    ) throws {
        guard training > 0, training < 1 else {
            throw IntakeError.split("StratifiedSplit.training", "in (0, 1)", got: training)
        }
        guard validation >= 0, training + validation < 1 else {
            throw IntakeError.split(
                "StratifiedSplit.validation", "at least 0 and, with the training's \(training), below 1",
                got: validation)
        }
        self.training = training
        self.validation = validation
        self.seed = seed
        self.repeats = repeats
    }

    public func split(_ interactions: Interactions) throws -> InteractionSplit {
        let root = SeededGenerator(seed: seed)
        var parts = [SplitAssembly.Part](repeating: .training, count: interactions.count)
        for shopper in 0..<interactions.shoppers.count {
            let events = interactions.offsets[shopper]..<interactions.offsets[shopper + 1]
            var generator = root.split(UInt64(shopper))
            let total = Double(events.count)
            var toTraining = max(1, Int((training * total).rounded(.toNearestOrEven)))
            let notTest = max(toTraining, Int(((training + validation) * total).rounded(.toNearestOrEven)))
            var toValidation = notTest - toTraining
            // Selection sampling (Knuth, TAOCP volume 2, algorithm 3.4.2 S) with three outcomes: every way to
            // divide the events is equally likely, and their order needs no restoring.
            for event in events {
                let draw = generator.unit() * Double(events.upperBound - event)
                if draw < Double(toTraining) {
                    toTraining -= 1
                } else if draw < Double(toTraining + toValidation) {
                    parts[event] = .validation
                    toValidation -= 1
                } else {
                    parts[event] = .test
                }
            }
        }
        return try SplitAssembly(source: interactions, parts: parts, repeats: repeats).assemble()
    }
}

extension StratifiedSplit {
    private enum CodingKeys: String, CodingKey { case training, validation, seed, repeats }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            training: container.decodeIfPresent(Double.self, forKey: .training) ?? 0.75,
            validation: container.decodeIfPresent(Double.self, forKey: .validation) ?? 0,
            seed: container.decode(UInt64.self, forKey: .seed),
            repeats: container.decodeIfPresent(HeldOutHandling.self, forKey: .repeats) ?? .drop)
    }
}
