import Foundation
import Linear
import Tensor
import Testing

@testable import Language

@Suite("Pruned encoders")
struct PruningTests {
    private let fixture = EncoderFixture.folder("bert")

    private func batch(_ encoder: TransformerEncoder) throws -> TokenBatch {
        try TokenBatch(EncoderFixture.expected("bert").encodings, for: encoder.configuration)
    }

    private func answers(_ encoder: TransformerEncoder) throws -> [Float] {
        let batch = try batch(encoder)
        return try inference { try encoder(batch).array(of: Float.self) }
    }

    /// With the columns behind some inputs of a matrix set to 0: as if what comes in there were nothing.
    private func silenced(
        _ encoder: TransformerEncoder, _ path: KeyPath<EncoderLayer, any Projection>, layer: Int, _ columns: Range<Int>
    ) throws -> TransformerEncoder {
        let copy = try encoder.copied()
        let matrix = try #require(copy.layers[layer][keyPath: path] as? LinearLayer)
        try withoutGradient { try matrix.weight.slice(columns, axis: 1).fill(0) }
        return copy
    }

    @Test("answer as if the heads and numbers that went had been silent")
    func silence() throws {
        let encoder = try TransformerEncoder(folder: fixture)
        let before = try answers(encoder)
        var silent = try silenced(encoder, \.output, layer: 0, 4..<8)
        silent = try silenced(silent, \.output, layer: 0, 12..<16)
        silent = try silenced(silent, \.output, layer: 1, 0..<4)
        for layer in 0..<2 { silent = try silenced(silent, \.outer, layer: layer, 5..<11) }
        let others = Array(0..<5) + Array(11..<24)
        let small = try encoder.keeping(heads: [[2, 0], [1, 2, 3]], neurons: [others, others.reversed()])
        #expect(small.configuration.prunedHeads == [0: [1, 3], 1: [0]] && small.configuration.innerWidth == 18)
        #expect(small.parameterCount < encoder.parameterCount)
        let (left, right) = (try answers(small), try answers(silent))
        #expect(left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 1e-5 })
        // And twice, by the numbers that are left.
        let twice = try small.keeping(heads: [[1], [0, 2]], neurons: [[0, 17], [3, 4]])
        #expect(twice.configuration.prunedHeads == [0: [0, 1, 3], 1: [0, 2]])
        #expect(try answers(encoder) == before)
    }

    @Test("come back from a folder, and are checked there")
    func files() throws {
        try EncoderFixture.withCopy(of: "bert") { copy in
            let encoder = try TransformerEncoder(folder: copy)
            let small = try encoder.keeping(heads: [[0, 3], [1]], neurons: [[1, 2, 3], [4, 5, 6]])
            try small.save(to: copy)
            let again = try TransformerEncoder(folder: copy)
            #expect(again.configuration == small.configuration)
            #expect(try answers(again) == answers(small))
            let config = copy.appending(path: "config.json")
            let text = try String(contentsOf: config, encoding: .utf8)
            for wrong in [#"{"0": [1, 2, 3, 0]}"#, #"{"7": [1]}"#, #"{"0": [9]}"#, #"{"0": 1}"#, #"{"x": [1]}"#] {
                let changed = text.replacing(#"{"0": [1, 2], "1": [0, 2, 3]}"#, with: wrong)
                #expect(changed != text)
                try changed.write(to: config, atomically: true, encoding: .utf8)
                expect("encoder.configuration") { _ = try TransformerEncoder(folder: copy) }
            }
        }
    }

    @Test("lose first what adds nothing")
    func leastFirst() throws {
        let encoder = try silenced(
            silenced(TransformerEncoder(folder: fixture), \.output, layer: 1, 8..<12), \.outer, layer: 0, 3..<7)
        let importance = try encoder.importance(of: [batch(encoder)])
        #expect(importance.heads.map(\.count) == [4, 4] && importance.neurons.map(\.count) == [24, 24])
        #expect(importance.heads[1][2] == 0 && importance.heads.flatMap(\.self).count { $0 == 0 } == 1)
        #expect(importance.neurons[0][3..<7].allSatisfy { $0 == 0 } && importance.neurons[1].allSatisfy { $0 > 0 })
        #expect(importance.layers.count == 2 && importance.layers.allSatisfy { $0 > 0 && $0 < 2 })
        let small = try encoder.pruned(Pruning(heads: 0.125), by: importance)
        #expect(small.configuration.prunedHeads == [1: [2]])
        #expect(zip(try answers(small), try answers(encoder)).allSatisfy { abs($0 - $1) < 1e-5 })
        let narrow = try encoder.pruned(Pruning(neurons: 0.25), by: importance)
        #expect(narrow.configuration.innerWidth == 18)
        let low = try encoder.pruned(Pruning(layers: 1), by: importance)
        #expect(low.configuration.layers == 1)
        let kept = importance.layers[0] > importance.layers[1] ? 0 : 1
        #expect(try answers(low) == answers(encoder.keeping(layers: [kept])))
        // Whatever the share, a head stays in each layer.
        let least = try encoder.pruned(Pruning(heads: 0.99), by: importance)
        #expect(least.layers.map(\.heads) == [1, 1])
    }

    @Test("are told what adds by its size: worked out one token at a time")
    func sizes() throws {
        let encoder = try TransformerEncoder(folder: fixture)
        let batch = try TokenBatch([EncoderFixture.encoding([2, 7, 9, 3])], for: encoder.configuration)
        let importance = try encoder.importance(of: [batch])
        // What the outer matrix of layer 0 is given, seen through a matrix of ones and zeros.
        var seen = encoder
        let identity = try Tensor((0..<24 * 24).map { Float($0 % 25 == 0 ? 1 : 0) }, shape: [24, 24])
        let outer = try #require(encoder.layers[0].outer as? LinearLayer)
        let spy = Spy(layer: outer, identity: identity)
        seen.layers[0].outer = spy
        _ = try inference { try seen(batch) }
        let (inputs, weights) = (try #require(spy.input), try outer.weight.array(of: Float.self))
        for neuron in 0..<24 {
            let square = (0..<4).reduce(0.0) { $0 + pow(Double(inputs[$1 * 24 + neuron]), 2) } / 4
            let column = (0..<16).reduce(0.0) { $0 + pow(Double(weights[$1 * 24 + neuron]), 2) }
            let expected = (square * column).squareRoot()
            #expect(abs(importance.neurons[0][neuron] - expected) < 1e-4 * max(1, expected))
        }
    }

    private final class Spy: Projection {
        let layer: LinearLayer
        let identity: Tensor
        var input: [Float]?

        init(layer: LinearLayer, identity: Tensor) { (self.layer, self.identity) = (layer, identity) }

        func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
            self.input = try input.matmul(identity).array(of: Float.self)
            return try layer(input)
        }

        var parameters: [NamedTensor] { layer.parameters }
    }

    @Test("are told what a loss owes to each part, as fading it out a little shows")
    func gradients() throws {
        let encoder = try TransformerEncoder(folder: fixture)
        let texts = try EncoderFixture.expected("bert").encodings
        func loss(_ encoder: TransformerEncoder, _ part: Int) throws -> Tensor {
            let batch = try TokenBatch([texts[part]], for: encoder.configuration)
            return try encoder(batch).slice(0..<5, axis: 1).power(2).mean()
        }
        let importance = try encoder.importance(parts: 2) { try loss(encoder, $0) }
        func faded(_ path: KeyPath<EncoderLayer, any Projection>, _ columns: Range<Int>, by share: Float) throws
            -> [Double]
        {
            let copy = try encoder.copied()
            let matrix = try #require(copy.layers[1][keyPath: path] as? LinearLayer)
            let part = try matrix.weight.slice(columns, axis: 1)
            try part.copy(part.detached() * Double(share))
            return try (0..<2).map { part in try inference { try loss(copy, part).number() } }
        }
        for head in 0..<4 {
            let (up, down) = (
                try faded(\.output, head * 4..<head * 4 + 4, by: 1.01),
                try faded(\.output, head * 4..<head * 4 + 4, by: 0.99)
            )
            let expected = zip(up, down).reduce(0) { $0 + abs($1.0 - $1.1) / 0.02 }
            #expect(abs(importance.heads[1][head] - expected) < 0.02 * max(0.05, expected))
        }
        expect("compress.frozen") {
            let frozen = try encoder.copied()
            try frozen.setTraining(false)
            _ = try frozen.importance(parts: 1) { try loss(frozen, $0) }
        }
    }

    @Test("by size alone keep their shape, with the smallest weights at zero")
    func magnitude() throws {
        let encoder = try TransformerEncoder(folder: fixture)
        let sparse = try encoder.prunedByMagnitude(0.5)
        #expect(try sparse.zeroShare == 0.5 && encoder.zeroShare == 0)
        let (before, after) = (
            try #require(encoder.layers[1].inner as? LinearLayer).weight.array(of: Float.self),
            try #require(sparse.layers[1].inner as? LinearLayer).weight.array(of: Float.self)
        )
        let threshold = before.map(abs).sorted()[before.count / 2]
        for (old, new) in zip(before, after) { #expect(new == (abs(old) < threshold ? 0 : old)) }
    }

    @Test("are refused for shares and parts that cannot be")
    func refusals() throws {
        let encoder = try TransformerEncoder(folder: fixture)
        let importance = try encoder.importance(of: [batch(encoder)])
        for pruning in [
            Pruning(heads: 1), Pruning(heads: -0.1), Pruning(neurons: 1), Pruning(neurons: .nan), Pruning(layers: 2),
            Pruning(layers: -1),
        ] {
            expect("compress.pruning") { _ = try encoder.pruned(pruning, by: importance) }
        }
        let all = Array(0..<24)
        expect("compress.pruning") { _ = try encoder.keeping(heads: [[], [0]], neurons: [all, all]) }
        expect("compress.pruning") { _ = try encoder.keeping(heads: [[4], [0]], neurons: [all, all]) }
        expect("compress.pruning") { _ = try encoder.keeping(heads: [[0], [0]], neurons: [all, [0]]) }
        expect("compress.pruning") { _ = try encoder.keeping(heads: [[0]], neurons: [all]) }
        expect("compress.pruning") { _ = try encoder.keeping(layers: [1, 0]) }
        expect("compress.pruning") { _ = try encoder.keeping(layers: []) }
        expect("compress.pruning") { _ = try encoder.prunedByMagnitude(1) }
        expect("compress.pruning") { _ = try encoder.student(layers: 3) }
        let other = try encoder.keeping(layers: [0])
        expect("compress.pruning") { _ = try other.pruned(Pruning(heads: 0.1), by: importance) }
        expect("encoder.empty") { _ = try encoder.importance(of: []) }
        expect("encoder.empty") { _ = try encoder.importance(parts: 0) { _ in try Tensor.ones([1]) } }
    }
}
