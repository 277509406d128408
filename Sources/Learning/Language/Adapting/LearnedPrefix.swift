import Tensor

/// Keys and values that every text's tokens look at beside those of the text, in each layer.
struct LearnedPrefix: Module {
    /// Those of one layer: [heads, length, width / heads] each.
    struct Block {
        let keys, values: Tensor

        /// With these before `own`, [texts, heads, places, width / heads].
        static func before(_ own: Tensor, _ learned: Tensor?) throws -> Tensor {
            guard let learned else { return own }
            return try .concatenated([learned.expanded([own.extent(0)] + learned.shape), own], axis: 2)
        }
    }

    /// What the network makes a prefix of.
    private struct Network: Module {
        let inner, outer: LinearLayer

        func callAsFunction(_ table: Tensor) throws -> Tensor { try outer(inner(table).tanh()) }

        var parameters: [NamedTensor] { inner.parameters(under: "inner") + outer.parameters(under: "outer") }
    }

    /// Without a network the prefix itself, [length, layers · 2 · width], each layer's keys before its values, as `peft` lays
    /// it out; with one, what that begins with: [length, width].
    private let table: Tensor
    private let network: Network?
    private let layers, heads: Int

    /// A prefix that begins with keys and values of each layer, [length, width].
    init(_ blocks: [(keys: Tensor, values: Tensor)], heads: Int) throws {
        let rows = try Tensor.concatenated(blocks.flatMap { [$0.keys, $0.values] }, axis: 1)
        self.init(rows: try rows.clone().requiringGradient(), layers: blocks.count, heads: heads)
    }

    init(rows: Tensor, layers: Int, heads: Int) {
        table = rows
        network = nil
        self.layers = layers
        self.heads = heads
    }

    /// A prefix that a network computes.
    init(
        length: Int, hidden: Int, in configuration: EncoderConfiguration,
        using generator: inout some RandomNumberGenerator, on device: Device
    ) throws {
        let width = configuration.width
        layers = configuration.layers
        heads = configuration.heads
        table = try .normalParameter([length, width], deviation: 1, using: &generator, on: device)
        network = Network(
            inner: try LinearLayer(inputs: width, outputs: hidden, using: &generator, on: device),
            outer: try LinearLayer(
                inputs: hidden, outputs: layers * 2 * width, deviation: configuration.deviation, using: &generator,
                on: device))
    }

    /// One block for each layer.
    func callAsFunction() throws -> [Block] {
        let rows = try network?(table) ?? table
        // [length, layers · 2 · width] to [layers · 2, heads, length, width / heads].
        let parts = try rows.view(rows.extent(0), layers * 2, heads, -1).permuted(1, 2, 0, 3)
        return try (0..<layers).map { Block(keys: try parts.at(2 * $0), values: try parts.at(2 * $0 + 1)) }
    }

    /// The same prefix without a network.
    func folded() throws -> LearnedPrefix {
        guard let network else { return self }
        return LearnedPrefix(rows: try withoutGradient { try network(table) }, layers: layers, heads: heads)
    }

    var parameters: [NamedTensor] {
        [NamedTensor(name: "table", tensor: table)] + (network?.parameters(under: "network") ?? [])
    }
}
