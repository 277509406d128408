import Tensor

/// How much of an encoder is to go.
public struct Pruning: Sendable, Equatable {
    /// The share of all heads, the least important of all layers first; each layer keeps one.
    public var heads = 0.0
    /// The share of the numbers inside each feed-forward part. All layers keep equally many, as the format of files asks.
    public var neurons = 0.0
    /// Layers that go whole, those that turn their input least.
    public var layers = 0

    public init(heads: Double = 0, neurons: Double = 0, layers: Int = 0) {
        (self.heads, self.neurons, self.layers) = (heads, neurons, layers)
    }
}

extension TransformerEncoder {
    /// A smaller, ordinary encoder without the parts that matter least: structured pruning, which saves time.
    ///
    /// The encoder itself stays as it is. What is lost can mostly be learned back (``Distillation``).
    /// - Parameter importance: of this encoder's parts.
    /// - Throws: `LanguageError` `compress.pruning` for shares outside [0, 1), as many layers as there are, or the importance
    ///   of another encoder; `compress.matrix` for an encoder that is in whole numbers.
    public func pruned(_ pruning: Pruning, by importance: EncoderImportance) throws -> TransformerEncoder {
        for (name, share) in [("heads", pruning.heads), ("neurons", pruning.neurons)] {
            try Self.require((0..<1).contains(share), name, "in [0, 1)", got: share)
        }
        try Self.require(
            (0..<layers.count).contains(pruning.layers), "layers", "in 0..<\(layers.count)", got: pruning.layers)
        let fits =
            importance.heads.map(\.count) == layers.map(\.heads)
            && importance.neurons.allSatisfy { $0.count == configuration.innerWidth }
            && importance.neurons.count == layers.count
            && (pruning.layers == 0 || importance.layers.count == layers.count)
        try Self.require(fits, "importance", "of this encoder's parts", got: "that of another")
        let kept = max(1, Int((Double(configuration.innerWidth) * (1 - pruning.neurons)).rounded()))
        let neurons = importance.neurons.map { Self.most(kept, of: $0) }
        let heads = Self.headsToKeep(importance.scaledHeads, dropping: pruning.heads)
        let stay = Self.most(
            layers.count - pruning.layers, of: pruning.layers == 0 ? layers.map { _ in 0 } : importance.layers)
        var result = try keeping(heads: heads, neurons: neurons)
        if stay.count < layers.count { result = try result.keeping(layers: stay) }
        return result
    }

    /// The encoder with some heads and inner numbers only, by layer; those not named go.
    ///
    /// - Throws: `LanguageError` `compress.pruning` unless each layer keeps one at least, and all equally many numbers.
    public func keeping(heads: [[Int]], neurons: [[Int]]) throws -> TransformerEncoder {
        let inner = configuration.innerWidth
        for (place, layer) in layers.enumerated() {
            try Self.require(
                heads.count == layers.count && neurons.count == layers.count, "layers", "all", got: heads.count)
            let headsFit = !heads[place].isEmpty && heads[place].allSatisfy((0..<layer.heads).contains)
            try Self.require(headsFit, "heads", "some of 0..<\(layer.heads)", got: heads[place])
            let neuronsFit = !neurons[place].isEmpty && neurons[place].allSatisfy((0..<inner).contains)
            try Self.require(neuronsFit, "neurons", "some of 0..<\(inner)", got: neurons[place].count)
            try Self.require(
                Set(neurons[place]).count == Set(neurons[0]).count, "neurons", "equally many in each layer",
                got: neurons[place].count)
        }
        var result = try copied()
        result.configuration.innerWidth = neurons.first.map { Set($0).count } ?? inner
        for place in layers.indices {
            let layer = result.layers[place]
            let headWidth = configuration.width / configuration.heads
            let kept = Set(heads[place]).sorted()
            let rows = try Tensor(kept.flatMap { $0 * headWidth..<($0 + 1) * headWidth }, on: device)
            for path in [\EncoderLayer.query, \.key, \.value] {
                result.layers[place][keyPath: path] = try Self.plain(layer[keyPath: path]).keeping(outputs: rows)
            }
            result.layers[place].output = try Self.plain(layer.output).keeping(inputs: rows)
            result.layers[place].heads = kept.count
            let there = (0..<configuration.heads).filter { !(configuration.prunedHeads[place] ?? []).contains($0) }
            let staying = Set(kept.map { there[$0] })
            let gone = (0..<configuration.heads).filter { !staying.contains($0) }
            result.configuration.prunedHeads[place] = gone.isEmpty ? nil : gone
            let numbers = try Tensor(Set(neurons[place]).sorted(), on: device)
            result.layers[place].inner = try Self.plain(layer.inner).keeping(outputs: numbers)
            result.layers[place].outer = try Self.plain(layer.outer).keeping(inputs: numbers)
        }
        return result
    }

    /// The encoder with some of its layers only, in their order, and arrays of its own.
    ///
    /// - Throws: `LanguageError` `compress.pruning` unless they are some of its layers, each once.
    public func keeping(layers kept: [Int]) throws -> TransformerEncoder {
        let isRight = !kept.isEmpty && kept.allSatisfy(layers.indices.contains) && kept == Set(kept).sorted()
        try Self.require(isRight, "layers", "some of 0..<\(layers.count), ascending", got: kept)
        var result = try copied()
        result.layers = kept.map { result.layers[$0] }
        result.configuration.layers = kept.count
        result.configuration.prunedHeads = Dictionary(
            uniqueKeysWithValues: kept.enumerated().compactMap { now, before in
                configuration.prunedHeads[before].map { (now, $0) }
            })
        return result
    }

    /// The same encoder with the smallest weights of each matrix of its layers set to 0: unstructured pruning.
    ///
    /// It saves no time and no space by itself, since matrices stay as they are; files shrink when they are packed, by
    /// somewhat less than the share. Ties fall as they come.
    /// - Parameter share: of the weights of each matrix, in [0, 1).
    public func prunedByMagnitude(_ share: Double) throws -> TransformerEncoder {
        try Self.require((0..<1).contains(share), "share", "in [0, 1)", got: share)
        var result = try copied()
        for place in layers.indices {
            for path in EncoderProjection.allCases.map(\.path) {
                let layer = try Self.plain(result.layers[place][keyPath: path])
                result.layers[place][keyPath: path] = try layer.withoutSmallest(share)
            }
        }
        return result
    }

    /// The share of zeros among the weights of the layers' matrices.
    public var zeroShare: Double {
        get throws {
            let weights = layers.flatMap { layer in
                EncoderProjection.allCases.compactMap { (layer[keyPath: $0.path] as? LinearLayer)?.weight }
            }
            let zeros = try weights.reduce(0.0) { try $0 + $1.equals(0).converted(to: .float64).sum().number() }
            return zeros / Double(max(1, weights.reduce(0) { $0 + $1.count }))
        }
    }

    static func require(_ holds: Bool, _ name: String, _ rule: String, got value: some Any) throws {
        guard holds else {
            throw LanguageError(code: "compress.pruning", message: "Pruning.\(name) must be \(rule); got \(value)")
        }
    }

    /// Places of the largest numbers, ascending; the first of equals.
    private static func most(_ count: Int, of numbers: [Double]) -> [Int] {
        numbers.indices.sorted { (numbers[$1], $0) < (numbers[$0], $1) }.prefix(count).sorted()
    }

    private static func headsToKeep(_ importance: [[Double]], dropping share: Double) -> [[Int]] {
        var kept = importance.map { Set($0.indices) }
        var left = Int((Double(importance.reduce(0) { $0 + $1.count }) * share).rounded())
        let order = importance.enumerated().flatMap { layer, heads in heads.indices.map { (layer, $0) } }
            .sorted { importance[$0.0][$0.1] < importance[$1.0][$1.1] }
        for (layer, head) in order where left > 0 && kept[layer].count > 1 {
            kept[layer].remove(head)
            left -= 1
        }
        return kept.map { $0.sorted() }
    }
}

extension LinearLayer {
    fileprivate func keeping(outputs places: Tensor) throws -> LinearLayer {
        try LinearLayer(
            weight: weight.detached().selecting(places).requiringGradient(weight.requiresGradient),
            bias: bias.map { try $0.detached().selecting(places).requiringGradient($0.requiresGradient) })
    }

    fileprivate func keeping(inputs places: Tensor) throws -> LinearLayer {
        try LinearLayer(
            weight: weight.detached().selecting(places, axis: 1).requiringGradient(weight.requiresGradient), bias: bias)
    }

    fileprivate func withoutSmallest(_ share: Double) throws -> LinearLayer {
        let gone = Int((Double(weight.count) * share).rounded())
        let flat = try weight.detached().clone().reshaped(-1)
        if gone > 0 {
            let places = try flat.abs().sorted().places.slice(0..<gone)
            try flat.setting(places, to: 0)
        }
        return try LinearLayer(
            weight: flat.reshaped(weight.shape).requiringGradient(weight.requiresGradient), bias: bias)
    }
}

extension Tensor {
    private enum Operators {
        static let fill = Operator("aten::index_fill_", "int_Scalar")
    }

    /// Overwrites places along the first axis.
    fileprivate func setting(_ places: Tensor, to value: Double) throws {
        try Operators.fill.perform(.tensor(self), .integer(0), .tensor(places), .real(value), discarding: 1)
    }
}
