import ArgumentParser
import Commerce
import Explore
import Foundation
import Ledger

/// Times whole decisions: 300 candidates of four sources, 43 features, a list of ten with propensities, and the record
/// that can be replayed.
struct DecisionBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "decision")

    @Option(help: "Decisions that each figure is of.") var rounds = 3_000
    @Option(help: "Items of the catalogue.") var items = 100_000
    @Option(help: "This policy alone.") var policy: DecisionShop.Policy?

    func run() throws {
        let shop = try DecisionShop(items: items)
        var decisions = FigureTable(
            "decision: \(items) items, 300 candidates, 43 features, a list of 10, one thread",
            [("policy", "s"), ("ranker", "s"), ("rules", "s")] + Measurements.columns)
        for ranker in MixedEffectsRanker.Likelihood.allCases {
            for policy in DecisionShop.Policy.allCases where self.policy == nil || policy == self.policy {
                for rules in [0, 4] where ranker == .gaussian || policy == .budgeted {
                    var run = try DecisionRun(shop, policy: policy, likelihood: ranker, hasRules: rules > 0)
                    decisions.append(
                        ["\(policy)", "\(ranker)", "\(rules)"] + (try run.measure(rounds).cells))
                }
            }
        }
        guard policy == nil else { return try FigureTable.print(decisions) }
        try FigureTable.print(decisions, catalogues(shop), records(shop))
    }

    /// The same decision in catalogues of very different sizes.
    private func catalogues(_ shop: DecisionShop) throws -> FigureTable {
        var table = FigureTable(
            "decision, budgeted, by the size of the catalogue", [("items", "s")] + Measurements.columns)
        for count in [1_000, 100_000, 1_000_000] {
            let shop = count == shop.count ? shop : try DecisionShop(items: count)
            var run = try DecisionRun(shop, policy: .budgeted, likelihood: .gaussian, hasRules: false)
            table.append(["\(count)"] + (try run.measure(rounds).cells))
        }
        return table
    }

    /// What committing a decision to the ledger adds, by the number that are committed together.
    private func records(_ shop: DecisionShop) throws -> FigureTable {
        var table = FigureTable(
            "decision, budgeted, written to the ledger on disk (each commit is synchronised)",
            [("detail", "s"), ("decisions a commit", "s"), ("us a decision", ".1f"), ("KB a decision", ".2f")])
        let details: [(name: String, detail: DecisionDetail)] = [("full", .full), ("slate", .slate)]
        for (name, detail) in details {
            for batch in [1, 100, 1_000] {
                let count = batch == 1 ? 300 : 2_000
                var run = try DecisionRun(shop, policy: .budgeted, likelihood: .gaussian, hasRules: false)
                let decisions = try (0..<count).map { _ in try run.decide() }
                let folder = FileManager.default.temporaryDirectory.appending(path: "equipoise-\(UUID().uuidString)")
                defer { try? FileManager.default.removeItem(at: folder) }
                let seconds = try Self.write(decisions, detail, by: batch, to: folder)
                table.append([
                    "\(name)", "\(batch)", .number(seconds * 1e6 / Double(count)),
                    .number(try Self.size(of: folder) / 1024 / Double(count)),
                ])
            }
        }
        return table
    }

    /// Seconds that it takes to commit decisions; the ledger is closed afterwards.
    private static func write(
        _ decisions: [Decision], _ detail: DecisionDetail, by batch: Int, to folder: URL
    ) throws -> Double {
        let ledger = try SQLiteLedger(folder: folder, create: true)
        return try timed {
            for start in stride(from: 0, to: decisions.count, by: batch) {
                try ledger.append(Array(decisions[start..<start + batch]), detail: detail)
            }
        }.seconds
    }

    /// Bytes of all files in a folder.
    private static func size(of folder: URL) throws -> Double {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.fileSizeKey])
            .reduce(0) { $0 + Double(try $1.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) }
    }
}
