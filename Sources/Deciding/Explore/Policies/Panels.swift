/// Where the quadrature of ``BestChance`` cuts the line.
enum Panels {
    /// The edges of panels that cover one score, with one of them at `split`.
    static func edges(of scores: [some ScoreDensity], splitAt split: Double) -> [Double] {
        var edges = scores.flatMap { own($0).map(\.edge) }
        if let first = edges.min(), let last = edges.max(), split > first, split < last { edges.append(split) }
        return edges.sorted()
    }

    /// The edges of panels that cover all the scores above a point. An edge that lies close to the one before, for the
    /// score that asks for it, is left out.
    static func edges(of scores: [some ScoreDensity], above floor: Double) -> [Double] {
        let wanted = scores.flatMap(own).filter { $0.edge > floor }.sorted { $0.edge < $1.edge }
        var edges = [floor]
        for (edge, gap) in wanted where edge - edges[edges.count - 1] >= gap { edges.append(edge) }
        if let last = wanted.last, last.edge > edges[edges.count - 1] { edges.append(last.edge) }
        return edges
    }

    /// Edges for one score: panels of 0.75 scales, growing with the distance from its center, and how close to another
    /// an edge may be.
    private static func own(_ score: some ScoreDensity) -> [(edge: Double, gap: Double)] {
        var edges = [(edge: score.center, gap: 0.25 * score.scale)]
        for (direction, reach) in [(-1.0, score.reach.left), (1, score.reach.right)] {
            var distance = 0.0
            while distance < reach {
                let width = max(0.75 * score.scale, 0.25 * distance)
                distance = min(distance + width, reach)
                edges.append((score.center + direction * distance, width / 3))
            }
        }
        return edges
    }
}

/// Eight-point Gauss-Legendre quadrature on one interval.
struct Panel {
    let start: Double
    let end: Double
    private let half: Double

    init(from start: Double, to end: Double) {
        self.start = start
        self.end = end
        half = (end - start) / 2
    }

    /// What all densities of a kind need, at the nodes.
    func terms<Score: ScoreDensity>(of kind: Score.Type) -> SIMD8<Double> {
        var terms = SIMD8<Double>.zero
        for node in 0..<8 { terms[node] = Score.term(at: point(node)) }
        return terms
    }

    /// Densities at the nodes.
    func densities(of score: some ScoreDensity, _ terms: SIMD8<Double>) -> SIMD8<Double> {
        var densities = SIMD8<Double>.zero
        for node in 0..<8 { densities[node] = score.density(at: point(node), term: terms[node]) }
        return densities
    }

    func integral(of values: SIMD8<Double>) -> Double { half * (values * Self.weights).sum() }

    /// Integrals from the start to each node, of the polynomial through the values.
    func running(_ values: SIMD8<Double>) -> SIMD8<Double> {
        var result = SIMD8<Double>.zero
        for node in 0..<8 { result += values[node] * Self.integrals[node] }
        return half * result
    }

    private func point(_ node: Int) -> Double { start + half * (1 + Self.nodes[node]) }

    private static let nodes = SIMD8(GaussLegendre.shared.points)
    private static let weights = SIMD8(GaussLegendre.shared.weights)

    /// Integrals from -1 to each node of the polynomial that is 1 at one node and 0 at the others: [of which node][to].
    private static let integrals: [SIMD8<Double>] = (0..<8).map { own in
        SIMD8((0..<8).map { weights[own] - GaussLegendre.shared.cumulative[8 * $0 + own] })
    }
}
