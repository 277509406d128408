import Commerce
import Evaluate
import Explore
import Foundation
import Ledger
import Simulator
import Testing

@testable import Engine

@Suite("Policies in simulated shops")
struct ClosedLoopTests {
    /// A shop small enough for a debug build.
    private static func settings(days: Int = 4) -> LoopSettings {
        var settings = LoopSettings(days: days, warmUp: 3, shoppers: 60, items: 60)
        settings.shop.leaves = 4
        return settings
    }

    @Test("a run is the same again, earns less than knowing everything, and keeps within its budget's belief")
    func runsAreReproducible() throws {
        let policies = try PolicyChoice.list("greedy, epsilon-greedy(0.3), budgeted(0.05)")
        let job = try ClosedLoopJob(policies: policies, settings: Self.settings(), seeds: [5])
        let (first, second) = (try job.run(), try job.run())
        #expect(first.runs == second.runs)
        #expect(first.runs.count == 3)
        for run in first.runs {
            #expect(run.decisions > 50)
            #expect(run.reward > 0 && run.reward < run.best)
            #expect(abs(run.rewardByDay.reduce(0, +) - run.reward) < 1e-9)
        }
        let greedy = first.runs[0]
        #expect(greedy.explored == 0)
        #expect(abs(greedy.spentShare) < 1e-12)
        #expect(first.runs[1].explored > 0)
        #expect(first.runs[1].spentShare > 0)
        #expect(first.rows[2].believed.map { $0.mean <= 0.05 } == true)
    }

    @Test("the ledger keeps every decision whole: it can be made again bit for bit, and its outcome is there")
    func ledgerHoldsTheLoop() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "loop-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try ShopLoop(
            settings: Self.settings(), choice: PolicyChoice("budgeted(0.1)"), seed: 3, folder: folder, detail: .full
        ).run()
        let ledger = try SQLiteLedger(folder: folder)
        let decisions = try ledger.decisions()
        let ours = decisions.filter { $0.policyVersion.hasPrefix("directed") }
        #expect(ours.count == run.decisions)
        for decision in ours.prefix(40) {
            #expect(try Replay().check(decision).differences == [])
        }
        var outcomes = 0
        try ledger.forEachOutcome(matching: .everything) { decision, outcome in
            #expect(outcome.rewards.count == decision.slate.count)
            outcomes += 1
        }
        #expect(outcomes == decisions.count)
    }

    @Test("what a run leaves in a folder is never mixed with another run's")
    func oneRunAFolder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "loop-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let loop = ShopLoop(
            settings: Self.settings(days: 1), choice: try PolicyChoice("greedy"), seed: 3, folder: folder,
            detail: .slate)
        let first = try loop.run()
        let error = #expect(throws: EngineError.self) { try loop.run() }
        #expect(error?.code == "simulate.folder")
        #expect(try SQLiteLedger(folder: folder).decisions().count >= first.decisions)
    }

    @Test("figures that nothing is known about stay empty: no retention over one week, no share of nothing")
    func emptyFigures() throws {
        let policies = try PolicyChoice.list("greedy,budgeted(0.02)")
        let report = try ClosedLoopJob(policies: policies, settings: Self.settings(days: 1), seeds: [5]).run()
        #expect(report.rows.allSatisfy { $0.retention == nil && $0.discovery == nil })
        #expect(report.rows[0].believed == nil)
        let nothing = LoopRun(policy: "greedy", seed: 1)
        #expect(nothing.accuracy == nil && nothing.believedShare == nil && nothing.gain(over: nothing) == nil)
        let text = report.table(language: .english, width: 120)
        #expect(!text.contains("nan") && !text.contains("inf"))
    }

    @Test("names of policies are checked before anything runs")
    func unknownPolicies() {
        for name in ["gredy", "epsilon-greedy(x)", "budgeted(", ""] {
            let error = #expect(throws: EngineError.self) { try PolicyChoice(name) }
            #expect(error?.code == "policy.unknown")
        }
        #expect(throws: ExploreError.self) { try PolicyChoice("epsilon-greedy(1.3)") }
        #expect(throws: ExploreError.self) { try PolicyChoice("budgeted(-1)") }
        #expect(throws: EngineError.self) {
            try ClosedLoopJob(policies: PolicyChoice.list("greedy,greedy"), settings: LoopSettings(), seeds: [1])
        }
    }

    @Test("a list of policies may have commas inside parentheses")
    func listsOfPolicies() throws {
        #expect(try PolicyChoice.list("greedy, epsilon-greedy(0.2)").map(\.name) == ["greedy", "epsilon-greedy(0.2)"])
    }
}
