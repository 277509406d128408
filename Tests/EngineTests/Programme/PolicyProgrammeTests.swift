import Commerce
import Explore
import Foundation
import Ledger
import Testing

@testable import Engine

/// A shop in which a few items please everybody, and nobody cares for the others.
private struct PlainShop {
    let shop: LiveShop
    let clock: HandClock
    var generator = SeededGenerator(seed: 5)
    private var visits = 0

    static let good: Set<ItemID> = ["i0", "i1", "i2", "i3"]

    static func with(
        _ policy: String, _ body: (inout PlainShop, ShopFolder) async throws -> Void
    ) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "programme-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let clock = HandClock(Timestamp(seconds: 1_760_000_000))
        var own = PlainShop(shop: try await open(ShopFolder(url), clock, policy), clock: clock)
        _ = try await own.shop.post((0..<30).map { Item(id: ItemID("i\($0)"), category: ["all"], stock: 9) })
        try await body(&own, ShopFolder(url))
    }

    init(shop: LiveShop, clock: HandClock) {
        self.shop = shop
        self.clock = clock
    }

    static func open(_ folder: ShopFolder, _ clock: HandClock, _ policy: String) async throws -> LiveShop {
        var settings = try LiveSettings()
        settings.dials.policy = try PolicyChoice(policy)
        settings.window = .minutes(10)
        settings.lateness = .minutes(1)
        return try await LiveShop.open(folder, settings: settings, time: clock, seed: 1, trainer: NoTrainer())
    }

    /// Lets people come, each with a chance of a click by what is shown and who decided, and settles all of it.
    ///
    /// - Returns: decisions by the word of the policy that made them.
    @discardableResult
    mutating func open(
        visits count: Int,
        click: (_ item: ItemID, _ policy: String) -> Double = { item, _ in good.contains(item) ? 0.6 : 0.02 }
    ) async throws -> [String: Int] {
        var decided: [String: Int] = [:]
        for _ in 0..<count {
            visits += 1
            let shopper = ShopperID("p\(visits % 200)")
            let decision = try await shop.decide(DecisionAsk(surface: .home, shopper: shopper, count: 4))
            let policy = DecisionFilter.word(decision.policyVersion)
            decided[policy, default: 0] += 1
            clock.advance(.milliseconds(1500))
            var clicks: [Event] = []
            for shown in decision.slate where generator.unit() < click(shown.item, policy) {
                clicks.append(
                    Event(
                        .click, at: clock.now(), shopper: shopper, item: shown.item, decision: decision.id,
                        surface: .home, position: shown.position))
            }
            _ = try await shop.post(clicks)
            if visits % 100 == 0 { try await shop.turn() }
        }
        clock.advance(.minutes(12))
        try await shop.turn()
        return decided
    }

    func finished(_ task: TaskRecord) async throws -> TaskRecord {
        while true {
            let now = try #require(shop.tasks.first { $0.id == task.id })
            if now.state != .running { return now }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Shares that follow each other within a test.
    func hurry() async throws {
        var terms = TrialTerms()
        (terms.shares, terms.stageHours, terms.stageDecisions, terms.margin) = ([0.3, 0.5], 0.1, 100, 0.3)
        try await shop.set(terms, by: "test")
    }
}

@Suite("The life of policies")
struct PolicyProgrammeTests {
    @Test(
        "a challenger that the log speaks for goes through its shares to the end, is there after a restart, and one call goes back"
    )
    func wholeLife() async throws {
        try await PlainShop.with("epsilon-greedy(0.6)") { own, folder in
            try await own.hurry()
            try await own.open(visits: 1200)
            let (challenger, task) = try await own.shop.propose(PolicyChoice("greedy"), by: "ada")
            #expect(try await own.finished(task).result == "proven")
            let judged = try await own.shop.challenger(challenger.number)
            let judgement = try #require(judged.judgement)
            #expect(judged.state == .proven && judgement.isBetter && judgement.surfaces.map(\.surface) == [.home])
            try await own.shop.beginTrial(of: challenger.number, by: "ada")

            // A restart in the middle of a trial: the same people see the challenger.
            let before = try await Self.deciders(own.shop)
            try await own.shop.close()
            own = PlainShop(shop: try await PlainShop.open(folder, own.clock, "epsilon-greedy(0.6)"), clock: own.clock)
            #expect(try await Self.deciders(own.shop) == before)
            #expect(Set(before.values) == ["greedy", "epsilon-greedy"])

            for stage in 0..<2 {
                let trial = try #require(try await own.shop.challenger(challenger.number).trial)
                #expect(trial.stage == stage)
                let decided = try await own.open(visits: 600)
                let share = Double(decided["greedy"] ?? 0) / 600
                // 200 people are divided: more than three standard deviations of their number, and the same each time.
                #expect(abs(share - trial.share) < 0.12, "\(share) of \(trial.share)")
                try await own.shop.watchTrial()
            }
            let promoted = try await own.shop.challenger(challenger.number)
            #expect(promoted.state == .promoted && promoted.trial?.ended != nil)
            #expect(await own.shop.dials.policy.name == "greedy")
            #expect(Set(try await Self.deciders(own.shop).values) == ["greedy"])
            #expect(try own.shop.alerts().map(\.kind) == [.trialPassed])

            try await own.shop.rollBack(by: "ada")
            #expect(await own.shop.dials.policy.name == "epsilon-greedy(0.6)")
            let authors = try own.shop.changes(of: "dials").map(\.author)
            #expect(authors == ["ada", "equipoise"])
            try await own.shop.close()
        }
    }

    @Test("a challenger that does harm is taken back without being asked")
    func harm() async throws {
        try await PlainShop.with("epsilon-greedy(0.6)") { own, _ in
            try await own.hurry()
            try await own.open(visits: 1200)
            let (challenger, task) = try await own.shop.propose(PolicyChoice("greedy"), by: "ada")
            #expect(try await own.finished(task).result == "proven")
            try await own.shop.beginTrial(of: challenger.number, by: "ada")
            let other = PolicyChoice.self
            await #expect(throws: EngineError.self) {
                try await own.shop.turn(LiveDials(policy: try other.init("uniform")), by: "ada")
            }
            // What the log knew is true no longer: whoever sees the challenger's lists leaves.
            try await own.open(visits: 600) { item, policy in
                policy == "greedy" ? 0.01 : PlainShop.good.contains(item) ? 0.6 : 0.02
            }
            try await own.shop.watchTrial()
            let ended = try await own.shop.challenger(challenger.number)
            #expect(ended.state == .rolledBack && (ended.trial?.look?.upper ?? 0) < 0)
            #expect(await own.shop.dials.policy.name == "epsilon-greedy(0.6)")
            #expect(Set(try await Self.deciders(own.shop).values) == ["epsilon-greedy"])
            #expect(try own.shop.alerts().map(\.kind) == [.trialRolledBack])
            try await own.shop.close()
        }
    }

    @Test("what the log does not speak for is not tried, and what a log cannot say is told")
    func unproven() async throws {
        try await PlainShop.with("epsilon-greedy(0.6)") { own, _ in
            try await own.open(visits: 400)
            for (policy, hasGain) in [("uniform", true), ("budgeted(0.05)", false)] {
                let (challenger, task) = try await own.shop.propose(PolicyChoice(policy), by: "ada")
                #expect(try await own.finished(task).result == "unproven")
                let judged = try await own.shop.challenger(challenger.number)
                #expect(judged.state == .unproven && (judged.judgement?.gain != nil) == hasGain)
                #expect(hasGain == (judged.reason == nil), "\(judged.reason ?? "")")
                let error = await #expect(throws: EngineError.self) {
                    try await own.shop.beginTrial(of: challenger.number, by: "ada")
                }
                #expect(error?.code == "policies.unproven")
                try await own.shop.withdraw(challenger.number, by: "ada")
            }
            let twice = await #expect(throws: EngineError.self) {
                try await own.shop.propose(PolicyChoice("epsilon-greedy(0.6)"), by: "ada")
            }
            #expect(twice?.code == "policies.known")
            let first = await #expect(throws: EngineError.self) { try await own.shop.rollBack(by: "ada") }
            #expect(first?.code == "policies.first")
            try await own.shop.close()
        }
    }

    /// By person: the word of the policy that decides for them.
    private static func deciders(_ shop: LiveShop) async throws -> [ShopperID: String] {
        var words: [ShopperID: String] = [:]
        for number in 0..<60 {
            let shopper = ShopperID("p\(number)")
            let decision = try await shop.decide(
                DecisionAsk(surface: Surface(rawValue: "probe"), shopper: shopper, count: 2))
            words[shopper] = DecisionFilter.word(decision.policyVersion)
        }
        return words
    }
}

@Suite("What a shop does at set times")
struct ShopScheduleTests {
    @Test("dials are turned when their time has come, in order, and models are trained again")
    func turns() async throws {
        try await PlainShop.with("greedy") { own, _ in
            var schedule = ShopSchedule()
            let start = own.clock.now()
            schedule.turns = [
                .init(at: start + .hours(2), policy: "uniform"), .init(at: start + .hours(1), familiarity: 0.4),
            ]
            schedule.training = .init(everyHours: 6)
            try await own.shop.set(schedule, by: "ada")
            try await own.shop.followSchedule()
            #expect(await own.shop.dials.policy.name == "greedy")
            own.clock.advance(.minutes(61))
            try await own.shop.followSchedule()
            #expect(await own.shop.dials.consistency.familiarity == 0.4)
            own.clock.advance(.hours(6))
            try await own.shop.followSchedule()
            #expect(await own.shop.dials.policy.name == "uniform")
            #expect(await own.shop.schedule.turns == [])
            #expect(own.shop.tasks.map(\.kind) == ["training"])
            try await own.shop.followSchedule()
            #expect(own.shop.tasks.count == 1)
            var wrong = schedule
            wrong.turns = [.init(at: start, policy: "guess")]
            await #expect(throws: EngineError.self) { try await own.shop.set(wrong, by: "ada") }
            wrong = schedule
            wrong.training?.everyHours = 0
            await #expect(throws: EngineError.self) { try await own.shop.set(wrong, by: "ada") }
            try await own.shop.close()
        }
    }

    @Test(
        "the schedule of the settings holds until another is set for the shop, and then no more, after a restart either"
    )
    func settings() async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "schedule-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let clock = HandClock(Timestamp(seconds: 1_760_000_000))
        var settings = try LiveSettings()
        settings.schedule.training = .init(everyHours: 3)
        func open() async throws -> LiveShop {
            try await LiveShop.open(ShopFolder(url), settings: settings, time: clock, seed: 1, trainer: NoTrainer())
        }
        var shop = try await open()
        clock.advance(.hours(2))
        try await shop.followSchedule()
        #expect(shop.tasks.isEmpty)
        clock.advance(.minutes(61))
        try await shop.followSchedule()
        #expect(shop.tasks.count == 1)
        // Following it does not make it the shop's own.
        #expect(try shop.changes(of: "schedule").isEmpty)
        try await shop.set(ShopSchedule(), by: "ada")
        clock.advance(.hours(9))
        try await shop.followSchedule()
        #expect(shop.tasks.count == 1)
        try await shop.close()
        shop = try await open()
        #expect(await shop.schedule == ShopSchedule())
        try await shop.close()
    }

    @Test("lists that suddenly earn otherwise are told of")
    func drift() async throws {
        try await PlainShop.with("budgeted(0.02)") { own, _ in
            var schedule = ShopSchedule()
            schedule.training = .init(afterDrift: true)
            try await own.shop.set(schedule, by: "ada")
            try await own.open(visits: 900)
            #expect(try own.shop.alerts().isEmpty)
            try await own.open(visits: 500) { _, _ in 0 }
            #expect(try own.shop.alerts().contains { $0.kind == .drift })
            try await own.shop.followSchedule()
            #expect(own.shop.tasks.map(\.kind) == ["training"])
            try await own.shop.close()
        }
    }
}
