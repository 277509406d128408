public import Tensor

/// How much an encoder's answers owe to each of its parts: what pruning takes the least of.
///
/// Numbers can be compared within a layer; between layers after they are scaled to length 1 (``scaled``).
public struct EncoderImportance: Sendable, Equatable {
    /// By layer and head.
    public var heads: [[Double]]
    /// By layer and number inside the feed-forward part.
    public var neurons: [[Double]]
    /// By layer: how far it turns what goes through it, `1 - cosine`; nothing when it was not watched.
    public var layers: [Double]

    /// Heads of each layer scaled to length 1, so that those of different layers can be compared (Molchanov et al.,
    /// "Pruning convolutional neural networks for resource efficient inference", 2017, section 2.2).
    var scaledHeads: [[Double]] {
        heads.map { layer in
            let length = layer.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return length > 0 ? layer.map { $0 / length } : layer
        }
    }
}

extension TransformerEncoder {
    /// What each part adds to the tokens of these texts: no labels are needed.
    ///
    /// A head or neuron with the numbers `a` behind which the columns `W` of the next matrix stand adds `a Wᵀ`; its
    /// importance is the root of the mean of `|a Wᵀ|²` over tokens. A layer's is that of Men et al., "ShortGPT", 2024, eq. 1.
    /// O(tokens × parameters).
    /// - Throws: `LanguageError` `compress.matrix` for an encoder that is compressed already, `encoder.empty` without batches.
    public func importance(of batches: [TokenBatch]) throws -> EncoderImportance {
        guard addedParameters.isEmpty else { throw Self.notPlain }
        guard !batches.isEmpty else {
            throw LanguageError(code: "encoder.empty", message: "importance is learned from one batch at least")
        }
        var total = EncoderImportance(heads: [], neurons: [], layers: [])
        for layer in layers {
            total.heads.append(Array(repeating: 0, count: layer.heads))
            total.neurons.append(Array(repeating: 0, count: try Self.plain(layer.outer).weight.extent(1)))
            total.layers.append(0)
        }
        let tokens = Double(batches.reduce(0) { $0 + $1.tokens })
        try withoutGradient {
            for batch in batches {
                var input = try embeddings(batch, training: false)
                for (place, layer) in layers.enumerated() {
                    let watch = try WatchedLayer(layer)
                    let output = try watch.layer(input, batch, training: false)
                    let cosines = try (input.normalised() * output.normalised()).sum(1)
                    total.layers[place] += try (Double(batch.tokens) - cosines.sum().number()) / tokens
                    total.add(watch, at: place)
                    input = output
                }
            }
        }
        total.heads = total.heads.map { $0.map { ($0 / tokens).squareRoot() } }
        total.neurons = total.neurons.map { $0.map { ($0 / tokens).squareRoot() } }
        return total
    }

    /// How much a loss changes when a part is faded out, `|∂L/∂ξ|` with `ξ` what its numbers are multiplied by, summed over
    /// `parts` (Michel et al., "Are sixteen heads really better than one?", 2019, eq. 2).
    ///
    /// As a part is multiplied by its columns `W` of the next matrix alone, `∂L/∂ξ = Σ W · ∂L/∂W`.
    /// - Parameters:
    ///   - parts: of the examples; the smaller each, the nearer to the paper, which has one example in each.
    ///   - loss: of a part, with this encoder.
    /// - Throws: as ``importance(of:)``; `TensorError` `training.gradient` when a loss does not depend on the encoder.
    public func importance(parts: Int, loss: (Int) throws -> Tensor) throws -> EncoderImportance {
        guard parts > 0 else {
            throw LanguageError(code: "encoder.empty", message: "importance is learned from one part at least")
        }
        let weights = try layers.flatMap { [try Self.plain($0.output).weight, try Self.plain($0.outer).weight] }
        guard weights.allSatisfy(\.requiresGradient) else {
            throw LanguageError(
                code: "compress.frozen", message: "the encoder's weights take no derivatives",
                remedy: "Call `setTraining(true)` on it first.")
        }
        var total = EncoderImportance(heads: [], neurons: [], layers: [])
        for part in 0..<parts {
            let gradients = try loss(part).gradients(by: weights)
            for (place, layer) in layers.enumerated() {
                func shares(_ number: Int, _ count: Int) throws -> [Double] {
                    guard let gradient = gradients[2 * place + number] else { return Array(repeating: 0, count: count) }
                    let products = try withoutGradient { try (gradient * weights[2 * place + number]).sum(0) }
                    return try products.view(count, -1).sum(1).abs().converted(to: .float64).array(of: Double.self)
                }
                let heads = try shares(0, layer.heads)
                let neurons = try shares(1, weights[2 * place + 1].extent(1))
                if part == 0 {
                    total.heads.append(heads)
                    total.neurons.append(neurons)
                } else {
                    total.heads[place] = zip(total.heads[place], heads).map(+)
                    total.neurons[place] = zip(total.neurons[place], neurons).map(+)
                }
            }
        }
        return total
    }
}

extension EncoderImportance {
    fileprivate mutating func add(_ watch: WatchedLayer, at place: Int) {
        heads[place] = zip(heads[place], watch.heads.sums).map(+)
        neurons[place] = zip(neurons[place], watch.neurons.sums).map(+)
    }
}

/// A layer whose heads and neurons are watched.
private struct WatchedLayer {
    let layer: EncoderLayer
    let heads, neurons: WatchedProjection

    init(_ layer: EncoderLayer) throws {
        heads = try WatchedProjection(TransformerEncoder.plain(layer.output), parts: layer.heads)
        let outer = try TransformerEncoder.plain(layer.outer)
        neurons = WatchedProjection(outer, parts: outer.weight.extent(1))
        var watched = layer
        watched.output = heads
        watched.outer = neurons
        self.layer = watched
    }
}

/// A matrix that adds up, over tokens, the squared length of what each part of its inputs adds to its outputs.
private final class WatchedProjection: Projection {
    let layer: LinearLayer
    private(set) var sums: [Double]

    init(_ layer: LinearLayer, parts: Int) {
        self.layer = layer
        sums = Array(repeating: 0, count: parts)
    }

    func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
        let inputs = layer.weight.extent(1)
        let size = inputs / sums.count
        // [parts, size, size] each: what the parts' numbers have in common, and their columns.
        let numbers = try input.view(-1, sums.count, size).transposed(0, 1)
        let columns = try layer.weight.view(-1, sums.count, size).transposed(0, 1)
        let (common, weights) = (
            try numbers.transposed(1, 2).matmul(numbers), try columns.transposed(1, 2).matmul(columns)
        )
        let lengths = try (common * weights).sum(1, 2).converted(to: .float64).array(of: Double.self)
        sums = zip(sums, lengths).map(+)
        return try layer(input)
    }

    var parameters: [NamedTensor] { layer.parameters }
}
