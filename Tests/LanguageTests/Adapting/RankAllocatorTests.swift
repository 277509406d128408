import Commerce
import Foundation
import Linear
import Tensor
import Testing

@testable import Language

@Suite("The ranks of AdaLoRA")
struct RankAllocatorTests {
    private static func projection(
        _ outputs: Int, _ inputs: Int, _ settings: Adaptation.AdaptiveRank, using generator: inout SeededGenerator
    ) throws -> LowRankProjection {
        let plain = try LinearLayer(inputs: inputs, outputs: outputs, using: &generator)
        try plain.setTraining(false)
        return try LowRankProjection(beside: plain, settings, using: &generator)
    }

    @Test("are taken away as peft takes them away, step by step")
    func reference() throws {
        let file = try WeightFile(
            path: ReferenceTests.fixtures.appending(path: "adapters/ranks.safetensors").path)
        let settings = try Adaptation.AdaptiveRank(
            initial: 3, target: 1, sensitivity: 0.85, uncertainty: 0.8, warmUp: 2.0 / 12, settled: 4.0 / 12, interval: 2
        )
        var generator = SeededGenerator(seed: 1)
        let parts = [
            ("first", try Self.projection(5, 6, settings, using: &generator)),
            ("second", try Self.projection(7, 4, settings, using: &generator)),
        ]
        let allocator = try RankAllocator(parts.map { (name: $0.0, projection: $0.1) }, settings, steps: 12)
        var cut = 0
        for step in 0..<8 {
            for (name, projection) in parts {
                for added in projection.added {
                    let stored = "\(step)/\(name).\(added.name)"
                    try added.tensor.copy(file.tensor("\(stored)/weight"))
                    try added.tensor.setGradient(file.tensor("\(stored)/gradient"))
                }
            }
            try allocator.update(step: step)
            for (name, projection) in parts {
                let values = try #require(projection.values).array(of: Float.self)
                #expect(try values == file.tensor("\(step)/\(name)/after").array(of: Float.self), "step \(step)")
                cut += values.count { $0 == 0 }
            }
        }
        #expect(cut == 3 + 4)
        #expect(try allocator.ranks().map(\.rank).reduce(0, +) == 2)
        // The last of the fall, and what is masked stays 0 from there on.
        try allocator.update(step: 8)
        let masks = try parts.map { try #require($0.1.values).array(of: Float.self).map { $0 != 0 } }
        for (_, projection) in parts { try #require(projection.values).fill(1) }
        try allocator.update(step: 9)
        #expect(try parts.map { try #require($0.1.values).array(of: Float.self).map { $0 != 0 } } == masks)
        #expect(masks.flatMap(\.self).count { $0 } == 2)
    }

    @Test("fall from all to the target with the third power of the time that is left")
    func budget() throws {
        let settings = try Adaptation.AdaptiveRank(initial: 10, target: 2, warmUp: 0.1, settled: 0.5)
        var generator = SeededGenerator(seed: 1)
        let parts = try (0..<3).map { ("\($0)", try Self.projection(12, 11, settings, using: &generator)) }
        let allocator = try RankAllocator(parts.map { (name: $0.0, projection: $0.1) }, settings, steps: 100)
        let budgets = [0, 9, 10, 20, 30, 49, 50, 99].map(allocator.budget)
        // 6 + int(24 c³) with c = 1, 0.75, 0.5, 0.025.
        #expect(budgets == [30, 30, 30, 16, 9, 6, 6, 6])
        let short = try RankAllocator(parts.map { (name: $0.0, projection: $0.1) }, settings, steps: 1)
        #expect(short.budget(step: 0) == 6)
        #expect(throws: LanguageError.self) {
            try RankAllocator(parts.map { (name: $0.0, projection: $0.1) }, settings, steps: 0)
        }
        #expect(try RankAllocator(for: AdaptationKind.lowRank.encoder(), steps: 10) == nil)
        #expect(try RankAllocator(for: AdaptationKind.adaptive.encoder(), steps: 10)?.ranks().count == 6)
    }

    @Test("P and Q begin orthogonal, and the penalty is that of the article")
    func penalty() throws {
        let settings = try Adaptation.AdaptiveRank(initial: 2, target: 1, penalty: 0.25)
        var generator = SeededGenerator(seed: 4)
        let projection = try Self.projection(3, 4, settings, using: &generator)
        let allocator = try RankAllocator([(name: "one", projection: projection)], settings, steps: 10)
        #expect(try abs(allocator.penalty().number()) < 1e-10)
        try projection.down.copy(Tensor([1, 0, 0, 0, 2, 1, 0, 0] as [Float], shape: [2, 4]))
        try projection.up.copy(Tensor([1, 0, 0, 1, 0, 3] as [Float], shape: [3, 2]))
        // QQᵀ - I = [[0, 2], [2, 4]] and PᵀP - I = [[0, 0], [0, 9]].
        #expect(try abs(allocator.penalty().number() - 0.25 * (4 + 4 + 16 + 81)) < 1e-4)
    }

    /// Four matrices of which the first is 3 ranks from what is wanted, the second 1, the others none.
    private struct Problem {
        var parts: [(name: String, projection: LowRankProjection)] = []
        var inputs: Tensor
        var wanted: [Tensor] = []

        init(_ settings: Adaptation.AdaptiveRank, seed: UInt64) throws {
            var generator = SeededGenerator(seed: seed)
            inputs = try Tensor((0..<64 * 8).map { _ in Float(generator.normal()) }, shape: [64, 8])
            for (place, rank) in [3, 1, 0, 0].enumerated() {
                let projection = try RankAllocatorTests.projection(9, 8, settings, using: &generator)
                parts.append(("\(place)", projection))
                var result = try projection.base(inputs)
                for _ in 0..<rank {
                    let row = try Tensor((0..<8).map { _ in Float(generator.normal()) }, shape: [1, 8]).normalised()
                    let column = try Tensor((0..<9).map { _ in Float(generator.normal()) }, shape: [1, 9]).normalised()
                    result = try result + inputs.matmul(row.transposed(0, 1)).matmul(column) * 2
                }
                wanted.append(result)
            }
        }

        var groups: [AdamW.Group] {
            [
                AdamW.Group(
                    parts.flatMap { part in
                        part.projection.added.map { NamedTensor(name: "\(part.name).\($0.name)", tensor: $0.tensor) }
                    }, decay: 0)
            ]
        }

        func loss() throws -> Tensor {
            let losses = try zip(parts, wanted).map { part, wanted in
                try part.projection(inputs, training: false).squaredError(wanted)
            }
            return try Tensor.stacked(losses).sum()
        }
    }

    @Test("go where they are needed, and reach the target", arguments: 0..<5 as Range<UInt64>)
    func knownRanks(seed: UInt64) throws {
        let settings = try Adaptation.AdaptiveRank(
            initial: 4, target: 1, alpha: 4, dropout: 0, warmUp: 0.2, settled: 0.4, interval: 5)
        let problem = try Problem(settings, seed: seed)
        let allocator = try RankAllocator(problem.parts, settings, steps: 200)
        let trainer = try Trainer(
            AdamW(problem.groups), schedule: LearningRate(peak: 0.05, total: 200, descent: .linear))
        let before = try problem.loss().number()
        for _ in 0..<200 {
            _ = try trainer.step([0], moved: allocator.update) { _ in try problem.loss() + allocator.penalty() }
        }
        #expect(try allocator.ranks().map(\.rank) == [3, 1, 0, 0])
        let after = try problem.loss().number()
        #expect(after < before * 0.01, "\(before) to \(after)")
        #expect(try allocator.penalty().number() < 0.1)
        for (part, rank) in zip(problem.parts, [3, 1, 0, 0]) {
            #expect(try part.projection.values?.array(of: Float.self).count { $0 != 0 } == rank)
        }
    }

    @Test("a training that goes on from a checkpoint takes the same ranks away")
    func resuming() async {
        // In a process of its own: a loop of training seeds the generator that the process shares.
        await #expect(processExitsWith: .success) {
            // Several threads wait longer for each other than such small tensors take.
            Threads.count = 1
            struct Interrupted: Error {}
            let file = FileManager.default.temporaryDirectory.appending(path: "ranks-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let settings = try Adaptation.AdaptiveRank(
                initial: 4, target: 1, dropout: 0, warmUp: 0.2, settled: 0.3, interval: 1)
            var options = TrainingOptions()
            (options.epochs, options.batchSize, options.rate) = (6, 1, 0.03)
            func train(stoppingAt last: Int?) throws -> [[Float]] {
                let problem = try Problem(settings, seed: 3)
                let loop = try TrainingLoop(options, lengths: [1, 1, 1, 1, 1])
                let allocator = try RankAllocator(problem.parts, settings, steps: loop.steps)
                var steps = 0
                _ = try loop.run(
                    problem.groups,
                    follow: { event in
                        guard case .step = event else { return }
                        steps += 1
                        if steps == last { throw Interrupted() }
                    }, moved: allocator.update, state: allocator.state
                ) { _ in try problem.loss() + allocator.penalty() }
                return try problem.groups[0].parameters.map { try $0.tensor.array(of: Float.self) }
            }
            let whole = try train(stoppingAt: nil)
            options.checkpoint = file
            #expect(throws: Interrupted.self) { try train(stoppingAt: 12) }
            let resumed = try train(stoppingAt: nil)
            #expect(resumed == whole)
            #expect(whole.joined().contains { $0 == 0 })
        }
    }

    @Test("reach the target in a loop of training that is told of the encoder")
    func loop() async {
        await #expect(processExitsWith: .success) {
            // Several threads wait longer for each other than such small tensors take.
            Threads.count = 1
            let encoder = try AdaptationKind.adaptive.encoder()
            let batch = try AdaptationKind.batch(encoder)
            var options = TrainingOptions()
            (options.epochs, options.batchSize, options.rate) = (20, 1, 0.01)
            let loop = try TrainingLoop(options, lengths: [1])
            let report = try loop.run([AdamW.Group(encoder.trainableParameters)], adapting: encoder) { _ in
                let output = try encoder(batch)
                return try (output * output * output).mean()
            }
            let values = try encoder.lowRankProjections.flatMap {
                try $0.projection.values?.array(of: Float.self) ?? []
            }
            #expect(report.steps == 20 && values.count == 6 * 4)
            #expect(values.count { $0 != 0 } == 6 * 2)
            #expect(report.epochs[19].loss < report.epochs[0].loss)
        }
    }
}
