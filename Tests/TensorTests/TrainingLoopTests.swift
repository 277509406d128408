import Commerce
import Foundation
import Tensor
import Testing

extension TensorRoom {
    @Suite("The loop of training")
    struct TrainingLoopTests {
        private struct Interrupted: Error {}

        private let folder = FileManager.default.temporaryDirectory.appending(
            path: "equipoise-loop-\(UUID().uuidString)")

        /// 40 points whose class is which of three corners is nearest, and a perceptron of given weights.
        private struct Task {
            var model: Perceptron
            var inputs: [[Float]]
            var classes: [Int]

            init() throws {
                var generator = SeededGenerator(seed: 4)
                model = try Perceptron(using: &generator)
                try model.setTraining(true)
                classes = (0..<40).map { $0 % 3 }
                inputs = classes.map { kind in (0..<4).map { ($0 == kind ? 1 : 0) + Float(generator.unit()) * 0.5 } }
            }

            func loss(_ examples: [Int]) throws -> Tensor {
                let batch = try Tensor(examples.flatMap { inputs[$0] }, shape: [examples.count, 4])
                // With dropout, so that a resumption that forgot the random state would be found out.
                return try model(batch.dropout(0.1, training: true)).crossEntropy(Tensor(examples.map { classes[$0] }))
            }

            func accuracy() throws -> Double {
                let batch = try Tensor(inputs.flatMap { $0 }, shape: [40, 4])
                let found = try inference { try model(batch).argmax(1).array(of: Int.self) }
                return Double(zip(found, classes).filter { $0 == $1 }.count) / 40
            }

            var groups: [AdamW.Group] { [AdamW.Group(model.parameters)] }
            var numbers: [[Float]] { get throws { try model.parameters.map { try $0.tensor.array(of: Float.self) } } }
        }

        private func options(_ change: (inout TrainingOptions) -> Void = { _ in }) -> TrainingOptions {
            var options = TrainingOptions()
            options.epochs = 12
            options.batchSize = 8
            options.rate = 0.05
            change(&options)
            return options
        }

        private let lengths = (0..<40).map { 1 + $0 % 7 }

        @Test("every example comes once an epoch, in an order of its own, with like lengths together")
        func order() {
            let lengths = (0..<1000).map { 1 + ($0 * 37) % 50 }
            let buckets = LengthBuckets(lengths: lengths, batchSize: 16, seed: 3)
            let first = buckets.batches(epoch: 0)
            #expect(first.count == buckets.batchesPerEpoch && first.count == 63)
            #expect(first.flatMap { $0 }.sorted() == Array(0..<1000))
            #expect(first == buckets.batches(epoch: 0) && first != buckets.batches(epoch: 1))
            let spread = first.map { batch in Set(batch.map { lengths[$0] }).count }.reduce(0, +)
            #expect(spread < 63 * 3, "a batch of 16 by chance has some 14 lengths of 50")
            #expect(first.map { lengths[$0[0]] } != first.map { lengths[$0[0]] }.sorted())
        }

        @Test("learns, keeps the best epoch's weights and ends when nothing gets better")
        func best() throws {
            let task = try Task()
            let scores = [0.1, 0.4, 0.3, 0.35, 0.9]
            var after: [[[Float]]] = []
            let report = try TrainingLoop(options { $0.patience = 2 }, lengths: lengths).run(
                task.groups,
                validate: {
                    after.append(try task.numbers)
                    return ValidationScore(scores[after.count - 1], measures: ["accuracy": try task.accuracy()])
                }, loss: { try task.loss($0.examples) })
            #expect(report.epochs.map(\.score) == [0.1, 0.4, 0.3, 0.35] && report.steps == 20)
            #expect(report.best?.epoch == 2 && report.epochs.map(\.isBest) == [true, true, false, false])
            #expect(try task.numbers == after[1])
            #expect(report.epochs[3].loss < report.epochs[0].loss)
        }

        @Test("parts of a batch give the step of the whole")
        func parts() throws {
            let (whole, parted) = (try Task(), try Task())
            var sizes: [Int] = []
            func loss(_ task: Task, _ examples: [Int]) throws -> Tensor {
                let batch = try Tensor(examples.flatMap { task.inputs[$0] }, shape: [examples.count, 4])
                return try task.model(batch).crossEntropy(Tensor(examples.map { task.classes[$0] }))
            }
            _ = try TrainingLoop(options(), lengths: lengths).run(whole.groups) { try loss(whole, $0.examples) }
            _ = try TrainingLoop(options { $0.partPlaces = 10 }, lengths: lengths).run(parted.groups) {
                sizes.append($0.examples.count)
                return try loss(parted, $0.examples)
            }
            #expect(Set(sizes).count > 1 && sizes.count > 60)
            for (left, right) in try zip(whole.numbers, parted.numbers) {
                #expect(zip(left, right).allSatisfy { abs($0 - $1) < 1e-3 })
            }
        }

        @Test("interrupted anywhere, it goes on to the same weights, bit for bit")
        func resumption() async {
            // In a process of its own: libtorch has one generator for all, and other tests draw from it.
            await #expect(processExitsWith: .success) {
                for step in [3, 5, 27] {
                    let room = TrainingLoopTests()
                    try FileManager.default.createDirectory(at: room.folder, withIntermediateDirectories: true)
                    defer { try? FileManager.default.removeItem(at: room.folder) }
                    let (straight, broken, resumed) = (try Task(), try Task(), try Task())
                    let expected = try TrainingLoop(room.options(), lengths: room.lengths).run(
                        straight.groups, validate: { ValidationScore(try straight.accuracy()) },
                        loss: { try straight.loss($0.examples) })
                    let path = room.folder.appending(path: "checkpoint").path
                    let loop = try TrainingLoop(room.options { $0.checkpoint = path }, lengths: room.lengths)
                    var seen = 0
                    #expect(throws: Interrupted.self) {
                        try loop.run(
                            broken.groups,
                            follow: { event in
                                guard case .step = event else { return }
                                seen += 1
                                if seen == step { throw Interrupted() }
                            }, validate: { ValidationScore(try broken.accuracy()) },
                            loss: { try broken.loss($0.examples) })
                    }
                    let report = try loop.run(
                        resumed.groups, validate: { ValidationScore(try resumed.accuracy()) },
                        loss: { try resumed.loss($0.examples) })
                    #expect(report.resumedAt == step && report.epochs == expected.epochs)
                    #expect(try resumed.numbers == straight.numbers)
                    let others = [
                        try TrainingLoop(
                            room.options { ($0.checkpoint, $0.epochs) = (path, 9) }, lengths: room.lengths),
                        try TrainingLoop(room.options { $0.checkpoint = path }, lengths: room.lengths, task: "another"),
                    ]
                    for other in others {
                        let error = #expect(throws: TensorError.self) {
                            try other.run(broken.groups) { try broken.loss($0.examples) }
                        }
                        #expect(error?.code == "checkpoint.training")
                    }
                }
            }
        }

        @Test("a loss that is no number stops it, and the last checkpoint stays")
        func notANumber() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let task = try Task()
            let path = folder.appending(path: "checkpoint").path
            let error = #expect(throws: TensorError.self) {
                try TrainingLoop(options { $0.checkpoint = path }, lengths: lengths).run(task.groups) { part in
                    try part.step == 7 ? task.loss(part.examples) * .nan : task.loss(part.examples)
                }
            }
            #expect(error?.code == "training.loss" && error?.message.contains("step 7") == true)
            #expect(try WeightFile(path: path).metadata["step"] == "5")
            #expect(try task.numbers.allSatisfy { $0.allSatisfy(\.isFinite) })
        }

        @Test("nothing to learn from, and options out of range, are refused")
        func refused() {
            #expect(throws: TensorError.self) { try TrainingLoop(TrainingOptions(), lengths: []) }
            for change: (inout TrainingOptions) -> Void in [
                { $0.epochs = 0 }, { $0.batchSize = 0 }, { $0.warmUp = 1.5 }, { $0.patience = 0 },
                { $0.partPlaces = 0 },
            ] {
                #expect(throws: TensorError.self) { try TrainingLoop(options(change), lengths: lengths) }
            }
        }
    }
}
