public import Tensor

/// Takes ranks away where they matter least: the part of AdaLoRA that goes beside the steps of a training.
///
/// A `TrainingLoop` that is told of the encoder uses it; another loop adds ``penalty()`` to its loss and calls
/// ``update(step:)`` after each move.
///
/// A triplet (λ, its column of P, its row of Q) has the importance `s(λ) + mean s(P) + mean s(Q)` with `s = Ī Ū`, the smoothed
/// sensitivity `|w ∂L/∂w|` times its smoothed uncertainty (Zhang et al., 2023, equations 7 to 11). The budget falls from all
/// ranks to the target with the third power of the time that is left (equation 12 as the authors' program has it, in which
/// the fall begins with the warm-up's end).
public final class RankAllocator {
    /// One weight's importance: Ī and Ū.
    private struct Smoothed {
        let weight, sensitivity, uncertainty: Tensor

        init(_ weight: Tensor) throws {
            self.weight = weight
            sensitivity = try .zeros(weight.shape, weight.element, on: weight.device)
            uncertainty = try .zeros(weight.shape, weight.element, on: weight.device)
        }

        func update(_ settings: Adaptation.AdaptiveRank) throws {
            guard let gradient = weight.gradient else { return }
            let (first, second) = (settings.sensitivity, settings.uncertainty)
            let now = try (weight * gradient).abs()
            try sensitivity.copy(sensitivity * first + now * (1 - first))
            try uncertainty.copy(uncertainty * second + (now - sensitivity).abs() * (1 - second))
        }

        func importance() throws -> Tensor { try sensitivity * uncertainty }
    }

    private struct Triplets {
        let name: String
        let projection: LowRankProjection
        let values: Tensor
        let lambda, left, right: Smoothed
        /// 1 for each rank that is kept.
        let mask: Tensor

        init(_ name: String, _ projection: LowRankProjection, _ values: Tensor) throws {
            self.name = name
            self.projection = projection
            self.values = values
            lambda = try Smoothed(values)
            left = try Smoothed(projection.up)
            right = try Smoothed(projection.down)
            mask = try .ones(values.shape, values.element, on: values.device)
        }

        func importance() throws -> [Float] {
            try (lambda.importance() + left.importance().mean(0) + right.importance().mean(1)).array(of: Float.self)
        }

        func applyMask() throws { try values.copy(values * mask) }
    }

    private let settings: Adaptation.AdaptiveRank
    private let triplets: [Triplets]
    /// The steps at which the first ranks go and the last have gone.
    private let firstStep, lastStep: Int

    /// Nil for an encoder that is not adapted by AdaLoRA.
    ///
    /// - Parameter steps: of the whole training.
    /// - Throws: `LanguageError` `adaptation.setting` without steps.
    public convenience init?(for encoder: TransformerEncoder, steps: Int) throws {
        guard case .adaptive(let settings) = encoder.adaptation else { return nil }
        try self.init(encoder.lowRankProjections, settings, steps: steps)
    }

    init(
        _ projections: [(name: String, projection: LowRankProjection)], _ settings: Adaptation.AdaptiveRank, steps: Int
    ) throws {
        try Adaptation.check(steps > 0, "AdaptiveRank: steps of training", "at least 1", got: steps)
        self.settings = settings
        triplets = try projections.compactMap { name, projection in
            try projection.values.map { try Triplets(name, projection, $0) }
        }
        lastStep = max(0, min(steps - 1, steps - Int((settings.settled * Double(steps)).rounded())))
        firstStep = min(lastStep, Int((settings.warmUp * Double(steps)).rounded()))
    }

    /// What is added to a loss so that P and Q stay orthogonal: `γ Σ (|PᵀP - I|² + |QQᵀ - I|²)`.
    public func penalty() throws -> Tensor {
        let penalties = try triplets.map { try $0.projection.penalty() }
        return try Tensor.stacked(penalties).sum() * settings.penalty
    }

    /// Ranks that all matrices together have after a step.
    public func budget(step: Int) -> Int {
        let (all, target) = (settings.initial * triplets.count, settings.target * triplets.count)
        if step < firstStep { return all }
        if step >= lastStep { return target }
        let left = 1 - Double(step - firstStep) / Double(lastStep - firstStep)
        return target + Int(Double(all - target) * left * left * left)
    }

    /// Call it when a step has moved the weights, and their gradients are still there.
    ///
    /// - Parameter step: counted from 0.
    public func update(step: Int) throws {
        try withoutGradient {
            guard step <= lastStep else { return try triplets.forEach { try $0.applyMask() } }
            for triplet in triplets {
                for weight in [triplet.lambda, triplet.left, triplet.right] { try weight.update(settings) }
            }
            guard step >= firstStep, step == lastStep || (step - firstStep) % settings.interval == 0 else { return }
            try keep(budget(step: step))
        }
    }

    /// Sets λ of all but the most important triplets to 0; between equals, the earlier one is kept.
    private func keep(_ budget: Int) throws {
        let scores = try triplets.map { try $0.importance() }
        var masks = scores.map { Array(repeating: Float(0), count: $0.count) }
        let order = scores.indices.flatMap { matrix in scores[matrix].indices.map { (matrix: matrix, rank: $0) } }
            .enumerated().sorted { left, right in
                let (first, second) = (left.element, right.element)
                let (more, less) = (scores[first.matrix][first.rank], scores[second.matrix][second.rank])
                return more == less ? left.offset < right.offset : more > less
            }
        for (_, place) in order.prefix(budget) { masks[place.matrix][place.rank] = 1 }
        for (triplet, mask) in zip(triplets, masks) {
            try triplet.mask.copy(Tensor(mask))
            try triplet.applyMask()
        }
    }

    /// How many ranks each matrix has, by its name in Hugging Face's files.
    public func ranks() throws -> [(name: String, rank: Int)] {
        try triplets.map { ($0.name, try $0.mask.array(of: Float.self).count { $0 > 0 }) }
    }

    /// What a checkpoint keeps, so that a training which goes on takes the same ranks away.
    public var state: [NamedTensor] {
        triplets.flatMap { triplet in
            [("values", triplet.lambda), ("left", triplet.left), ("right", triplet.right)].flatMap { part, smoothed in
                [
                    NamedTensor(name: "sensitivity.\(triplet.name).\(part)", tensor: smoothed.sensitivity),
                    NamedTensor(name: "uncertainty.\(triplet.name).\(part)", tensor: smoothed.uncertainty),
                ]
            } + [NamedTensor(name: "mask.\(triplet.name)", tensor: triplet.mask)]
        }
    }
}
