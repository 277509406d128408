import Commerce
import Evaluate
import Linear

@testable import Recommend

extension RecommenderEstimator {
    /// Fits with a fixed seed.
    func fitted(_ examples: Interactions, seed: UInt64 = 7) throws -> Fitted {
        var generator = SeededGenerator(seed: seed)
        return try fit(examples, using: &generator)
    }
}

extension Recommender {
    /// The scores of one history.
    func scores(_ history: History) throws -> [Float] {
        var scores = Matrix(rows: 1, columns: items.count, repeating: .nan)
        try score([history], into: &scores)
        return scores.values
    }

    /// The scores of several histories, scored together.
    func scores(_ histories: [History]) throws -> [[Float]] {
        var scores = Matrix(rows: histories.count, columns: items.count, repeating: .nan)
        try score(histories, into: &scores)
        return histories.indices.map { Array(scores[row: $0]) }
    }
}
