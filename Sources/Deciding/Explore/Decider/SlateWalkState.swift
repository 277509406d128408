/// A list in the making: what the constraints of a ``SlateProblem`` leave available at the next position.
struct SlateWalkState {
    enum Step {
        case pinned(Int)
        /// Places among the candidates, in order; never empty.
        case choice([Int])
    }

    private let problem: SlateProblem
    /// The next position, from 1.
    private(set) var position = 1
    private var pin = 0
    /// Not shown, not pinned, no quota of it used up. Shape [candidates].
    private var isOpen: [Bool]
    /// How many more each quota allows or asks for. Shape [quotas].
    private var owed: [Int]
    /// Summed overlap with what stands above. Shape [candidates], empty without spread.
    private var overlaps: [Double]

    init(_ problem: SlateProblem) {
        self.problem = problem
        isOpen = Array(repeating: true, count: problem.scores.count)
        owed = []
        overlaps = problem.spread.isActive ? Array(repeating: 0, count: problem.scores.count) : []
        for quota in problem.quotas {
            switch quota.bound {
            case .atMost(let count): owed.append(count)
            // What there is none of cannot be asked for.
            case .atLeast(let count): owed.append(min(count, quota.isMember.count { $0 }))
            }
        }
        for pin in problem.pins {
            isOpen[pin.candidate] = false
            count(pin.candidate)
        }
        for quota in problem.quotas.indices { closeIfUsedUp(quota) }
    }

    /// Positions still to be chosen, the next one included, where it is not pinned.
    var left: Int { problem.length - position + 1 - (problem.pins.count - pin) }

    /// What the next position is; nothing at the end of the list.
    func next() -> Step? {
        guard position <= problem.length else { return nil }
        let pinned = pin < problem.pins.count ? problem.pins[pin] : nil
        if let pinned, pinned.position <= position { return .pinned(pinned.candidate) }
        let available = available()
        if !available.isEmpty { return .choice(available) }
        return pinned.map { .pinned($0.candidate) }
    }

    mutating func take(_ candidate: Int) {
        position += 1
        if pin < problem.pins.count, problem.pins[pin].candidate == candidate {
            pin += 1
        } else {
            isOpen[candidate] = false
            count(candidate)
            for quota in problem.quotas.indices where problem.quotas[quota].isMember[candidate] { closeIfUsedUp(quota) }
        }
        guard !overlaps.isEmpty else { return }
        let kinds = problem.spread.kinds
        let shown = kinds[candidate]
        for other in overlaps.indices { overlaps[other] += KindSpread.overlap(kinds[other], shown) }
    }

    /// Scores of some candidates at this position.
    func scores(of candidates: [Int]) throws -> ScoredActions {
        try ScoredActions(
            means: candidates.map(mean), variances: candidates.map { problem.scores.variances[$0] })
    }

    /// - Precondition: there is at least one candidate.
    func best(of candidates: [Int]) -> Int {
        var best = candidates[0]
        var highest = mean(of: best)
        for candidate in candidates.dropFirst() {
            let mean = mean(of: candidate)
            if mean > highest { (best, highest) = (candidate, mean) }
        }
        return best
    }

    private func mean(of candidate: Int) -> Double {
        let mean = problem.scores.means[candidate]
        guard !overlaps.isEmpty else { return mean }
        return mean - problem.spread.strength * overlaps[candidate] / (1 + overlaps[candidate])
    }

    private mutating func count(_ candidate: Int) {
        for quota in problem.quotas.indices where problem.quotas[quota].isMember[candidate] { owed[quota] -= 1 }
    }

    private mutating func closeIfUsedUp(_ quota: Int) {
        guard case .atMost = problem.quotas[quota].bound, owed[quota] <= 0 else { return }
        let isMember = problem.quotas[quota].isMember
        for candidate in isOpen.indices where isMember[candidate] { isOpen[candidate] = false }
    }

    private func available() -> [Int] {
        let open = isOpen.indices.filter { isOpen[$0] }
        let asking = problem.quotas.indices.filter { quota in
            guard case .atLeast = problem.quotas[quota].bound else { return false }
            return owed[quota] > 0
        }
        guard !asking.isEmpty else { return open }
        let asked = asking.reduce(0) { $0 + owed[$1] }
        // Positions after this one that are free to choose.
        let later = left - 1
        guard asked > later else { return open }
        let served = open.map { candidate in asking.count { problem.quotas[$0].isMember[candidate] } }
        // Where no choice can meet everything, those that meet most.
        let needed = min(asked - later, served.max() ?? 0)
        return zip(open, served).filter { $0.1 >= needed }.map(\.0)
    }
}
