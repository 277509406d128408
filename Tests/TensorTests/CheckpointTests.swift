import Commerce
import Foundation
import Tensor
import Testing

extension TensorRoom {
    @Suite("Files of weights and checkpoints")
    struct CheckpointTests {
        private let folder = FileManager.default.temporaryDirectory.appending(
            path: "equipoise-tensor-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

        private func path(_ name: String) -> String { folder.appending(path: name).path }

        @Test("every kind of element comes back, and nothing else is left in the folder")
        func everyElement() throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            let numbers = try Tensor([0, 1, 2, 3, 4, 100] as [Float], shape: [2, 3])
            let tensors = try Element.allCases.map {
                NamedTensor(name: "as \($0)", tensor: try numbers.converted(to: $0).transposed(0, 1))
            }
            try WeightFile.write(tensors, metadata: ["标题": "口红"], to: path("all.safetensors"))
            let file = try WeightFile(path: path("all.safetensors"))
            #expect(file.metadata == ["标题": "口红"])
            #expect(file.names == tensors.map(\.name).sorted())
            for named in tensors {
                #expect(file.shape(of: named.name) == [3, 2] && file.element(of: named.name) == named.tensor.element)
                let read = try file.tensor(named.name)
                #expect(read.element == named.tensor.element)
                #expect(
                    try read.converted(to: .float64).array(of: Double.self)
                        == named.tensor.converted(to: .float64).contiguous().array(of: Double.self))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["all.safetensors"])
        }

        @Test("weights of another kind are converted on reading, of another shape refused with nothing changed")
        func loading() throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            var generator = SeededGenerator(seed: 1)
            let model = try Perceptron(using: &generator)
            let half = try model.parameters.map {
                NamedTensor(name: "bert.\($0.name)", tensor: try $0.tensor.detached().converted(to: .bfloat16))
            }
            try WeightFile.write(half, to: path("half"))
            let other = try Perceptron(using: &generator)
            try WeightFile(path: path("half")).load(into: other.parameters) { "bert.\($0)" }
            for (left, right) in zip(other.parameters, model.parameters) {
                try expectEqual(left.tensor, right.tensor, left.name, tolerance: 4e-3)
            }
            var wrong = half
            wrong[3].tensor = try .zeros([4])
            try WeightFile.write(wrong, to: path("wrong"))
            let before = try other.hidden.weight.array(of: Float.self)
            try other.hidden.weight.copy(model.hidden.weight * 2)
            let error = try #require(throws: TensorError.self) {
                try WeightFile(path: path("wrong")).load(into: other.parameters) { "bert.\($0)" }
            }
            #expect(error.code == "weights.shape")
            #expect(
                error.message.contains("[4]") && error.message.contains("[3]")
                    && error.message.contains("bert.output.bias"))
            #expect(try other.hidden.weight.array(of: Float.self) != before)
            let missing = try #require(throws: TensorError.self) {
                try WeightFile(path: path("half")).load(into: other.parameters)
            }
            #expect(missing.code == "weights.missing" && missing.message.contains("hidden.weight"))
        }

        @Test("a file cut short at any byte, or spoiled, is refused")
        func damaged() throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            try WeightFile.write(
                [
                    NamedTensor(name: "a", tensor: try .ones([3, 2])),
                    NamedTensor(name: "b", tensor: try .ones([1], .int8)),
                ],
                to: path("whole"))
            let bytes = try Data(contentsOf: URL(filePath: path("whole")))
            for length in 0..<bytes.count {
                try bytes.prefix(length).write(to: URL(filePath: path("cut")))
                let error = try #require(throws: TensorError.self) { try WeightFile(path: path("cut")) }
                #expect(error.code == "weights.damaged" && error.remedy != nil)
                #expect(error.message.contains(path("cut")))
            }
            try (bytes + [0]).write(to: URL(filePath: path("long")))
            #expect(throws: TensorError.self) { try WeightFile(path: path("long")) }
            let absent = try #require(throws: TensorError.self) { try WeightFile(path: path("absent")) }
            #expect(absent.code == "weights.unreadable")
            let folderless = try #require(throws: TensorError.self) {
                try WeightFile.write([], to: path("no/such/folder"))
            }
            #expect(folderless.code == "weights.unwritable")
        }

        @Test("training that stops and goes on has the same losses, bit for bit, with dropout")
        func resuming() async {
            // In a process of its own: libtorch has one generator for all, and other tests draw from it.
            await #expect(processExitsWith: .success) {
                let room = try CheckpointTests()
                defer { try? FileManager.default.removeItem(at: room.folder) }
                let batch = try Tensor([1, 2, 3, 0, 4, 5, 6, 7] as [Int], shape: [2, 4])
                let targets = try Tensor([2, 0] as [Int])
                func trainer(seed: UInt64) throws -> (Block, Trainer) {
                    var generator = SeededGenerator(seed: seed)
                    let model = try Block(dropout: 0.2, using: &generator)
                    let trainer = try Trainer(
                        AdamW(AdamW.Group.decayingMatrices(model.parameters, decay: 0.1)),
                        schedule: LearningRate(peak: 0.01, warmUp: 2, total: 8))
                    return (model, trainer)
                }
                func losses(_ run: (model: Block, trainer: Trainer), steps: Int) throws -> [Double] {
                    try (0..<steps).map { _ in
                        try run.trainer.step([0]) { _ in try run.model(batch, training: true).crossEntropy(targets) }
                            .loss
                    }
                }
                try Randomness.seed(11)
                let whole = try losses(trainer(seed: 1), steps: 8)
                try Randomness.seed(11)
                let first = try trainer(seed: 1)
                let half = try losses(first, steps: 4)
                try first.1.save(to: room.path("checkpoint"), notes: ["epoch": "2"])
                try Randomness.seed(99)
                // Other weights and another random state: all must come from the file.
                let second = try trainer(seed: 2)
                #expect(try second.1.restore(from: room.path("checkpoint")) == ["epoch": "2"])
                #expect(second.1.steps == 4)
                #expect(try half + losses(second, steps: 4) == whole)
                #expect(Set(whole).count == 8)
            }
        }

        @Test("weights are no checkpoint, and say so")
        func alien() throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            var generator = SeededGenerator(seed: 1)
            let model = try Perceptron(using: &generator)
            try WeightFile.write(model.parameters, to: path("weights"))
            let trainer = try Trainer(AdamW([.init(model.parameters)]), schedule: LearningRate(peak: 1, total: 1))
            let error = try #require(throws: TensorError.self) { _ = try trainer.restore(from: path("weights")) }
            #expect(error.code == "checkpoint.format")
        }
    }
}
