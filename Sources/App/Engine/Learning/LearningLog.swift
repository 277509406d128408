public import Commerce
import Foundation
public import Intake
public import Ledger
import Linear

/// A shop's log made ready for learning: cleaned events as interactions, and what is known of the items.
public struct LearningLog: Sendable {
    public var interactions: Interactions
    /// False when the events' times only number them, so that nothing can be divided by time.
    public var hasTimes = true
    /// What the events' own weights were multiplied by; a history must be scaled alike to be answered alike.
    public var weightScale: Float
    /// Described items, in no particular order; others are known by their identifier only.
    public var catalogue: [Item]
    /// What the cleaning did, to be kept with the models.
    public var cleaning: CleaningRecord
    /// Rows of files that could not be understood and are not among the interactions.
    public var rejected = Rejected()

    public struct Rejected: Sendable {
        public var count = 0
        /// What was wrong with the first one.
        public var first: RowIssue?
    }

    /// How a log is turned into examples.
    public struct Preparation: Sendable {
        public var weights: RewardWeights
        public var cleaning: CleaningRecipe
        public var repeats: InteractionsBuilder.Repeats

        /// One interaction for each shopper and item: what a list that leaves out what was seen can be judged by.
        public static let standard = Preparation(repeats: .merged)
        /// Every event, in order: for sessions, and for splits by time, where a later event must not move an earlier one.
        public static let everyEvent = Preparation(repeats: .kept)

        public init(
            weights: RewardWeights = .standard, cleaning: CleaningRecipe = .standard,
            repeats: InteractionsBuilder.Repeats = .merged
        ) {
            self.weights = weights
            self.cleaning = cleaning
            self.repeats = repeats
        }

        /// Kinds that are evidence for or against an item. Impressions, by far the most, are not.
        var kinds: Set<EventKind> { Set(EventKind.allCases.filter { $0.needsItem && weights[$0] != 0 }) }
    }

    /// Events may come in any order. O(events log events), all in memory.
    ///
    /// - Throws: ``EngineError`` `learning.empty` when nothing is left to learn from.
    init(
        events: consuming [Event], catalogue: [Item], preparation: Preparation, source: String,
        rejected: Rejected = Rejected()
    ) throws {
        let cleaned = try preparation.cleaning.clean(events)
        var builder = try InteractionsBuilder(weights: preparation.weights, repeats: preparation.repeats)
        builder.add(cleaned.events)
        let built = builder.build()
        weightScale = built.scaleToMeanOne
        interactions = built.scaled(by: weightScale)
        self.catalogue = catalogue
        cleaning = cleaned.record
        self.rejected = rejected
        guard interactions.count > 0 else {
            var message = "\(source) holds no event from which a recommender could learn"
            if let first = rejected.first {
                message += "; \(rejected.count) rows cannot be understood, in line \(first.line): \(first.message)"
            }
            throw EngineError(
                code: "learning.empty", message: message,
                remedy: "import events in which a shopper or visitor views, clicks, carts or buys an item")
        }
    }
}

extension Interactions {
    /// What weights are multiplied by so that their mean is 1: settings such as the confidence of ALS then mean the same
    /// for a log of purchases (worth 1 each) and a log of views (worth a tenth).
    fileprivate var scaleToMeanOne: Float {
        let sum = weights.reduce(0.0) { $0 + Double($1) }
        return sum > 0 ? Float(Double(count) / sum) : 1
    }

    /// The same events with weights multiplied.
    func scaled(by scale: Float) -> Interactions {
        Interactions(
            shoppers: shoppers, items: items, offsets: offsets, itemRows: itemRows, weights: weights.map { $0 * scale },
            times: times)
    }
}

extension LearningLog {
    /// From files, without a ledger.
    public init(
        files: [String], preset: String, options: IntakeOptions, preparation: Preparation,
        progress: @escaping ProgressHandler = { _ in }
    ) throws {
        let kinds = preparation.kinds
        var events: [Event] = []
        var items: [ItemID: Item] = [:]
        var rejected = Rejected()
        var hasTimes = true
        for file in files {
            let feed = ReaderFeed(try IntakeSource.open(file, preset: preset, options: options), batchRows: 25_000)
            if feed.layout.table == .events { hasTimes = hasTimes && feed.layout.hasTimes }
            var rows = 0
            try Pipeline.run(produce: { try feed.next() }) { piece in
                for event in piece.batch.events where kinds.contains(event.kind) { events.append(event) }
                for item in piece.batch.items { items[item.id] = item }
                rows += piece.batch.rows
                rejected.count += piece.batch.rejects.count
                rejected.first = rejected.first ?? piece.batch.rejects.first?.issue
                progress(JobProgress(.reading, completed: rows, .rows, fraction: piece.fraction))
            }
        }
        try self.init(
            events: events, catalogue: items.values.sorted { $0.id < $1.id }, preparation: preparation,
            source: files.map { URL(filePath: $0).lastPathComponent }.joined(separator: ", "), rejected: rejected)
        self.hasTimes = hasTimes
    }

    /// From a shop's ledger.
    public init(
        ledger: some EventStore & ItemStore & ShopperStore, preparation: Preparation,
        progress: @escaping ProgressHandler = { _ in }
    ) throws {
        var events: [Event] = []
        try ledger.forEachEvent(matching: EventQuery(kinds: preparation.kinds)) { event in
            events.append(event)
            if events.count % 10_000 == 0 { progress(JobProgress(.reading, completed: events.count, .events)) }
        }
        progress(JobProgress(.reading, completed: events.count, .events))
        try self.init(events: events, catalogue: try ledger.items(), preparation: preparation, source: "the ledger")
    }
}
