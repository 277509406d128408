public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``Blend``: components with their weights.
public struct BlendModel: Recommender {
    public static let name = "blend"

    public let items: Vocabulary<Item>
    /// All components, those without weight too: what was tried is part of the result.
    public let weights: BlendWeights
    /// The components with a positive weight, in order.
    let parts: [Part]

    struct Part: Sendable {
        let model: any Recommender
        let weight: Float
    }

    /// - Throws: ``RecommendError`` `parameter` when the weights are not for these components, `blend.items` when the
    ///   components do not score the same items.
    public init(components: [any Recommender], weights: BlendWeights) throws {
        let names = components.map { type(of: $0).name }
        try RecommendError.check(names == weights.names, "BlendModel.weights", "for \(names)", got: weights.names)
        let parts = zip(components, weights.values).filter { $0.1 > 0 }
            .map { Part(model: $0.0, weight: Float($0.1)) }
        // BlendWeights holds a positive value, so there is a first part.
        let items = parts[0].model.items
        guard parts.allSatisfy({ $0.model.items == items }) else {
            throw RecommendError(
                code: "blend.items", message: "the components of a blend must score the same items in the same order",
                remedy: "fit all of them to the same examples")
        }
        self.init(items: items, weights: weights, parts: parts)
    }

    /// Asks only for the components that count.
    ///
    /// - Parameter component: the fitted component of that name.
    /// - Throws: ``RecommendError`` `blend.items` when the components do not score the same items; what `component` throws.
    public init(weights: BlendWeights, component: (_ name: String) throws -> any Recommender) throws {
        let counting = zip(weights.names, weights.values).filter { $0.1 > 0 }
        let components = try counting.map { try component($0.0) }
        let model = try BlendModel(
            components: components, weights: BlendWeights(names: counting.map(\.0), values: counting.map(\.1)))
        self.init(items: model.items, weights: weights, parts: model.parts)
    }

    init(items: Vocabulary<Item>, weights: BlendWeights, parts: [Part]) {
        self.items = items
        self.weights = weights
        self.parts = parts
    }

    /// Each component's scoring, and O(histories × items) for each.
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try checkShape(of: scores, for: histories)
        scores = Matrix(rows: histories.count, columns: items.count)
        var own = Matrix(rows: histories.count, columns: items.count)
        for part in parts {
            try part.model.score(histories, into: &own)
            add(&own, of: histories, weight: part.weight, to: &scores)
        }
    }

    private func add(_ own: inout Matrix, of histories: [History], weight: Float, to scores: inout Matrix) {
        let columns = items.count
        own.values.withUnsafeMutableBufferPointer { own in
            scores.values.withUnsafeMutableBufferPointer { scores in
                // Rows are disjoint.
                nonisolated(unsafe) let (source, target) = (own, scores)
                Parallel.forEachChunk(of: histories.count, chunk: 16) { range in
                    for row in range {
                        let places = row * columns..<(row + 1) * columns
                        let standard = StandardScores(of: .init(rebasing: source[places]), outside: histories[row])
                        for place in places { target[place] += weight * standard.standard(source[place]) }
                    }
                }
            }
        }
    }

    /// The components' reasons, each times its component's part of the score, strongest first.
    ///
    /// A component's part is its share of the positive weighted standard scores of the item. A popularity reason keeps
    /// its own strength, a share of events, and takes the place that its component's part gives it.
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard limit > 0, items.identifiers.indices.contains(Int(item)) else { return [] }
        let amounts = parts.map { max(0, $0.contribution(to: Int(item), given: history)) }
        let total = amounts.reduce(0, +)
        guard total > 0 else { return [] }
        var ranked: [(reason: Reason, part: Double)] = []
        for (part, amount) in zip(parts, amounts) where amount > 0 {
            let share = Double(amount / total)
            for var reason in part.model.reasons(for: item, given: history, limit: limit) {
                let weight = reason.kind == .popular ? share : share * reason.strength
                if reason.kind != .popular { reason.strength = weight }
                ranked.append((reason, weight))
            }
        }
        let order = ranked.indices.sorted { (ranked[$1].part, $0) < (ranked[$0].part, $1) }
        return order.prefix(limit).map { ranked[$0].reason }
    }
}

extension BlendModel.Part {
    /// The weighted standard score of one item; 0 when the component cannot score it.
    fileprivate func contribution(to item: Int, given history: History) -> Float {
        var scores = Matrix(rows: 1, columns: model.items.count)
        guard (try? model.score([history], into: &scores)) != nil else { return 0 }
        let score = scores.values.withUnsafeMutableBufferPointer { buffer in
            StandardScores(of: buffer, outside: history).standard(buffer[item])
        }
        return score.isFinite ? weight * score : 0
    }
}
