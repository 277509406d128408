public import Commerce

/// One instant divides everyone's events: before it is training, from it on is the test. The only protocol here
/// that imitates use, where nothing of the future is known (Ji et al., "A Critical Study on Data Leakage in
/// Recommender System Offline Evaluation", TOIS 2023).
///
/// Targets are the items of a shopper's events from the cut on, by default only those that are not in the
/// history. A shopper without an event before the cut is new: dropped and counted by default, else asked about
/// with an empty history. Items first seen after the cut are kept as targets by default, though no model of
/// events alone can find them: leaving them out would flatter every model.
public struct TimeSplit: SplitRule {
    public static let name = "time"

    /// Where the test starts.
    public let test: TimeCut
    /// Where the validation starts; it ends where the test starts.
    public let validation: TimeCut?
    public let repeats: HeldOutHandling
    public let newShoppers: HeldOutHandling
    public let newItems: HeldOutHandling

    /// - Throws: ``IntakeError`` `split.parameter` when the validation does not start before the test.
    public init(
        test: TimeCut, validation: TimeCut? = nil, repeats: HeldOutHandling = .drop,
        newShoppers: HeldOutHandling = .drop, newItems: HeldOutHandling = .keep
    ) throws {
        try test.check()
        try validation?.check()
        if let validation, !validation.mayPrecede(test) {
            throw IntakeError.split("TimeSplit.validation", "before TimeSplit.test, \(test)", got: validation)
        }
        self.test = test
        self.validation = validation
        self.repeats = repeats
        self.newShoppers = newShoppers
        self.newItems = newItems
    }

    /// O(events log events) for cuts by share, else O(events).
    ///
    /// - Throws: ``IntakeError`` `split.times` without times, `split.empty` when a part would be empty.
    public func split(_ interactions: Interactions) throws -> InteractionSplit {
        guard interactions.times.count == interactions.count else {
            throw IntakeError(
                code: "split.times", message: "the time split needs the time of every event; this source has none",
                remedy: "map a time column, or use \(LeaveLastOut.name)")
        }
        guard interactions.count > 0 else {
            throw IntakeError.split(nothingIn: "training", remedy: "import events first")
        }
        let sorted = interactions.times.sorted()
        let testStart = test.instant(in: sorted)
        let validationStart = validation?.instant(in: sorted) ?? testStart
        guard validationStart <= testStart else {
            throw IntakeError.split(
                "TimeSplit.validation", "before the test, which starts \(testStart)", got: validationStart)
        }
        let parts = interactions.times.map { time -> SplitAssembly.Part in
            time < validationStart ? .training : time < testStart ? .validation : .test
        }
        return try SplitAssembly(
            source: interactions, parts: parts, repeats: repeats, newShoppers: newShoppers, newItems: newItems
        ).assemble()
    }
}

extension TimeSplit {
    private enum CodingKeys: String, CodingKey { case test, validation, repeats, newShoppers, newItems }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func handling(_ key: CodingKeys, default standard: HeldOutHandling) throws -> HeldOutHandling {
            try container.decodeIfPresent(HeldOutHandling.self, forKey: key) ?? standard
        }
        try self.init(
            test: container.decode(TimeCut.self, forKey: .test),
            validation: container.decodeIfPresent(TimeCut.self, forKey: .validation),
            repeats: handling(.repeats, default: .drop), newShoppers: handling(.newShoppers, default: .drop),
            newItems: handling(.newItems, default: .keep))
    }
}
