import Commerce
import Foundation
import Tensor
import Testing

@testable import Language

@Suite("Adapted encoders beside plain ones")
struct AdaptationReferenceTests {
    @Test("adapters and prefixes give what plain loops give", arguments: [AdaptationKind.adapters, .prefix, .head])
    func plainLoops(kind: AdaptationKind) throws {
        let encoder = try kind.encoder()
        try expect(encoder, PlainEncoder(encoder))
    }

    @Test("a prefix that a network computes is that network's")
    func network() throws {
        let encoder = try AdaptationKind.networkPrefix.encoder()
        var plain = try PlainEncoder(encoder)
        let weights = plain.weights
        let table = weights["prefix.table"] ?? []
        func layer(_ rows: [[Double]], _ name: String) -> [[Double]] {
            let (matrix, bias) = (weights["\(name).weight"] ?? [], weights["\(name).bias"]?[0] ?? [])
            return rows.map { row in zip(matrix, bias).map { zip($0, row).reduce($1) { $0 + $1.0 * $1.1 } } }
        }
        let rows = layer(layer(table, "prefix.network.inner").map { $0.map(tanh) }, "prefix.network.outer")
        #expect(rows.count == 3 && rows[0].count == 64)
        plain.look(at: rows)
        try expect(encoder, plain)
    }

    @Test("low ranks add their product to the matrix", arguments: [AdaptationKind.lowRank, .adaptive])
    func products(kind: AdaptationKind) throws {
        let encoder = try kind.encoder()
        var plain = try PlainEncoder(encoder)
        let isAdaptive = kind == .adaptive
        let scale = isAdaptive ? 4.0 / 4 : 5.0 / 3
        let suffix = isAdaptive ? "" : ".weight"
        let names = plain.weights.keys.filter { $0.hasSuffix("lora_A\(suffix)") }.map {
            String($0.dropLast("lora_A\(suffix)".count))
        }
        #expect(names.count == 6)
        for name in names {
            let down = plain.weights["\(name)lora_A\(suffix)"] ?? []
            let up = plain.weights["\(name)lora_B\(suffix)"] ?? []
            let values = plain.weights["\(name)lora_E"]?[0] ?? down.map { _ in 1 }
            plain.weights["\(name)weight"] = plain.weights["\(name)weight"]?.enumerated().map { row, numbers in
                numbers.enumerated().map { column, number in
                    values.indices.reduce(number) { $0 + scale * up[row][$1] * values[$1] * down[$1][column] }
                }
            }
        }
        try expect(encoder, plain)
    }

    @Test("the prefix begins as what words of the vocabulary are in each layer")
    func words() throws {
        var encoder = try AdaptationKind.encoder()
        var generator = SeededGenerator(seed: 8)
        try encoder.adapt(by: AdaptationKind.prefix.adaptation(), using: &generator)
        let table = try #require(encoder.parameters.first { $0.name == "prefix.table" }).tensor
        #expect(table.shape == [3, 64])
        generator = SeededGenerator(seed: 8)
        let ids = (0..<3).map { _ in Int32.random(in: 0..<40, using: &generator) }
        let batch = try TokenBatch([EncoderFixture.encoding(ids)], for: encoder.configuration)
        let first = try withoutGradient {
            try encoder.layers[0].key(encoder.embeddings(batch, training: false), training: false)
        }
        let (expected, found) = (try first.array(of: Float.self), try table.slice(0..<16, axis: 1).contiguous())
        #expect(AdaptationKind.difference(expected, try found.array(of: Float.self)) < 1e-6)
    }

    private func expect(_ encoder: TransformerEncoder, _ plain: PlainEncoder) throws {
        let batch = try AdaptationKind.batch(encoder)
        let hidden = try AdaptationKind.hidden(encoder)
        #expect(hidden.count == 18 * 16)
        for (text, ids) in AdaptationKind.texts.enumerated() {
            for (place, token) in plain(ids).enumerated() {
                for (column, number) in token.enumerated() {
                    let found = Double(hidden[(batch.starts[text] + place) * 16 + column])
                    #expect(abs(found - number) < 2e-5, "text \(text), token \(place), number \(column)")
                }
            }
        }
    }
}
