import Commerce
public import Foundation
import Ledger
import Linear
import Simulator
import Synchronization

/// Runs policies against the same simulated shops, each through the real decider and a ledger of its own.
public struct ClosedLoopJob: Sendable {
    public let policies: [PolicyChoice]
    public let settings: LoopSettings
    /// Each is a shop of its own; every policy meets all of them.
    public let seeds: [UInt64]

    /// - Throws: ``EngineError`` `simulate.policies` without a policy or with one named twice, `simulate.seeds` without
    ///   a seed.
    public init(policies: [PolicyChoice], settings: LoopSettings, seeds: [UInt64]) throws {
        guard !policies.isEmpty, Set(policies.map(\.name)).count == policies.count else {
            throw EngineError(
                code: "simulate.policies", message: "policies must be named, each once",
                remedy: "for example --policies greedy,epsilon-greedy(0.1),budgeted(0.02)")
        }
        guard !seeds.isEmpty else { throw EngineError(code: "simulate.seeds", message: "there must be a seed") }
        self.policies = policies
        self.settings = settings
        self.seeds = seeds
    }

    /// All runs, on all cores. The result is the same on any number of them.
    ///
    /// - Parameter folder: where each run keeps its shop (ledger, decisions); nothing for a temporary place, which is
    ///   removed.
    /// - Throws: `SimulatorError` for a world that cannot be, and what deciding and storing throw.
    public func run(
        in folder: URL? = nil, interruption: Interruption = Interruption(),
        progress: @escaping ProgressHandler = { _ in }
    ) throws -> LoopReport {
        try settings.shop.validate()
        let place = folder ?? FileManager.default.temporaryDirectory.appending(path: "equipoise-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
        let total = policies.count * seeds.count * settings.shop.days
        let days = Mutex(0)
        let results = Parallel.map(policies.count * seeds.count) { number -> Result<LoopRun, any Error> in
            let (choice, seed) = (policies[number % policies.count], seeds[number / policies.count])
            let shop = place.appending(path: "\(choice.name)-\(seed)")
            return Result {
                defer { if folder == nil { try? FileManager.default.removeItem(at: shop) } }
                return try ShopLoop(
                    settings: settings, choice: choice, seed: seed, folder: shop, detail: folder == nil ? .slate : .full
                )
                .run(interruption: interruption) { _ in
                    let done = days.withLock { count in
                        count += 1
                        return count
                    }
                    progress(JobProgress(.deciding, completed: done, of: total, .days))
                }
            }
        }
        let runs = try results.map { try $0.get() }
        return LoopReport(policies: policies, runs: runs, days: settings.days)
    }
}
