import Commerce
import Evaluate
import Intake

/// Held-out sessions as questions about a log of sessions: the last item of each is the target, the rest the history.
///
/// For choosing settings, every tenth training session (by a seeded draw) is asked about in the same way.
struct SessionSplit {
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
        var (training, validation): ([History], [History]) = ([], [])
        for session in log.histories() {
            if generator.next() % 10 == 0 {
                validation.append(session)
                training.append(History(items: []))
            } else {
                training.append(session)
            }
        }
        return InteractionSplit(
            training: Interactions(shoppers: log.shoppers, items: log.items, histories: training),
            trainingAndValidation: log, validation: SessionPrefixes.lastItems(of: validation), test: queries,
            tally: SplitTally())
    }
}
