public import Tensor

extension TrainingLoop {
    /// Trains as ``run(_:follow:moved:state:validate:loss:)`` does, with what the encoder's adaptation asks for beside: AdaLoRA
    /// adds its penalty to the loss and takes ranks away.
    ///
    /// - Parameter groups: of what learns, that is `trainableParameters`.
    public func run(
        _ groups: [AdamW.Group], adapting encoder: TransformerEncoder,
        follow: (TrainingEvent) throws -> Void = { _ in }, validate: (() throws -> ValidationScore)? = nil,
        loss: (Part) throws -> Tensor
    ) throws -> TrainingReport {
        guard let allocator = try RankAllocator(for: encoder, steps: steps) else {
            return try run(groups, follow: follow, validate: validate, loss: loss)
        }
        return try run(
            groups, follow: follow, moved: allocator.update, state: allocator.state, validate: validate
        ) { part in
            try loss(part) + allocator.penalty()
        }
    }
}
