import Commerce
import Foundation
import Linear
import Tensor
import Testing

@testable import Language

/// The kinds of adaptation that the tests go through, with the settings of a small encoder.
enum AdaptationKind: String, CaseIterable {
    case full, head, lowRank, adaptive, adapters, prefix, networkPrefix

    static let adding: [AdaptationKind] = [.lowRank, .adaptive, .adapters, .prefix, .networkPrefix]

    func adaptation() throws -> Adaptation {
        switch self {
        case .full: .full
        case .head: .head
        case .lowRank: .lowRank(try .init(rank: 3, alpha: 5, dropout: 0, projections: [.query, .value, .inner]))
        case .adaptive: .adaptive(try .init(initial: 4, target: 2, dropout: 0, projections: [.key, .output, .outer]))
        case .adapters: .bottleneck(try .init(width: 5, afterAttention: true, activation: .relu))
        case .prefix: .prefix(try .init(length: 3))
        case .networkPrefix: .prefix(try .init(length: 3, hidden: 7))
        }
    }

    /// The tiny BERT: 40 words, 24 positions, width 16, inner width 24, 2 layers.
    static func encoder() throws -> TransformerEncoder { try .init(folder: EncoderFixture.folder("bert")) }

    /// Adapted, and with all that was added drawn at random, so that it does something.
    func encoder(biases: Bool = false, seed: UInt64 = 5) throws -> TransformerEncoder {
        var encoder = try Self.encoder()
        var generator = SeededGenerator(seed: seed)
        try encoder.adapt(by: adaptation(), biases: biases, using: &generator)
        for parameter in encoder.adaptationParameters {
            let numbers = (0..<parameter.tensor.count).map { _ in Float(generator.normal(deviation: 0.4)) }
            try parameter.tensor.copy(Tensor(numbers, shape: parameter.tensor.shape))
        }
        return encoder
    }

    static let texts: [[Int32]] = [[2, 6, 7, 9, 3], [2, 8, 3], [2, 5, 6, 7, 8, 9, 3], [2, 12, 3]]

    static func batch(_ encoder: TransformerEncoder) throws -> TokenBatch {
        try TokenBatch(texts.map(EncoderFixture.encoding), for: encoder.configuration)
    }

    static func hidden(_ encoder: TransformerEncoder) throws -> [Float] {
        try inference { try encoder(batch(encoder)).array(of: Float.self) }
    }

    static func difference(_ left: [Float], _ right: [Float]) -> Float {
        left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? .infinity : .infinity
    }
}

@Suite("Adaptations of an encoder")
struct AdaptationTests {
    @Test("have the vectors of the pretrained encoder when they begin", arguments: AdaptationKind.allCases)
    func beginning(kind: AdaptationKind) throws {
        var encoder = try AdaptationKind.encoder()
        let before = try AdaptationKind.hidden(encoder)
        var generator = SeededGenerator(seed: 2)
        try encoder.adapt(by: kind.adaptation(), using: &generator)
        let difference = AdaptationKind.difference(before, try AdaptationKind.hidden(encoder))
        // A prefix is looked at from the start.
        let isPrefix = kind == .prefix || kind == .networkPrefix
        #expect(isPrefix ? difference > 0.01 : difference == 0)
    }

    @Test("learn as many numbers as the formula says")
    func counts() throws {
        let total = try AdaptationKind.encoder().parameterCount
        #expect(total == (40 + 24 + 2) * 16 + 32 + 2 * (4 * (256 + 16) + 2 * 16 * 24 + 24 + 16 + 64))
        func expect(_ kind: AdaptationKind, _ trainable: Int, biases: Bool = false, added: Int? = nil) throws {
            let share = try kind.encoder(biases: biases).parameterShare
            #expect(share == ParameterShare(trainable: trainable, total: total + (added ?? trainable)), "\(kind)")
        }
        let biases = 16 + 2 * (4 * 16 + 16 + 24 + 16 + 16)
        try expect(.full, total, added: 0)
        try expect(.head, 0)
        try expect(.head, biases, biases: true, added: 0)
        try expect(.lowRank, 2 * 3 * (32 + 32 + 40))
        try expect(.lowRank, 2 * 3 * (32 + 32 + 40) + biases, biases: true, added: 2 * 3 * (32 + 32 + 40))
        try expect(.adaptive, 2 * 4 * (33 + 33 + 41))
        try expect(.adapters, 2 * 2 * (2 * 16 * 5 + 5 + 16))
        try expect(.prefix, 3 * 2 * 2 * 16)
        try expect(.networkPrefix, 3 * 16 + (16 + 1) * 7 + (7 + 1) * 2 * 2 * 16)
        #expect(ParameterShare(trainable: 1, total: 4).share == 0.25)
        #expect(ParameterShare(trainable: 0, total: 0).share == nil)
    }

    @Test("have derivatives taken by what learns alone, and move nothing else", arguments: AdaptationKind.adding)
    func freezing(kind: AdaptationKind) throws {
        let encoder = try kind.encoder(biases: true)
        let learning = Set(encoder.trainableParameters.map(\.name))
        #expect(
            learning
                == Set(
                    encoder.parameters.map(\.name).filter { name in
                        name.hasSuffix("bias") || ["lora_", "adapter", "prefix"].contains { name.contains($0) }
                    }))
        let before = try encoder.parameters.map { try $0.tensor.array(of: Float.self) }
        let optimiser = try AdamW([.init(encoder.trainableParameters, decay: 0.1)])
        let output = try encoder(AdaptationKind.batch(encoder))
        try (output * output * output).sum().backward()
        for parameter in encoder.parameters {
            #expect((parameter.tensor.gradient != nil) == learning.contains(parameter.name), "\(parameter.name)")
        }
        try optimiser.step(rate: 0.01)
        for (parameter, old) in zip(encoder.parameters, before) {
            let moved = try parameter.tensor.array(of: Float.self) != old
            #expect(moved == learning.contains(parameter.name), "\(parameter.name)")
        }
    }

    @Test("without anything that learns record nothing")
    func head() throws {
        let encoder = try AdaptationKind.head.encoder()
        let output = try encoder(AdaptationKind.batch(encoder))
        #expect(!output.requiresGradient)
        #expect(encoder.trainableParameters.isEmpty)
    }

    @Test("merged have the same vectors and the parts of a plain encoder", arguments: AdaptationKind.allCases)
    func merging(kind: AdaptationKind) throws {
        let encoder = try kind.encoder()
        let (plain, before) = (try AdaptationKind.encoder(), try AdaptationKind.hidden(encoder))
        let merged = try encoder.merged()
        #expect(AdaptationKind.difference(before, try AdaptationKind.hidden(merged)) < 2e-5)
        let distance = AdaptationKind.difference(before, try AdaptationKind.hidden(plain))
        #expect(kind == .full || kind == .head ? distance == 0 : distance > 0.01)
        #expect(merged.plainParameters.map(\.name) == plain.parameters.map(\.name))
        switch kind {
        case .adapters: #expect(merged.addedParameters.count == 2 * 2 * 4)
        case .prefix, .networkPrefix: #expect(merged.addedParameters.map(\.name) == ["prefix.table"])
        default: #expect(merged.addedParameters.isEmpty)
        }
        // What was not merged into is as it was.
        #expect(try AdaptationKind.hidden(encoder) == before)
    }

    @Test("merged can learn on, and be adapted again")
    func again() throws {
        var generator = SeededGenerator(seed: 2)
        var merged = try AdaptationKind.lowRank.encoder().merged()
        try merged.adapt(by: AdaptationKind.adaptive.adaptation(), using: &generator)
        merged = try merged.merged()
        try merged.adapt(by: .full, using: &generator)
        #expect(merged.trainableParameters.count == merged.parameters.count && merged.adaptation == .full)
        try merged(AdaptationKind.batch(merged)).sum().backward()
        #expect(merged.parameters.allSatisfy { $0.tensor.gradient != nil })
    }

    @Test("come back from a folder as they were saved", arguments: AdaptationKind.allCases)
    func saving(kind: AdaptationKind) throws {
        let encoder = try kind.encoder(biases: kind != .full)
        try EncoderFixture.withCopy(of: "bert") { copy in
            // A folder that held another adaptation before.
            try AdaptationKind.adapters.encoder(seed: 9).save(to: copy)
            try encoder.save(to: copy)
            let sentences = try SentenceEncoder(folder: copy)
            let again = sentences.encoder
            #expect(
                AdaptationKind.difference(try AdaptationKind.hidden(encoder), try AdaptationKind.hidden(again)) < 2e-5)
            let stays = kind == .adapters || kind == .prefix || kind == .networkPrefix
            for name in ["adapters.json", "adapters.safetensors"] {
                #expect(FileManager.default.fileExists(atPath: copy.appending(path: name).path) == stays)
            }
            #expect(again.trainableParameters.count == again.parameters.count)
            if stays { #expect(try again.adaptation == encoder.merged().adaptation) }
        }
    }

    @Test("that were loaded go on with the same settings")
    func goingOn() throws {
        try EncoderFixture.withCopy(of: "bert") { copy in
            try AdaptationKind.adapters.encoder().save(to: copy)
            var encoder = try TransformerEncoder(folder: copy)
            let before = try AdaptationKind.hidden(encoder)
            var generator = SeededGenerator(seed: 2)
            try encoder.adapt(by: AdaptationKind.adapters.adaptation(), using: &generator)
            #expect(try AdaptationKind.hidden(encoder) == before)
            #expect(encoder.parameterShare.trainable == 2 * 2 * (2 * 16 * 5 + 5 + 16))
            try encoder.adapt(by: .head, using: &generator)
            #expect(try encoder.adaptation == AdaptationKind.adapters.adaptation())
            #expect(encoder.trainableParameters.isEmpty)
            try encoder.adapt(by: .full, using: &generator)
            #expect(encoder.trainableParameters.count == encoder.parameters.count)
        }
    }

    @Test("drop out while training alone")
    func dropout() async {
        // In a process of its own: it draws from the generator that the process shares.
        await #expect(processExitsWith: .success) {
            // Several threads wait longer for each other than such small tensors take.
            Threads.count = 1
            var generator = SeededGenerator(seed: 3)
            let plain = try LinearLayer(inputs: 6, outputs: 4, using: &generator)
            let low = try LowRankProjection(beside: plain, .init(rank: 2, dropout: 0.5), using: &generator)
            try low.up.copy(.ones([4, 2]))
            let input = try Tensor.ones([8, 6])
            let rows = try (0..<3).map { try low(input, training: $0 == 0).array(of: Float.self) }
            #expect(rows[0] != rows[1] && rows[1] == rows[2])
        }
    }
}
