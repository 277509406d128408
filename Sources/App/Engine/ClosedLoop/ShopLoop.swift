import Commerce
import Explore
import Foundation
import Intake
import Ledger
import Recommend
import Simulator

/// One policy in one simulated shop, through the real decider and a real ledger, day by day.
///
/// Every night what happened is committed, recommenders are trained from the ledger, and the service goes on with them.
struct ShopLoop {
    let settings: LoopSettings
    let choice: PolicyChoice
    let seed: UInt64
    /// Of the shop that is left behind.
    let folder: URL
    /// How much of each decision is kept in its ledger.
    let detail: DecisionDetail

    /// - Parameter eachDay: called after every day.
    func run(interruption: Interruption = Interruption(), eachDay: (Int) -> Void = { _ in }) throws -> LoopRun {
        let shop = try Shop(settings.shop, seed: seed)
        guard !SQLiteLedger.exists(in: folder) else {
            throw EngineError(
                code: "simulate.folder", message: "there is a ledger in \(folder.path) already",
                remedy: "name a new folder: the runs of two simulations must not mix")
        }
        let ledger = try SQLiteLedger(folder: folder, create: true)
        var nights = LoopNights(shop: shop, ledger: ledger, detail: detail, warmUp: settings.warmUp)
        try nights.open()
        let table = try ItemTable(shop.catalogue.listing)
        let service = try nights.service(over: table, choice: choice, settings: settings)
        let storefront = try LoopStorefront(of: shop, firstDay: settings.warmUp, service: service)
        var simulation = Simulation(of: shop, storefront: storefront, auditing: settings.rewards)
        var witness = LoopWitness(of: shop, days: settings.decided)
        var run = LoopRun(policy: choice.name, seed: seed)
        while let day = simulation.nextDay() {
            guard !interruption.isRequested else {
                throw EngineError(code: "simulate.interrupted", message: "interrupted on day \(day.day)")
            }
            if let failure = simulation.storefront.failure { throw failure }
            try simulation.withStorefront { try nights.close(day, of: &$0) }
            if settings.decided.contains(day.day) {
                run.count(day.audits)
                witness.observe(day)
            }
            eachDay(day.day)
        }
        try simulation.withStorefront { try nights.finish(&$0) }
        let front = simulation.storefront
        run.positions = front.positions
        run.explored = front.explored
        run.drifts = front.service.desk.control.drifts
        // In an order of their own: sums must not depend on how a dictionary happens to be laid out.
        let accounts = front.service.desk.control.budgets.sorted { $0.key.rawValue < $1.key.rawValue }.map(
            \.value.account)
        if choice.share != nil {
            run.believedSpent = accounts.reduce(0) { $0 + $1.charged }
            run.believedReward = accounts.reduce(0) { $0 + $1.greedyReward }
        }
        run.information = accounts.reduce(0) { $0 + $1.information }
        run.stability = front.stability.meanOverlap
        run.sharedShare = try front.sharedShare()
        run.retention = witness.retention
        run.discovery = witness.discovery(in: shop)
        return run
    }
}
