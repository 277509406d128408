public import Commerce
import Explore
import Foundation
import Ledger

extension LiveShop {
    /// All that a live shop is made of.
    struct Parts {
        let folder: ShopFolder
        let ledger: SQLiteLedger
        let time: any TimeSource
        let settings: LiveSettings
        let session: ImportID
        let queue: CommitQueue
        let study: ShopStudy
        let desk: DecisionDesk
        let catalogue: LiveCatalogue
        let popularity: ItemPopularity
        let models: LiveModels
        let beliefs: LiveBeliefs
        let seed: UInt64
        let dials: LiveDials
        let programme: PolicyProgramme
        let schedule: ShopSchedule
        let lastTraining: Timestamp?
        let trainer: any Trainer
    }

    /// The name under which what was learned online is kept.
    static let lineage = "live"

    /// Opens a shop to be served, with everything that it knew before, however it ended.
    ///
    /// - Parameter seed: of all draws; another each time, or lists repeat after a restart.
    /// - Throws: `LedgerError` when the ledger cannot be opened, or another process serves or imports.
    public static func open(
        _ folder: ShopFolder, settings: LiveSettings, time: any TimeSource, seed: UInt64, trainer: any Trainer
    ) async throws -> LiveShop {
        let ledger = try SQLiteLedger(folder: folder.url, create: true)
        let now = time.now()
        let session = try ledger.beginPosts(at: now)
        let catalogue = LiveCatalogue(try ledger.items())
        let table = try ItemTable(catalogue.items)
        let popularity = try ItemPopularity(of: ledger, in: table, at: now)
        let models = try LiveModels.serving(ledger.setting(ServingSnapshot.self, of: .snapshot), of: folder)
        let schema = try FeatureSchema(sources: LiveModels.schema)
        let dials = try ledger.setting(LiveDials.self, of: .dials) ?? settings.dials
        let kept = try ledger.latestCheckpoint(of: lineage)
        let ranker = try kept?.ranker(in: table, of: schema) ?? ShopBeginnings.ranker(schema, lineage: lineage)
        let queue = CommitQueue(
            ledger: ledger, session: session, detail: .sampled(settings.candidateShare))
        let study = try ShopStudy(book: book(ranker, table, settings, kept))
        let programme = try ledger.setting(PolicyProgramme.self, of: .policies) ?? PolicyProgramme()
        var desk = try DecisionDesk(
            items: table, schema: schema, ranker: ranker,
            sources: CandidateSources(
                recommenders: models.recommenders, items: table, heat: popularity.heat(at: now), at: now),
            choice: dials.policy, consistency: dials.consistency, examination: LiveSettings.examination,
            memory: ShopperMemory(archive: archive(of: ledger, capacity: settings.peopleInMemory)),
            rules: try ledger.rules(),
            snapshot: models.snapshot)
        if let challenger = programme.onTrial { try desk.tryOut(challenger) }
        let shop = LiveShop(
            parts: Parts(
                folder: folder, ledger: ledger, time: time, settings: settings, session: session, queue: queue,
                study: study, desk: desk, catalogue: catalogue, popularity: popularity, models: models,
                beliefs: LiveBeliefs(kept: try ledger.believedAnswers(), in: table), seed: seed, dials: dials,
                programme: programme,
                schedule: try ledger.setting(ShopSchedule.self, of: .schedule) ?? settings.schedule,
                lastTraining: try ledger.latestChange(of: ShopSubject.training.rawValue)?.time,
                trainer: trainer))
        try await shop.catchUp(from: kept)
        return shop
    }

    private static func book(
        _ ranker: MixedEffectsRanker, _ table: ItemTable, _ settings: LiveSettings, _ kept: LearnerCheckpoint?
    ) throws -> OutcomeBook<ShopLearner> {
        let learner = ShopLearner(
            ranker: ranker, feedback: try DecisionFeedback(examination: LiveSettings.examination), items: table.items)
        return OutcomeBook(
            learner: learner, attribution: try settings.attribution,
            rewards: try ShopBeginnings.rewardFunction(),
            timing: try OutcomeTiming(lateness: settings.lateness, liveAge: .seconds(15)), resumingAfter: kept?.mark,
            updates: kept?.updates ?? 0, stride: ShopStudy.stride)
    }

    private static func archive(of ledger: SQLiteLedger, capacity: Int) -> ShopperMemory.Archive {
        let count = ShopperMemory.Person.memory
        return ShopperMemory.Archive(
            shopperActions: { try ledger.latestActions(of: $0, count: count) },
            visitorActions: { try ledger.latestActions(of: $0, count: count) },
            shopper: { try ledger.shopper(of: $0) }, capacity: capacity)
    }

    /// Learns from what came after the last checkpoint, and joins what is still open to its answers.
    private func catchUp(from kept: LearnerCheckpoint?) async throws {
        let start = try kept?.mark.map { $0.time - (try settings.attribution.longest) }
        try ShopStudy.deliveries(in: ledger, from: start, now: time.now()).forEach(study.receive)
        try await turn()
    }
}
