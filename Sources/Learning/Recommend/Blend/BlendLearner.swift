import Linear

/// Finds non-negative weights: first those that make the targets most likely, then from there those that rank best.
///
/// The likelihood is concave, so its maximum does not depend on where the search starts, and is found by Newton steps
/// with the bound kept by coordinate descent on the quadratic model. NDCG, which is what is wanted but has steps, is
/// then climbed weight by weight while it rises. Nothing is drawn at random.
struct BlendLearner {
    let examples: ListwiseExamples

    /// Fewer cases than this are too few to tell steps of NDCG from chance.
    static let fewestForClimbing = 200

    func weights() -> [Double] {
        guard examples.count > 0 else { return Array(repeating: 1, count: examples.components) }
        let likely = mostLikely()
        guard likely.contains(where: { $0 > 0 }) else { return Array(repeating: 1, count: examples.components) }
        return examples.count < Self.fewestForClimbing ? likely : climbed(from: likely)
    }

    func mostLikely() -> [Double] {
        var weights = [Double](repeating: 0, count: examples.components)
        var current = examples.likelihood(weights)
        for _ in 0..<50 {
            let aim = newtonStep(from: weights, current)
            var share = 1.0
            var gain = 0.0
            while share > 1e-6 {
                let next = zip(weights, aim).map { $0 + share * ($1 - $0) }
                let reached = examples.likelihood(next)
                if reached.value > current.value {
                    gain = reached.value - current.value
                    (weights, current) = (next, reached)
                    break
                }
                share /= 2
            }
            if gain <= 1e-7 * abs(current.value) { break }
        }
        return weights
    }

    /// The best non-negative point of the quadratic model around `weights`, slightly damped.
    private func newtonStep(from weights: [Double], _ likelihood: ListwiseExamples.Likelihood) -> [Double] {
        let size = weights.count
        let damping = 1e-6 * Double(examples.count)
        var point = weights
        for _ in 0..<200 {
            for place in 0..<size {
                var slope = likelihood.gradient[place]
                for other in 0..<size where other != place {
                    slope -= likelihood.curvature[place * size + other] * (point[other] - weights[other])
                }
                let bend = likelihood.curvature[place * size + place] + damping
                point[place] = max(0, weights[place] + slope / bend)
            }
        }
        return point
    }

    func climbed(from start: [Double]) -> [Double] {
        var (weights, best) = (start, examples.ndcg(start))
        let largest = start.max() ?? 1
        var factor = 2.0
        while factor > 1.05 {
            var rose = false
            for place in weights.indices {
                for trial in [weights[place] * factor, weights[place] / factor, weights[place] == 0 ? largest / 50 : 0]
                {
                    var changed = weights
                    changed[place] = trial
                    let reached = examples.ndcg(changed)
                    if reached > best { (weights, best, rose) = (changed, reached, true) }
                }
            }
            if !rose { factor = factor.squareRoot() }
        }
        return weights
    }
}
