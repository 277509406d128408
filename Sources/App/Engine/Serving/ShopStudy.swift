import Commerce
import Explore
import Foundation
import Ledger
import Linear
import Synchronization

/// Joins answers to decisions and learns from them, beside the desk that decides and on a thread that gives way to it, so
/// that learning never makes a request wait: what requests bring lies in an inbox until the next turn.
actor ShopStudy {
    /// What has come of learning since the last time.
    struct News: Sendable {
        /// Answered for good: for the ledger, the budget and the guard rail.
        var settled: [SettledDecision]
        /// What lists are to be ranked by from now on.
        var ranker: MixedEffectsRanker
    }

    /// Something on its way into the book.
    enum Delivery: Sendable {
        case decision(Decision)
        case event(Event, now: Timestamp)

        var time: Timestamp {
            switch self {
            case .decision(let decision): decision.time
            case .event(let event, _): event.time
            }
        }
    }

    private nonisolated let executor = BackgroundExecutor(name: "equipoise.learn")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private nonisolated let inbox = Mutex<[Delivery]>([])
    private var book: OutcomeBook<ShopLearner>
    private var settled: [SettledDecision] = []
    /// Learned for good when the last checkpoint was taken.
    private var kept: Int

    init(book: OutcomeBook<ShopLearner>) {
        self.book = book
        kept = book.updates
    }

    /// What was taken in by the last turn, and what has come since.
    var openDecisions: Int { book.openDecisions + book.waiting + inbox.withLock(\.count) }

    nonisolated func receive(_ decision: Decision) {
        let kept = decision.keepingSlate()
        inbox.withLock { $0.append(.decision(kept)) }
    }

    nonisolated func receive(_ events: [Event], now: Timestamp) {
        let answers = events.filter(LiveSettings.answers).map { Delivery.event($0, now: now) }
        if !answers.isEmpty { inbox.withLock { $0 += answers } }
    }

    /// In order of time, in which the book has the least to do over again; what comes out does not depend on it.
    private func takeIn() {
        let deliveries = inbox.withLock { inbox in
            defer { inbox = [] }
            return inbox
        }
        for delivery in deliveries.sorted(by: { $0.time < $1.time }) { settled += book.receive(delivery) }
    }

    nonisolated func receive(_ delivery: Delivery) { inbox.withLock { $0.append(delivery) } }

    /// What a ledger holds from a moment on, oldest first: all that a book must be told to be as it was.
    ///
    /// - Parameter now: the clock, by which a date in the future is found.
    static func deliveries(in ledger: SQLiteLedger, from start: Timestamp?, now: Timestamp) throws -> [Delivery] {
        var deliveries: [Delivery] = []
        try ledger.forEachDecision(matching: DecisionQuery(from: start)) {
            deliveries.append(.decision($0.keepingSlate()))
        }
        guard let first = deliveries.first?.time else { return [] }
        let kinds = Set(LiveSettings.answering).union([.impression])
        try ledger.forEachEvent(matching: EventQuery(from: max(first, start ?? first), kinds: kinds)) { event in
            if LiveSettings.answers(event) { deliveries.append(.event(event, now: now)) }
        }
        return deliveries.sorted { $0.time < $1.time }
    }

    /// Goes on without somebody: what is open is read again from a ledger that no longer knows the person.
    ///
    /// What was learned for good stays: sums over all shoppers, in which nobody's name stands. O(what is open).
    func forget(_ person: ErasedPerson, by ledger: SQLiteLedger, now: Timestamp) throws {
        inbox.withLock { inbox in
            inbox.removeAll { delivery in
                switch delivery {
                case .decision(let decision): person.owns(decision)
                case .event(let event, _): person.owns(event)
                }
            }
        }
        settled.removeAll { person.owns($0.decision) }
        var again = OutcomeBook(
            learner: book.settled, attribution: book.attribution, rewards: book.rewards, timing: book.timing,
            resumingAfter: book.mark, updates: book.updates, stride: Self.stride)
        for delivery in try Self.deliveries(in: ledger, from: book.resumePoint, now: now) {
            settled += again.receive(delivery)
        }
        settled += again.advance(to: now)
        book = again
    }

    /// See ``OutcomeBook``. The learner has a number of each item; with 100,000 items a state takes four megabytes.
    static let stride = 2048

    /// The catalogue has grown.
    func know(_ items: Vocabulary<Item>) { book.reconfigure { $0.items = items } }

    /// Lets time pass.
    func turn(to time: Timestamp) -> News {
        takeIn()
        settled += book.advance(to: time)
        defer { settled = [] }
        return News(settled: settled, ranker: book.live().ranker)
    }

    /// What was learned for good; nothing when that is nothing new.
    func checkpoint(at time: Timestamp) throws -> LearnerCheckpoint? {
        guard book.updates > kept else { return nil }
        kept = book.updates
        return try LearnerCheckpoint(of: book, at: time)
    }
}

extension OutcomeBook {
    fileprivate mutating func receive(_ delivery: ShopStudy.Delivery) -> [SettledDecision] {
        switch delivery {
        case .decision(let decision): receive(decision)
        case .event(let event, let now): receive(event, now: now)
        }
    }
}

extension LearnerCheckpoint {
    private static let name = "ranker"
    private static let items = "items"

    fileprivate init(of book: OutcomeBook<ShopLearner>, at time: Timestamp) throws {
        var bundle = ArrayBundle()
        book.settled.ranker.store(into: &bundle, as: Self.name)
        let names = try JSONEncoder().encode(book.settled.items.identifiers.map(\.rawValue))
        bundle.metadata[Self.items] = String(decoding: names, as: UTF8.self)
        self.init(
            lineage: book.settled.ranker.lineage, updates: book.updates, created: time,
            lastDecision: book.mark?.decision, lastTime: book.mark?.time, state: Array(bundle.safetensors()))
    }

    var mark: DecisionMark? {
        guard let lastTime, let lastDecision else { return nil }
        return DecisionMark(time: lastTime, decision: lastDecision)
    }

    /// The ranker, moved to the rows of a table; nothing when it was made for other features.
    func ranker(in table: ItemTable, of schema: FeatureSchema) throws -> MixedEffectsRanker? {
        let bundle = try ArrayBundle(safetensors: Data(state))
        let names = try JSONDecoder().decode([String].self, from: Data((bundle.metadata[Self.items] ?? "[]").utf8))
        let ranker = try MixedEffectsRanker(from: bundle, as: Self.name)
        guard ranker.featureNames == schema.names else { return nil }
        return ranker.moved { row in
            names.indices.contains(Int(row)) ? table.row(of: ItemID(names[Int(row)])) : nil
        }
    }
}
