import Commerce
import Explore
import Foundation
import Ledger
import Synchronization

extension LiveShop {
    /// Does what has to be done while a shop is served: learns every second, renews what sells twice a minute, keeps what
    /// was learned once a minute. Ends when its task is cancelled.
    ///
    /// - Throws: what ``turn()`` throws, apart from what a full disk does: then it goes on trying.
    public func run() async throws {
        var seconds = 0
        while !Task.isCancelled {
            do {
                try await turn()
                if seconds % 30 == 29 { try await renewSources() }
                if seconds % 60 == 59 { try await keep() }
            } catch let error as LedgerError where error.isOfTheDisk {
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
        guard !unstored.isEmpty else {
            // Nobody may be sending any more, and then nothing else would find out that there is room again.
            if trouble != nil { try ledger.probe() }
            trouble = nil
            return
        }
        var post = LedgerPost()
        post.outcomes = unstored
        unstored = []
        do {
            _ = try await queue.commit(post)
            trouble = nil
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

extension LedgerError {
    /// Whether the ledger may take the same again later: the disk is full or fails, or somebody else writes.
    var isOfTheDisk: Bool { ["ledger.full", "ledger.busy", "ledger.io"].contains(code) }
}

extension ShopStudy.News {
    /// Tells the desk, and returns the outcomes to be stored.
    fileprivate func apply(to desk: inout DecisionDesk) throws -> [Outcome] {
        desk.ranker = ranker
        try desk.answered(settled)
        return settled.map(\.outcome)
    }
}
