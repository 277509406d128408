import ArgumentParser
import Commerce
import Explore
import Foundation

/// Times the drawing of a list of ten among 300 candidates, with its propensities, by every policy.
struct SlateBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "slates")

    @Option(help: "Lists that each figure is of.") var rounds = 5_000

    func run() throws {
        let policies: [any SlatePolicy] = [
            GreedySlate(), UniformSlate(), try EpsilonGreedySlate(epsilon: 0.1),
            try PlackettLuceSlate(temperature: 0.1), try SquareCBSlate(gamma: 50), try UCBSlate(bonus: 1),
            try DirectedSlate(), try ThompsonSlate(),
        ]
        var table = FigureTable(
            "slates: 10 of 300 candidates with propensities, one thread",
            [("policy", "s"), ("beliefs", "s")] + Measurements.columns + [("largest relative error", ".0e")])
        for policy in policies {
            for beliefs in Beliefs.allCases {
                var generator = SeededGenerator(seed: 1)
                let actions = try beliefs.draw(300, using: &generator)
                var (measurements, error) = (Measurements(expecting: rounds), 0.0)
                for round in 0..<rounds + 200 {
                    if round == 200 { measurements = Measurements(expecting: rounds) }
                    let slate = try measurements.measure {
                        try policy.slate(from: actions, length: 10, rate: 1, using: &generator)
                    }
                    for (own, propensity) in zip(slate.errors, slate.propensities) {
                        error = max(error, own / propensity)
                    }
                }
                table.append([.text(policy.version), "\(beliefs)"] + measurements.cells + [.number(error)])
            }
        }
        try FigureTable.print(table)
    }

    /// What is believed of the candidates.
    private enum Beliefs: CaseIterable {
        /// Little is known: all are alike, and any may be the best.
        case new
        /// A ranker at work.
        case usual
        /// Some are known to the fourth digit, others hardly.
        case mixed

        func draw(_ count: Int, using generator: inout SeededGenerator) throws -> ScoredActions {
            let means = (0..<count).map { _ in self == .new ? 0.1 * generator.unit() : generator.unit() }
            let deviations = (0..<count).map { _ in
                switch self {
                case .new: 0.1
                case .usual: 0.02 + 0.1 * generator.unit()
                case .mixed: pow(10, -4 + 3 * generator.unit())
                }
            }
            return try ScoredActions(means: means, variances: deviations.map { $0 * $0 })
        }
    }
}
