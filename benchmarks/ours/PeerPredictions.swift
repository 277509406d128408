import ArgumentParser
import Foundation
import OffPolicy

/// Probabilities of actions, decision by decision, as Vowpal Wabbit writes them with `-p`.
enum PeerPredictions {
    /// A line for each action and its probability, `3:0.9,0:0.05`; empty lines between decisions.
    ///
    /// - Parameter counts: number of actions of each decision.
    static func rows(_ path: String, counts: [Int]) throws -> [[Double]] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        guard lines.count == counts.count else {
            throw ValidationError("\(path) holds \(lines.count) decisions, the log \(counts.count)")
        }
        return try zip(lines, counts).map { line, count in
            var row = [Double](repeating: 0, count: count)
            for pair in line.split(separator: ",") {
                let parts = pair.split(separator: ":")
                guard parts.count == 2, let action = Int(parts[0]), row.indices.contains(action),
                    let probability = Double(parts[1])
                else { throw ValidationError("\(path) holds '\(pair)', which is no action of its decision") }
                row[action] = probability
            }
            return row
        }
    }
}

extension TargetProbabilities {
    /// From rows that may be shorter than the number of arms, and are written with six digits by the peer, so that each is made
    /// to sum to one.
    init(rows: [[Double]], arms: Int) throws {
        try self.init(
            arms: arms,
            values: rows.flatMap { row in
                let sum = row.reduce(0, +)
                return row.map { $0 / sum } + [Double](repeating: 0, count: arms - row.count)
            })
    }
}
