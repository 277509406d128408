/// One list of a ``DirectedSlate``, from its first position to its last.
///
/// Holds the incumbents (the best remaining by mean) in order, and sums over the rest, so that a position costs
/// O(length) and not O(candidates).
struct DirectedWalk {
    let length: Int
    /// Chance of each candidate in an exploring draw; 0 once shown. Shape [candidates].
    private(set) var trial: [Double]
    /// The best remaining candidates by mean, as many as the list could still need; equal means in order of place.
    private var incumbents: [Int]
    private let means: [Double]
    /// Drop of examination from each position to the next; after the last position nobody looks. Shape [length].
    private let drops: [Double]
    /// Sum of the knowledge gradients, from which ``trial`` was made.
    private(set) var total = 0.0
    /// Sum of ``trial`` over the candidates not shown.
    private var mass = 0.0
    /// Sums of `q` and `q m` over the candidates that are neither shown nor incumbents.
    private var outsideMass = 0.0
    private var outsideMean = 0.0

    init(_ policy: DirectedSlate, _ actions: ScoredActions, length wanted: Int) {
        let length = min(wanted, actions.count)
        self.length = length
        means = actions.means
        drops = (0..<length).map { position in
            let next = position + 1 < length ? policy.examination(at: position + 1) : 0
            return policy.examination(at: position) - next
        }
        incumbents = Self.best(of: actions.means, count: length)
        trial = [Double](repeating: 0, count: actions.count)
        guard length > 0 else { return }
        fillTrial(actions, policy)
    }

    /// The best remaining candidate.
    var best: Int { incumbents[0] }

    /// The action that a uniform `point` in [0, 1) selects: below `chance * mass` a trial, else the best.
    func choose(chance: Double, point: Double) -> Int {
        guard point < chance * mass else { return best }
        var rest = point / chance
        for candidate in trial.indices {
            rest -= trial[candidate]
            // A candidate of weight 0 cannot take the sum below zero, whatever was rounded before.
            if rest < 0, trial[candidate] > 0 { return candidate }
        }
        return best
    }

    func isIncumbent(_ candidate: Int) -> Bool { incumbents.contains(candidate) }

    func propensity(of action: Int, chance: Double) -> Double {
        // As one minus what the others have, so that rounding cannot take it above one.
        action == best ? 1 - chance * max(0, mass - trial[action]) : chance * trial[action]
    }

    /// `sum_i q_i cost_p(i)` over the remaining candidates: what an exploring draw gives up here, on average.
    func costOfTrial(at position: Int) -> Double {
        var cost = 0.0
        // Sums over the incumbents seen so far of `d` and `d r`.
        var drop = 0.0
        var weighted = 0.0
        for (rank, incumbent) in incumbents.enumerated() {
            cost += trial[incumbent] * max(0, weighted - drop * means[incumbent])
            guard position + rank < length else { continue }
            drop += drops[position + rank]
            weighted += drops[position + rank] * means[incumbent]
        }
        return cost + max(0, outsideMass * weighted - drop * outsideMean)
    }

    /// `sum_k d_(p+k) r_k`: what a trial here displaces.
    func displacedReward(at position: Int) -> Double {
        var weighted = 0.0
        for (rank, incumbent) in incumbents.enumerated() where position + rank < length {
            weighted += drops[position + rank] * means[incumbent]
        }
        return weighted
    }

    mutating func show(_ action: Int) {
        mass = max(0, mass - trial[action])
        if let rank = incumbents.firstIndex(of: action) {
            incumbents.remove(at: rank)
        } else {
            outsideMass = max(0, outsideMass - trial[action])
            outsideMean -= trial[action] * means[action]
        }
        trial[action] = 0
    }

    /// Sets ``trial`` to the knowledge gradient of each candidate, made to sum to one.
    private mutating func fillTrial(_ actions: ScoredActions, _ policy: DirectedSlate) {
        let bar = displacedMean
        let noise = policy.noise / policy.patience
        for candidate in trial.indices {
            let variance = actions.variances[candidate]
            guard variance > 0 else { continue }
            let step = variance / (variance + noise).squareRoot()
            trial[candidate] = step * NormalLaw.gain(above: abs(actions.means[candidate] - bar) / step)
        }
        let sum = trial.reduce(0, +)
        guard sum > 0, sum.isFinite else {
            // Nobody is uncertain enough to matter, or numbers so large that their sum is none.
            for candidate in trial.indices { trial[candidate] = 0 }
            return
        }
        total = sum
        for candidate in trial.indices {
            trial[candidate] /= total
            outsideMean += trial[candidate] * means[candidate]
        }
        mass = 1
        outsideMass = 1
        for incumbent in incumbents {
            outsideMass -= trial[incumbent]
            outsideMean -= trial[incumbent] * means[incumbent]
        }
        outsideMass = max(0, outsideMass)
    }

    /// Mean of what a trial at the first position displaces: incumbents weighed by the drop of examination below them.
    private var displacedMean: Double {
        var drop = 0.0
        var weighted = 0.0
        for (rank, incumbent) in incumbents.enumerated() {
            drop += drops[rank]
            weighted += drops[rank] * means[incumbent]
        }
        return drop > 0 ? weighted / drop : means[best]
    }

    /// Places of the `count` largest means, in order. O(means + insertions * count).
    private static func best(of means: [Double], count: Int) -> [Int] {
        var best: [Int] = []
        best.reserveCapacity(count + 1)
        for (place, mean) in means.enumerated() {
            if best.count == count {
                guard let worst = best.last, mean > means[worst] else { continue }
                best.removeLast()
            }
            var rank = best.count
            while rank > 0, means[best[rank - 1]] < mean { rank -= 1 }
            best.insert(place, at: rank)
        }
        return best
    }
}
