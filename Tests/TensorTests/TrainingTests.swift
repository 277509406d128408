import Commerce
import Tensor
import Testing

extension TensorRoom {
    @Suite("Training beside PyTorch's")
    struct TrainingTests {
        @Test("ten steps of a perceptron: losses, gradient lengths and weights agree")
        func perceptron() throws {
            var generator = SeededGenerator(seed: 1)
            let model = try Perceptron(using: &generator)
            try expectTenSteps(of: model, "perceptron", peak: 0.05, .cosine) { try model($0) }
        }

        @Test("ten steps of a transformer block agree")
        func block() throws {
            var generator = SeededGenerator(seed: 1)
            let model = try Block(using: &generator)
            try expectTenSteps(of: model, "block", peak: 0.02, .linear) { try model($0, training: true) }
        }

        private func expectTenSteps(
            of model: some Module, _ fixture: String, peak: Double, _ descent: LearningRate.Descent,
            _ apply: (Tensor) throws -> Tensor
        ) throws {
            let file = try Fixture.file(fixture)
            let stored = Set(file.names.filter { $0.hasPrefix("before/") }.map { String($0.dropFirst(7)) })
            #expect(Set(model.parameters.map(\.name)) == stored)
            try file.load(into: model.parameters) { "before/\($0)" }
            let (batch, targets) = (try file.tensor("batch"), try file.tensor("targets"))
            let half = batch.extent(0) / 2
            let parts = [0..<half, half..<2 * half]
            let trainer = try Trainer(
                AdamW(AdamW.Group.decayingMatrices(model.parameters, decay: 0.1)),
                schedule: LearningRate(peak: peak, warmUp: 3, total: 10, descent: descent), clipping: 0.3)
            let losses = try file.tensor("losses").array(of: Double.self)
            let lengths = try file.tensor("lengths").array(of: Double.self)
            #expect(losses.count == 10 && lengths.count == 10)
            for (loss, length) in zip(losses, lengths) {
                let step = try trainer.step(parts) { rows in
                    try apply(batch.slice(rows)).crossEntropy(targets.slice(rows))
                }
                #expect(abs(step.loss - loss) < 2e-5, "step \(step.number)")
                #expect(abs(step.gradientLength - length) < 2e-5 * (1 + length), "step \(step.number)")
            }
            #expect(losses[9] < losses[0])
            // What is added to all keys changes no softmax: the gradient of that bias is 0 but for rounding, which AdamW
            // blows up to whole steps in directions that no two builds share.
            for parameter in model.parameters where parameter.name != "key.bias" {
                try expectEqual(
                    parameter.tensor, file.tensor("after/\(parameter.name)"), parameter.name, tolerance: 5e-5)
            }
        }

        @Test("the padding's embedding starts at 0 and stays there")
        func padding() throws {
            var generator = SeededGenerator(seed: 3)
            let table = try Embedding(rows: 4, width: 3, padding: 1, using: &generator)
            let optimiser = try AdamW([.init(table.parameters, decay: 0)])
            try table(Tensor([1, 2] as [Int])).sum().backward()
            try optimiser.step(rate: 0.1)
            #expect(try table.weight.at(1).array(of: Float.self) == [0, 0, 0])
            #expect(try table.weight.at(2).array(of: Float.self) != [0, 0, 0])
        }

        @Test("a parameter without a gradient is left alone")
        func frozen() throws {
            var generator = SeededGenerator(seed: 3)
            let model = try Perceptron(using: &generator)
            try model.hidden.setTraining(false)
            let before = try model.hidden.weight.array(of: Float.self)
            let optimiser = try AdamW([.init(model.parameters, decay: 0.5)])
            try model(Tensor([1, 2, 3, 4] as [Float], shape: [1, 4])).sum().backward()
            try optimiser.step(rate: 0.1)
            #expect(try model.hidden.weight.array(of: Float.self) == before)
            #expect(Set(optimiser.state.map(\.name)).count == 6)
        }

        @Test("a loss that is not a number stops training, and the weights stay", arguments: [Double.nan, .infinity])
        func notFinite(value: Double) throws {
            var generator = SeededGenerator(seed: 3)
            let model = try Perceptron(using: &generator)
            let trainer = try Trainer(
                AdamW([.init(model.parameters)]), schedule: LearningRate(peak: 0.1, total: 5))
            let input = try Tensor([1, 2, 3, 4] as [Float], shape: [1, 4])
            _ = try trainer.step([input]) { try model($0).sum() }
            let before = try model.parameters.map { try $0.tensor.array(of: Float.self) }
            let error = try #require(throws: TensorError.self) {
                try trainer.step([input, input]) { try model($0).sum() * value }
            }
            #expect(error.code == "training.loss")
            #expect(error.message.contains("at step 1"))
            #expect(try model.parameters.map { try $0.tensor.array(of: Float.self) } == before)
            #expect(model.parameters.allSatisfy { $0.tensor.gradient == nil })
            // Training can go on from there.
            #expect(try trainer.step([input]) { try model($0).sum() }.number == 1)
        }

        @Test("a gradient that is not a number stops training although the loss is one")
        func gradientNotFinite() throws {
            let weight = try Tensor([0] as [Float]).requiringGradient()
            let trainer = try Trainer(
                AdamW([.init([NamedTensor(name: "weight", tensor: weight)])]),
                schedule: LearningRate(peak: 0.1, total: 5))
            let error = try #require(throws: TensorError.self) {
                try trainer.step([0]) { _ in try weight.squareRoot().sum() }
            }
            #expect(error.code == "training.gradient")
            #expect(try weight.array(of: Float.self) == [0])
        }

        @Test("learning rates by hand")
        func rates() throws {
            let line = try LearningRate(peak: 2, warmUp: 2, total: 6, descent: .linear)
            #expect((0..<8).map(line.rate) == [0, 1, 2, 1.5, 1, 0.5, 0, 0])
            let wave = try LearningRate(peak: 2, total: 2, descent: .cosine)
            #expect(zip((0..<3).map(wave.rate), [2, 1, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
            let flat = try LearningRate(peak: 2, warmUp: 1, total: 3, descent: .constant)
            #expect((0..<4).map(flat.rate) == [0, 2, 2, 2])
            for make in [
                { try LearningRate(peak: .nan, total: 1) }, { try LearningRate(peak: 1, warmUp: 3, total: 2) },
            ] {
                #expect(throws: TensorError.self) { _ = try make() }
            }
        }

        @Test("progress: a running loss, the rate and the time left")
        func progress() {
            var progress = TrainingProgress(total: 4, at: 100)
            #expect(progress.rate == nil && progress.secondsLeft == nil && progress.loss == nil)
            progress.advance(loss: 4, examples: 30, at: 101)
            progress.advance(loss: 2, examples: 10, at: 104)
            #expect(progress.loss == 3)
            #expect(progress.rate == 10)
            #expect(progress.secondsLeft == 4)
        }
    }
}
