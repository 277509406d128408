import Commerce
import Intake

/// Held-out sessions as questions about a log of sessions: the last item of each is the target, the rest the history.
///
/// For choosing settings, a tenth of the log's sessions, drawn by the seed, is asked about in the same way.
struct SessionSplit {
    let validation: Bool
    let seed: UInt64

    /// Items that the log does not know are left out of histories; a session whose target is unknown asks nothing.
    ///
    /// - Throws: ``EngineError`` `evaluation.test` when nothing is left to ask.
    func split(_ log: Interactions, test: Interactions) throws -> InteractionSplit {
        let rows = test.items.identifiers.map { log.items.row(of: $0) }
        let questions = test.histories().compactMap { session -> History? in
            guard let last = session.items.last, rows[Int(last)] != nil else { return nil }
            return History(items: session.items.compactMap { rows[Int($0)] })
        }
        let queries = SessionPrefixes.lastItems(of: questions)
        guard !queries.isEmpty else {
            throw EngineError(
                code: "evaluation.test", message: "no held-out session asks for an item of the training log",
                remedy: "check that both files name items alike")
        }
        var generator = SeededGenerator(seed: seed)
        var (training, held): ([History], [History]) = ([], [])
        for session in log.histories() {
            let isHeld = validation && generator.next() % 10 == 0
            if isHeld { held.append(session) }
            training.append(isHeld ? History(items: []) : session)
        }
        let validationQueries = SessionPrefixes.lastItems(of: held)
        var tally = SplitTally()
        tally.validationEvents = held.reduce(0) { $0 + $1.count }
        tally.trainingEvents = log.count - tally.validationEvents
        tally.testEvents = test.count
        tally.validation.queries = validationQueries.count
        tally.validation.targets = validationQueries.count
        tally.test.queries = queries.count
        tally.test.targets = queries.count
        return InteractionSplit(
            training: held.isEmpty
                ? log : Interactions(shoppers: log.shoppers, items: log.items, histories: training.map(\.withoutTimes)),
            trainingAndValidation: log, validation: validationQueries, test: queries, tally: tally)
    }
}

extension History {
    /// The order alone. Held-out sessions leave gaps that a column of times could not describe.
    fileprivate var withoutTimes: History { History(shopper: shopper, items: items, weights: weights) }
}
