import Tensor

/// A frozen matrix and, beside it, a product of thin ones that learns: `x Wᵀ + bias + scale · x (B diag(λ) A)ᵀ`.
///
/// LoRA has no λ; in AdaLoRA, A is called Q and B is called P.
struct LowRankProjection: Projection {
    let base: LinearLayer
    /// A: [rank, inputs].
    let down: Tensor
    /// B: [outputs, rank].
    let up: Tensor
    /// λ: [rank].
    let values: Tensor?
    let scale: Double
    let dropout: Dropout

    /// LoRA's. As `peft` does, A is drawn evenly between plus and minus `1 / sqrt(inputs)`; the article says normally.
    init(
        beside base: LinearLayer, _ settings: Adaptation.LowRank, using generator: inout some RandomNumberGenerator
    ) throws {
        let (outputs, inputs, device) = (base.weight.extent(0), base.weight.extent(1), base.weight.device)
        self.base = base
        down = try .uniformParameter(
            [settings.rank, inputs], bound: 1 / Double(inputs).squareRoot(), using: &generator, on: device)
        up = try .constantParameter([outputs, settings.rank], 0, on: device)
        values = nil
        scale = settings.scale
        dropout = try Dropout(settings.dropout)
    }

    /// AdaLoRA's. P and Q begin orthogonal, unlike the article's: so the penalty begins at 0, and does not use up the length
    /// to which gradients are clipped.
    init(
        beside base: LinearLayer, _ settings: Adaptation.AdaptiveRank,
        using generator: inout some RandomNumberGenerator
    ) throws {
        let (outputs, inputs, device) = (base.weight.extent(0), base.weight.extent(1), base.weight.device)
        self.base = base
        let left = try Tensor.orthogonal(outputs, settings.initial, using: &generator)
        let right = try Tensor.orthogonal(inputs, settings.initial, using: &generator)
        down = try right.transposed(0, 1).contiguous().moved(to: device).requiringGradient()
        up = try left.moved(to: device).requiringGradient()
        values = try .constantParameter([settings.initial], 0, on: device)
        scale = settings.scale
        dropout = try Dropout(settings.dropout)
    }

    func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
        var thin = try dropout(input, training: training).linear(down)
        if let values { thin = try thin * values }
        return try base(input).addingProduct(of: thin, up.transposed(0, 1), scale: scale)
    }

    /// The one matrix that does the same, without derivatives.
    func merged() throws -> LinearLayer {
        try withoutGradient {
            let left = try values.map { try up * $0 } ?? up
            return LinearLayer(
                weight: try base.weight.addingProduct(of: left, down, scale: scale), bias: base.bias)
        }
    }

    /// `|BᵀB - I|² + |AAᵀ - I|²`: equation 4 of AdaLoRA's article.
    func penalty() throws -> Tensor {
        let identity = try Tensor.counting(to: down.extent(0), on: down.device).oneHot(classes: down.extent(0))
            .converted(to: down.element)
        let rows = try down.matmul(down.transposed(0, 1)) - identity
        let columns = try up.transposed(0, 1).matmul(up) - identity
        return try (rows * rows).sum() + (columns * columns).sum()
    }

    /// With the names that `peft` gives.
    var added: [NamedTensor] {
        guard let values else {
            return [NamedTensor(name: "lora_A.weight", tensor: down), NamedTensor(name: "lora_B.weight", tensor: up)]
        }
        return [
            NamedTensor(name: "lora_A", tensor: down), NamedTensor(name: "lora_E", tensor: values),
            NamedTensor(name: "lora_B", tensor: up),
        ]
    }

    var parameters: [NamedTensor] { base.parameters + added }
}

extension Tensor {
    private static let factor = Operator("aten::linalg_qr")

    /// [rows, columns] with columns of length 1 that stand at right angles, in a direction drawn at random; columns are not
    /// more than rows.
    fileprivate static func orthogonal(
        _ rows: Int, _ columns: Int, using generator: inout some RandomNumberGenerator
    ) throws -> Tensor {
        let drawn = try normalParameter([rows, columns], deviation: 1, using: &generator).detached()
        guard let columns = try factor.results(2, .tensor(drawn), .text("reduced"))[0] else {
            throw TensorError(code: "tensor.internal", message: "linalg_qr left its result undefined")
        }
        return try columns.contiguous()
    }
}
