import ArgumentParser
import OffPolicy

/// Whether 95 % intervals contain the truth as often as they say, on problems where they should and on hard ones.
struct CoverageBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "coverage")

    @Option(help: "Logs drawn of each problem.") var logs = 4_000
    @Option var seed: UInt64 = 0

    func run() throws {
        let estimators: [any OffPolicyEstimator] = [
            InversePropensity(), SelfNormalisedInversePropensity(), DoublyRobust(),
        ]
        let hard = Set(CoverageProblem.hard.map(\.name))
        var table = FigureTable(
            "coverage of nominal 95 % intervals over \(logs) logs each",
            [
                ("problem", "s"), ("decisions", ",.0f"), ("estimator", "s"), ("logs", ",.0f"), ("truth", ".4f"),
                ("bias in its errors", "+.2f"), ("covered", ".2%"), ("Bernstein", ".2%"), ("warned", ".0%"),
            ])
        for problem in CoverageProblem.ordinary + CoverageProblem.hard {
            let study = CoverageStudy(problem, logs: logs, seed: seed)
            for row in try study.rows(of: estimators, model: RidgeRewards(.shared)) {
                table.append([
                    .text(problem.name + (hard.contains(problem.name) ? " (hard)" : "")),
                    .number(Double(problem.decisions)), .text(row.estimator), .number(Double(row.logs)),
                    .number(row.truth), .number(row.bias / row.biasError), .number(row.coverage),
                    .init(row.bernsteinCoverage), .number(row.warned),
                ])
            }
        }
        try FigureTable.print(table)
    }
}
