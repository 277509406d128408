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
        let checkpointer = try LedgerCheckpointer(folder: folder.url)
        try resumeErasures()
        while !Task.isCancelled {
            do {
                try await turn()
                try await inBackground { try checkpointer.run() }
                try await queue.finishCheckpoint()
                try followSchedule()
                if seconds % 60 == 10 { try await watchTrial() }
                if seconds % 60 == 0 { keepSample() }
                if seconds % 60 == 20 { try await keepBeliefs() }
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
        let drifts = desk.control.driftsOfSurfaces
        unstored += try news.apply(to: &desk)
        try noteDrift(since: drifts)
        if trouble != nil {
            // Nobody may be sending any more, and then nothing else would find out that there is room again.
            try ledger.probe()
            trouble = nil
        }
        guard !unstored.isEmpty else { return }
        var post = LedgerPost()
        post.outcomes = unstored
        unstored = []
        do {
            _ = try await queue.commit(post)
        } catch let error as LedgerError where error.code == "outcome.decision" {
            // Somebody was erased meanwhile: what is no longer there has no outcome.
            unstored = try (post.outcomes + unstored).filter { try ledger.decision($0.decision) != nil }
        } catch {
            unstored = post.outcomes + unstored
            throw error
        }
    }

    /// Orders what sells, and what is new, by what happened lately, with the models of the moment at which it begins:
    /// one renewal after the other, so that the last to be asked for stands.
    func renewSources() async throws {
        let previous = renewal
        let task = Task {
            _ = await previous?.result
            try await renewSourcesNow()
        }
        renewal = task
        try await task.value
    }

    private func renewSourcesNow() async throws {
        let (before, popularity, models, now) = (desk.decider.items, popularity, models, time.now())
        described = []
        // The whole catalogue is measured and ordered, for which no decision should wait.
        let (items, sources) = await Task.detached {
            let heat = popularity.heat(at: now)
            var items = before
            items.refresh(recentEvents: heat)
            return (items, CandidateSources(recommenders: models.recommenders, items: items, heat: heat, at: now))
        }.value
        try desk.changeItems { table in
            let count = table.count
            table = items
            // What came meanwhile, in its order.
            for item in described ?? [] {
                if let row = table.row(of: item.id) { table.describe(row, as: item) } else { try table.append(item) }
            }
            assert(table.count == count, "an item came or went unseen")
        }
        described = nil
        try desk.renew(sources: sources, snapshot: models.snapshot)
        desk.propose(Array(Int32(before.count)..<Int32(desk.decider.items.count)))
    }

    /// Keeps what was learned, so that a restart goes on from here.
    func keep() async throws {
        guard let checkpoint = try await study.checkpoint(at: time.now()) else { return }
        try await inBackground { [ledger] in try ledger.record(checkpoint, keeping: 3) }
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
        try await keepBeliefs()
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
