import ArgumentParser
import Commerce
import Explore
import Foundation
import Linear
import OffPolicy

/// Writes logs for ``ReadingBenchmark``: choices of one among ten described actions as dsjson and as our own decision
/// records, and a hundredth as many records of lists of ten among 300.
struct LogFiles: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ope-files")

    static let choices = "choices.dsjson"
    static let records = "records.jsonl"
    static let lists = "lists.jsonl"

    @Argument(help: "The folder to write to.") var folder: String
    @Option var decisions = 100_000

    private static let arms = 10
    private static let start = Timestamp(seconds: 1_760_000_000)
    private static let features = ["always", "price", "popularity", "affinity"]

    func run() throws {
        var generator = SeededGenerator(seed: 1)
        var writer = DSJSONWriter()
        try write(Self.choices, decisions) { number in
            try writer.line(.choice(Self.choice(number, using: &generator)))
        }
        let records = DecisionWriter()
        try write(Self.records, decisions) { number in
            Array(try records.line(Self.record(number, using: &generator)))
        }
        var run = try DecisionRun(
            DecisionShop(items: 10_000), policy: .budgeted, likelihood: .gaussian, hasRules: false)
        try write(Self.lists, decisions / 100) { _ in
            let decision = try run.decide()
            let outcome = Outcome(
                decision: decision.id, events: [], rewards: decision.slate.map { _ in generator.bernoulli(0.1) ? 1 : 0 }
            )
            return Array(try records.line(DecisionRecord(decision: decision, outcome: outcome)))
        }
        try printResult(["decisions": decisions])
    }

    private func write(_ name: String, _ count: Int, _ line: (Int) throws -> [UInt8]) throws {
        let path = URL(filePath: folder).appending(path: name)
        try Data().write(to: path)
        let file = try FileHandle(forWritingTo: path)
        defer { try? file.close() }
        var bytes: [UInt8] = []
        for number in 0..<count {
            bytes += try line(number)
            bytes.append(UInt8(ascii: "\n"))
            if bytes.count > 1 << 20 || number == count - 1 {
                try file.write(contentsOf: bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
    }

    private static func choice(_ number: Int, using generator: inout SeededGenerator) -> LoggedChoice {
        let chosen = Int.random(in: 0..<arms, using: &generator)
        let order = [chosen] + (0..<arms).filter { $0 != chosen }
        return LoggedChoice(
            label: ChoiceLabel(
                id: "d\(number)", time: start + .seconds(number), action: chosen, propensity: 1 / Double(arms),
                reward: generator.bernoulli(0.1) ? 1 : 0, order: order,
                probabilities: [Double](repeating: 1 / Double(arms), count: arms)),
            shared: [
                FeatureNamespace(
                    "User", [NamedFeature("segment", .text("s\(number % 7)")), NamedFeature("visits", .number(3))])
            ],
            actions: (0..<arms).map { arm in
                [
                    FeatureNamespace(
                        "Item",
                        [
                            NamedFeature("id", .text("i\((number + arm) % 97)")),
                            NamedFeature("price", .number(Double(arm) + 0.25)),
                        ])
                ]
            })
    }

    private static func record(_ number: Int, using generator: inout SeededGenerator) -> DecisionRecord {
        let items = (0..<arms).map { ItemID("item-\((number + $0) % 97)") }
        let chosen = Int.random(in: 0..<arms, using: &generator)
        func column(_ count: Int) -> [Float] { (0..<count).map { _ in Float(Int(1_000 * generator.unit())) / 1_000 } }
        let id = DecisionID("d\(number)")
        let decision = Decision(
            id: id, time: start + .seconds(number), shopper: ShopperID("s\(number % 5_000)"), surface: .banner,
            candidates: CandidateSet(
                items: items, sources: ["catalogue"], sourceOf: [UInt8](repeating: 0, count: arms),
                featureNames: features, features: column(arms * features.count), means: column(arms),
                variances: column(arms)),
            policyVersion: "uniform", seed: UInt64(number),
            slate: [
                ShownAction(
                    item: items[chosen], position: 1, propensity: 1 / Double(arms), source: "catalogue", score: 0.5)
            ])
        return DecisionRecord(
            decision: decision,
            outcome: Outcome(decision: id, events: [], rewards: [generator.bernoulli(0.1) ? 1 : 0]))
    }
}
