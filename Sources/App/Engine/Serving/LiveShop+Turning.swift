import Commerce
import Explore
import Foundation
import Ledger
import Synchronization

extension LiveShop {
    /// Does what has to be done while a shop is served: learns every second, renews what sells twice a minute, keeps what
    /// was learned once a minute. Ends when its task is cancelled.
    ///
    /// - Throws: what ``turn()`` throws, apart from a full disk: then it goes on trying.
    public func run() async throws {
        var seconds = 0
        try resumeErasures()
        while !Task.isCancelled {
            do {
                try await turn()
                if seconds % 30 == 29 { try await renewSources() }
                if seconds % 60 == 59 { try await keep() }
            } catch let error as LedgerError where error.code == "ledger.full" || error.code == "ledger.busy" {
                trouble = error.message
            }
            seconds += 1
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Lets time pass: settles decisions, stores their outcomes, learns.
    func turn() async throws {
        let news = await study.turn(to: time.now())
        unstored += try news.apply(to: &desk)
        guard !unstored.isEmpty else { return }
        var post = LedgerPost()
        post.outcomes = unstored
        unstored = []
        do {
            _ = try await queue.commit(post)
            trouble = nil
        } catch let error as LedgerError where error.code == "outcome.decision" {
            // Somebody was erased meanwhile: what is no longer there has no outcome.
            unstored = try (post.outcomes + unstored).filter { try ledger.decision($0.decision) != nil }
        } catch {
            unstored = post.outcomes + unstored
            throw error
        }
    }

    /// Orders what sells, and what is new, by what happened lately.
    func renewSources() async throws {
        let (items, heat, models, now) = (desk.decider.items, popularity.heat(at: time.now()), models, time.now())
        let sources = await Task.detached {
            CandidateSources(recommenders: models.recommenders, items: items, heat: heat, at: now)
        }.value
        // What came meanwhile.
        let arrivals = Int32(items.count)..<Int32(desk.decider.items.count)
        try desk.renew(sources: sources, snapshot: models.snapshot)
        desk.propose(Array(arrivals))
        desk.changeItems { table in
            for row in 0..<Int32(heat.count) { table.change(row) { $0.recentEvents = heat[Int(row)] } }
            table.refresh()
        }
    }

    /// Keeps what was learned, so that a restart goes on from here.
    func keep() async throws {
        guard let checkpoint = try await study.checkpoint(at: time.now()) else { return }
        try ledger.record(checkpoint, keeping: 3)
    }

    /// Goes on with other models.
    func turn(to models: LiveModels) async throws {
        self.models = models
        try await renewSources()
    }

    /// Stores everything and lets go of the ledger. Nothing may be asked of the shop afterwards.
    public func close() async throws {
        try await turn()
        try await keep()
        await queue.close()
        try ledger.finishPosts(session, at: time.now())
    }
}

extension ShopStudy.News {
    /// Tells the desk, and returns the outcomes to be stored.
    fileprivate func apply(to desk: inout DecisionDesk) throws -> [Outcome] {
        desk.ranker = ranker
        try desk.answered(settled)
        return settled.map(\.outcome)
    }
}
