import Commerce
import Foundation
import Linear
import Tensor
import Testing

@testable import Language

/// Training seeds a generator that the process shares: one after the other.
@Suite("Students", .serialized)
struct DistillationTests {
    private static let words = ["red", "dress", "shirt", "good", "bad", "not", "very", "summer", "shoes", "and", "a"]

    private func texts(_ count: Int, seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            (0..<Int.random(in: 2...6, using: &generator)).map { _ in
                Self.words[Int.random(in: 0..<Self.words.count, using: &generator)]
            }.joined(separator: " ")
        }
    }

    private func teacher() throws -> SentenceEncoder {
        var teacher = try SentenceEncoder(folder: EncoderFixture.folder("bert"))
        teacher.normalises = true
        return teacher
    }

    /// Products this small are no work for two threads, which wait for each other much longer than that where others work too.
    private func onOneThread(_ body: () throws -> Void) rethrows {
        let before = Threads.count
        Threads.count = 1
        defer { Threads.count = before }
        try body()
    }

    private func settings(states: Double = 0, rate: Double = 3e-3, epochs: Int = 8) -> Distillation {
        var distillation = Distillation()
        distillation.options.epochs = epochs
        distillation.options.batchSize = 8
        distillation.options.rate = rate
        distillation.states = states
        return distillation
    }

    @Test("of fewer layers learn their teacher's vectors, and leave it as it was", arguments: [0, 0.1])
    func vectors(states: Double) throws {
        let teacher = try teacher()
        var student = teacher
        student.encoder = try teacher.encoder.student(layers: 1)
        let (train, held) = (texts(120, seed: 1), texts(40, seed: 2))
        let wanted = try teacher.embed(held)
        let before = Distillation.likeness(try student.embed(held), wanted)
        try onOneThread {
            let report = try settings(states: states).run(from: teacher, to: student, texts: train, validation: held)
            let after = Distillation.likeness(try student.embed(held), wanted)
            #expect(after > before + 0.1 && after > 0.9, "\(before) to \(after)")
            #expect(abs((report.best?.score ?? 0) - after) < 1e-6 && report.epochs.count == 8)
        }
        #expect(try teacher.embed(held).values == wanted.values)
    }

    @Test("of another width learn which texts are alike")
    func narrow() throws {
        let teacher = try teacher()
        var configuration = teacher.encoder.configuration
        (configuration.width, configuration.heads, configuration.innerWidth) = (8, 2, 16)
        (configuration.layers, configuration.deviation, configuration.dropout) = (1, 0.5, 0)
        var generator = SeededGenerator(seed: 3)
        let small = try TransformerEncoder(configuration, using: &generator)
        let student = SentenceEncoder(tokenizer: teacher.tokenizer, encoder: small)
        let (train, held) = (texts(400, seed: 4), texts(40, seed: 5))
        let wanted = pairs(try teacher.embed(held))
        let before = correlation(pairs(try student.embed(held)), wanted)
        try onOneThread {
            var distillation = settings(states: 0.001, rate: 1e-2, epochs: 25)
            distillation.options.batchSize = 32
            _ = try distillation.run(from: teacher, to: student, texts: train, validation: held)
        }
        let after = correlation(pairs(try student.embed(held)), wanted)
        #expect(after > before + 0.1 && after > 0.4, "\(before) to \(after)")
    }

    /// Cosines of all pairs.
    private func pairs(_ vectors: Matrix) -> [Double] {
        (0..<vectors.rows).flatMap { row in
            (0..<row).map { Matrix.cosine(vectors[row: row], vectors[row: $0]) }
        }
    }

    private func correlation(_ left: [Double], _ right: [Double]) -> Double {
        let means = (left.reduce(0, +) / Double(left.count), right.reduce(0, +) / Double(right.count))
        let (x, y) = (left.map { $0 - means.0 }, right.map { $0 - means.1 })
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        return product(x, y) / (product(x, x) * product(y, y)).squareRoot()
    }

    @Test("of a classifier learn its probabilities, with or without labels", arguments: [0, 0.3])
    func classifiers(share: Double) throws {
        let encoder = try TransformerEncoder(folder: EncoderFixture.folder("bert"))
        let tokenizer = try TokenizerFiles.load(EncoderFixture.folder("bert"))
        var generator = SeededGenerator(seed: 7)
        var configuration = encoder.configuration
        configuration.deviation = 1
        let head = try SequenceHead(outputs: 3, on: configuration, using: &generator)
        let labels = ["a", "b", "c"]
        let teacher = try TextClassifier(
            model: SequenceModel(tokenizer: tokenizer, encoder: encoder, head: head), labels: labels)
        let newHead = try SequenceHead(outputs: 3, on: encoder.configuration, using: &generator)
        let student = try TextClassifier(
            model: SequenceModel(tokenizer: tokenizer, encoder: encoder.student(layers: 1), head: newHead),
            labels: labels)
        func labelled(_ texts: [String]) throws -> LabelledTexts {
            try LabelledTexts(texts: texts, labels: teacher.classify(texts).map { $0.label ?? "" })
        }
        let (train, held) = (try labelled(texts(160, seed: 8)), try labelled(texts(60, seed: 9)))
        func agreement() throws -> Double {
            let answers = try student.classify(held.texts).map(\.label)
            return Double(zip(answers, held.labels).count { $0 == $1 }) / Double(held.count)
        }
        let before = try agreement()
        var distillation = settings()
        distillation.labels = share
        try onOneThread { _ = try distillation.run(from: teacher, to: student, train: train, validation: held) }
        let after = try agreement()
        #expect(after > before + 0.2, "\(before) to \(after)")
    }

    @Test("are told apart by losses that are what their sources say")
    func losses() throws {
        let student = try Tensor([1, 2, 0.5, -1] as [Float], shape: [2, 2])
        let teacher = try Tensor([0, 1, 2, 2] as [Float], shape: [2, 2])
        func probabilities(_ x: Double, _ y: Double, _ t: Double) -> (Double, Double) {
            let (a, b) = (exp(x / t), exp(y / t))
            return (a / (a + b), b / (a + b))
        }
        var divergence = 0.0
        for (s, t) in [((1.0, 2.0), (0.0, 1.0)), ((0.5, -1.0), (2.0, 2.0))] {
            let (q, p) = (probabilities(s.0, s.1, 3), probabilities(t.0, t.1, 3))
            divergence += 9 * (p.0 * log(p.0 / q.0) + p.1 * log(p.1 / q.1)) / 2
        }
        #expect(abs(try DistillationLoss.logits(student, teacher, temperature: 3).number() - divergence) < 1e-5)
        let cosines = (2 / 5.0.squareRoot(), -1 / (1.25.squareRoot() * 8.0.squareRoot()))
        let expected = 1 - (cosines.0 + cosines.1) / 2
        #expect(abs(try DistillationLoss.vectors(student, teacher, lengths: false).number() - expected) < 1e-5)
        let squares = (1.0 + 1 + 2.25 + 9) / 4
        #expect(abs(try DistillationLoss.vectors(student, teacher, lengths: true).number() - expected - squares) < 1e-5)
        let (left, right) = (-1.5 / (5.0.squareRoot() * 1.25.squareRoot()), 2 / 8.0.squareRoot())
        let similarity = 2 * (left - right) * (left - right) / 4
        #expect(abs(try DistillationLoss.similarities(student, teacher).number() - similarity) < 1e-5)
        let states = try DistillationLoss.states([student], [student, teacher], bridges: [])
        #expect(abs(try states.number() - squares) < 1e-6)
    }

    @Test("are refused with settings and teachers that do not fit")
    func refusals() throws {
        let teacher = try teacher()
        var student = teacher
        student.encoder = try teacher.encoder.student(layers: 1)
        for change: (inout Distillation) -> Void in [
            { $0.states = -1 }, { $0.temperature = 0 }, { $0.labels = 1 }, { $0.states = .nan },
        ] {
            var distillation = settings()
            change(&distillation)
            expect("compress.distillation") {
                _ = try distillation.run(from: teacher, to: student, texts: ["red"], validation: [])
            }
        }
        expect("compress.distillation") {
            _ = try settings(states: 1).run(from: student, to: teacher, texts: ["red"], validation: [])
        }
        expect("compress.training") {
            _ = try settings().run(from: teacher, to: teacher.quantised(), texts: ["red"], validation: [])
        }
    }
}
