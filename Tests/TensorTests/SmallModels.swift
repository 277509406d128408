import Commerce
import Tensor

/// `Perceptron` of `Tests/Oracles/tensor.py`.
struct Perceptron: Module {
    var hidden, output: LinearLayer

    init(using generator: inout some RandomNumberGenerator) throws {
        hidden = try LinearLayer(inputs: 4, outputs: 8, using: &generator)
        output = try LinearLayer(inputs: 8, outputs: 3, using: &generator)
    }

    func callAsFunction(_ batch: Tensor) throws -> Tensor { try output(hidden(batch).gelu()) }

    var parameters: [NamedTensor] { hidden.parameters(under: "hidden") + output.parameters(under: "output") }
}

/// `Block` of `Tests/Oracles/tensor.py`; with dropout, which the script leaves out.
struct Block: Module {
    var tokens, places: Embedding
    var attention: MultiHeadAttention
    var first, second: LayerNorm
    var up, down, classifier: LinearLayer
    var dropout: Dropout

    init(dropout: Double = 0, using generator: inout some RandomNumberGenerator) throws {
        tokens = try Embedding(rows: 11, width: 8, padding: 0, using: &generator)
        places = try Embedding(rows: 6, width: 8, using: &generator)
        attention = try MultiHeadAttention(width: 8, heads: 2, dropout: dropout, using: &generator)
        first = try LayerNorm(width: 8)
        second = try LayerNorm(width: 8)
        up = try LinearLayer(inputs: 8, outputs: 16, using: &generator)
        down = try LinearLayer(inputs: 16, outputs: 8, using: &generator)
        classifier = try LinearLayer(inputs: 8, outputs: 3, using: &generator)
        self.dropout = try Dropout(dropout)
    }

    func callAsFunction(_ batch: Tensor, training: Bool = false) throws -> Tensor {
        let embedded = try tokens(batch) + places(.counting(to: batch.extent(1)))
        let mask = try batch.differs(from: 0).addingAxis(1).addingAxis(1)
        let looked = try first(
            embedded + dropout(attention(embedded, mask: mask, training: training), training: training))
        let thought = try second(looked + dropout(down(up(looked).gelu()), training: training))
        return try classifier(thought.at(0, axis: 1))
    }

    var parameters: [NamedTensor] {
        tokens.parameters(under: "tokens") + places.parameters(under: "places")
            + attention.query.parameters(under: "query") + attention.key.parameters(under: "key")
            + attention.value.parameters(under: "value") + attention.output.parameters(under: "joined")
            + first.parameters(under: "first") + second.parameters(under: "second") + up.parameters(under: "up")
            + down.parameters(under: "down") + classifier.parameters(under: "classifier")
    }
}
