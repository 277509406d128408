import Commerce
import Intake

/// Held-out sessions as questions about a log of sessions: the last item of each is the target, the rest the history.
enum SessionSplit {
    /// Items that the log does not know are left out of histories; a session whose target is unknown asks nothing.
    ///
    /// - Throws: ``EngineError`` `evaluation.test` when nothing is left to ask.
    static func split(_ log: Interactions, test: Interactions) throws -> InteractionSplit {
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
        var tally = SplitTally()
        tally.trainingEvents = log.count
        tally.testEvents = test.count
        tally.test.queries = queries.count
        tally.test.targets = queries.count
        return InteractionSplit(
            training: log, trainingAndValidation: log, validation: [], test: queries, tally: tally)
    }
}
