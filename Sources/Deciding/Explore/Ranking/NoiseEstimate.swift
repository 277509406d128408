import Foundation

/// Variance of single answers: the weighted mean of squared surprises, each less the share that was owed to not knowing
/// the expectation, beside an initial value that is worth some answers.
struct NoiseEstimate: Sendable, Hashable {
    let initial: Double
    /// Infinity where the noise is known.
    let worth: Double
    var sum = 0.0
    var weight = 0.0

    init(initial: Double, worth: Double) {
        self.initial = initial
        self.worth = worth
    }

    /// Never below a millionth of the initial value.
    var estimate: Double {
        worth == .infinity ? initial : max(1e-6 * initial, (worth * initial + sum) / (worth + weight))
    }

    /// - Parameters:
    ///   - surprise: answer less prediction.
    ///   - uncertainty: variance of the prediction.
    mutating func note(surprise: Double, uncertainty: Double, weight: Double) {
        guard worth < .infinity else { return }
        let noise = estimate
        sum += weight * surprise * surprise * noise / (noise + uncertainty)
        self.weight += weight
    }

    mutating func fade(by keep: Double) {
        sum *= keep
        weight *= keep
    }
}

func logarithmicOdds(_ chance: Double) -> Double { log(chance / (1 - chance)) }
