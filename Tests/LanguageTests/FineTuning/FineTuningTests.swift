import Commerce
import Evaluate
import Foundation
import Linear
import Tensor
import Testing

@testable import Language

/// What tiny encoders are taught from nothing. Each test is a process of its own: training seeds a generator that the
/// process shares.
@Suite("Fine-tuning")
struct FineTuningTests {
    private static func encoder() throws -> (TransformerEncoder, any Tokenizer) {
        // Products this small are not worth sharing, and several such processes run at a time.
        Threads.count = 1
        var generator = SeededGenerator(seed: 3)
        let configuration = try EncoderConfiguration(
            family: .bert, vocabularySize: 40, width: 32, layers: 1, heads: 2, dropout: 0.05, positions: 24,
            deviation: 0.1)
        return (
            try TransformerEncoder(configuration, using: &generator),
            try TokenizerFiles.load(HeadFixture.folder("bert"))
        )
    }

    private static func options(epochs: Int = 12) -> TrainingOptions {
        var options = TrainingOptions()
        options.epochs = epochs
        options.batchSize = 16
        options.rate = 5e-3
        return options
    }

    /// Sentences about things; the label says the colour.
    private static func colours(_ count: Int, seed: UInt64) throws -> LabelledTexts {
        var generator = SeededGenerator(seed: seed)
        let things = ["dress", "shoe", "shirt", "连衣裙"]
        let moods = ["good", "bad", "not good", "very bad"]
        var (texts, labels): ([String], [String]) = ([], [])
        for place in 0..<count {
            let colour = ["red", "blue", "红色"][place % 3]
            let thing = things[Int.random(in: 0..<things.count, using: &generator)]
            let mood = moods[Int.random(in: 0..<moods.count, using: &generator)]
            texts.append("the \(colour) \(thing) fits \(mood) for \(colour == "red" ? "summer" : "winter")")
            labels.append(colour)
        }
        return try LabelledTexts(texts: texts, labels: labels)
    }

    @Test("a classifier learns, knows how sure it is, and says when a text is like none")
    func classifier() async {
        await #expect(processExitsWith: .success) {
            let (encoder, tokenizer) = try Self.encoder()
            var training = ClassifierTraining()
            training.options = Self.options()
            training.turnedAway = 0.05
            training.weighting = .balanced
            training.pooling = .mean
            let outcome = try training.run(
                encoder, tokenizer: tokenizer, train: Self.colours(240, seed: 1), validation: Self.colours(90, seed: 2))
            let classifier = outcome.classifier
            #expect(outcome.validation.accuracy > 0.97)
            #expect(outcome.training.epochs.count == 12 && (0.05...20).contains(classifier.temperature))
            let test = try Self.colours(120, seed: 5)
            let answers = try classifier.classify(test.texts)
            let right = zip(answers, test.labels).count { $0.label == $1 }
            #expect(right > 100, "a twentieth may be turned away")
            let strangers = try classifier.classify(["? ? ? ! ! ! . . .", "a a a a a", "bad bad bad bad 裙 裙 裙 裙"])
            #expect(strangers.count { $0.label == nil } >= 2)
        }
    }

    @Test("labels that cannot be learned are refused before anything moves")
    func refusedLabels() async {
        await #expect(processExitsWith: .success) {
            let (encoder, tokenizer) = try Self.encoder()
            let train = try Self.colours(30, seed: 1)
            func code(_ train: LabelledTexts, _ validation: LabelledTexts, _ change: (inout ClassifierTraining) -> Void)
                -> String?
            {
                var training = ClassifierTraining()
                training.options = Self.options(epochs: 1)
                change(&training)
                do {
                    _ = try training.run(encoder, tokenizer: tokenizer, train: train, validation: validation)
                    return nil
                } catch { return (error as? LanguageError)?.code }
            }
            let one = try LabelledTexts(texts: ["a", "b"], labels: ["x", "x"])
            let strange = try LabelledTexts(texts: ["a"], labels: ["green"])
            let before = try encoder.embeddings.words.weight.array(of: Float.self)
            #expect(code(one, one) { _ in } == "labels.single")
            #expect(code(train, strange) { _ in } == "labels.unseen")
            #expect(code(train, train) { $0.choice = .auc } == "labels.auc")
            #expect(code(train, train) { $0.outOfScope = "none" } == "labels.unseen")
            #expect(try encoder.embeddings.words.weight.array(of: Float.self) == before)
        }
    }

    @Test("a number is learned, and said in its own unit")
    func regressor() async {
        await #expect(processExitsWith: .success) {
            let (encoder, tokenizer) = try Self.encoder()
            func stars(_ count: Int, seed: UInt64) throws -> LabelledTexts {
                var texts = try Self.colours(count, seed: seed)
                texts.labels = texts.texts.map {
                    $0.contains("not good")
                        ? "200" : $0.contains("very bad") ? "100" : $0.contains("bad") ? "300" : "500"
                }
                return texts
            }
            var training = RegressorTraining()
            training.options = Self.options(epochs: 16)
            training.pooling = .mean
            let outcome = try training.run(
                encoder, tokenizer: tokenizer, train: stars(240, seed: 1), validation: stars(90, seed: 2))
            #expect(outcome.validation.rootMeanSquaredError < 50 && (outcome.validation.correlation ?? 0) > 0.9)
            let said = try outcome.regressor.predict(["the red dress fits good for summer"])[0]
            #expect(abs(said - 500) < 100)
            try HeadFixture.withFolder { parent in
                try outcome.regressor.save(to: parent.appending(path: "stars"))
                let read = try TextRegressor(folder: parent.appending(path: "stars"))
                #expect(try read.predict(["the red dress fits good for summer"]) == [said])
            }
            var wrong = try stars(30, seed: 1)
            wrong.labels[3] = "many"
            #expect(throws: LanguageError.self) {
                try training.run(encoder, tokenizer: tokenizer, train: wrong, validation: wrong)
            }
        }
    }

    @Test("tags of words are learned and come back from a folder")
    func tagger() async {
        await #expect(processExitsWith: .success) {
            let (encoder, tokenizer) = try Self.encoder()
            func tagged(_ count: Int, seed: UInt64) throws -> [TaggedText] {
                let texts = try Self.colours(count, seed: seed)
                return try zip(texts.texts, texts.labels).map { text, colour in
                    let rest = text.dropFirst(5 + colour.count)
                    let thing = rest.prefix { $0 != " " }.count
                    let start = 4
                    let middle = start + colour.count + 1
                    return try TaggedText(
                        text,
                        spans: [
                            TextSpan(start, start + colour.count, "colour"), TextSpan(middle, middle + thing, "kind"),
                        ])
                }
            }
            var training = TaggerTraining()
            training.options = Self.options(epochs: 10)
            let outcome = try training.run(
                encoder, tokenizer: tokenizer, train: tagged(180, seed: 1), validation: tagged(60, seed: 2))
            #expect(outcome.validation.f1 > 0.95)
            let text = "the 红色 连衣裙 fits good for winter"
            #expect(try outcome.tagger.tag([text]) == [[TextSpan(4, 6, "colour"), TextSpan(7, 10, "kind")]])
            try HeadFixture.withFolder { parent in
                try outcome.tagger.save(to: parent.appending(path: "tags"))
                let read = try TokenTagger(folder: parent.appending(path: "tags"))
                #expect(try read.tag([text]) == outcome.tagger.tag([text]) && read.labels == ["colour", "kind"])
            }
            let empty = try [TaggedText("a dress", spans: [])]
            #expect(throws: LanguageError.self) {
                try training.run(encoder, tokenizer: tokenizer, train: empty, validation: empty)
            }
        }
    }

    @Test("pairs come near each other, and twins in a batch are no strangers")
    func pairs() async {
        await #expect(processExitsWith: .success) {
            let (transformer, tokenizer) = try Self.encoder()
            let encoder = SentenceEncoder(tokenizer: tokenizer, encoder: transformer)
            // What a shopper says, and what the shop calls it.
            let names = [
                ("red", "红"), ("blue", "色"), ("summer", "a !"), ("winter", "? ."), ("dress", "裙"), ("shoe", "连"),
            ]
            let pairs = names.flatMap { first in
                names.map { second in ("\(first.0) \(second.0)", "\(first.1) \(second.1)") }
            }
            var training = ContrastiveTraining()
            training.options = Self.options(epochs: 30)
            training.options.batchSize = 12
            let outcome = try training.run(encoder, train: pairs + pairs, validation: pairs)
            #expect(outcome.before < 0.5 && outcome.after > 0.9)
            #expect(throws: LanguageError.self) {
                try training.run(encoder, train: Array(pairs.prefix(1)), validation: pairs)
            }
        }
    }
}

@Suite("Calibration and scope")
struct CalibrationTests {
    @Test("the temperature that logits were heated by is found again", arguments: [0.4, 1.0, 3.0])
    func temperature(heat: Double) throws {
        var generator = SeededGenerator(seed: 9)
        var (values, classes): ([Float], [Int]) = ([], [])
        for _ in 0..<20_000 {
            let logits = (0..<3).map { _ in 2 * generator.normal() }
            let powers = logits.map { exp($0) }
            var rest = generator.unit() * powers.reduce(0, +)
            classes.append(
                powers.indices.first {
                    rest -= powers[$0]
                    return rest <= 0
                } ?? 2)
            values += logits.map { Float($0 * heat) }
        }
        let logits = Matrix(rows: 20_000, columns: 3, values: values)
        let found = try Temperature.fitted(logits, classes: classes)
        #expect(abs(found / heat - 1) < 0.05)
        let before = try ClassificationReport(probabilities: Temperature.probabilities(logits, 1), truth: classes)
        let after = try ClassificationReport(probabilities: Temperature.probabilities(logits, found), truth: classes)
        #expect(after.logLoss <= before.logLoss + 1e-9 && after.calibrationError < 0.02)
        #expect(after.accuracy == before.accuracy)
    }

    @Test("distances to classes are those of a slow computation, and the share turned away is the one asked for")
    func distances() throws {
        var generator = SeededGenerator(seed: 2)
        let (count, width) = (4000, 3)
        let classes = (0..<count).map { $0 % 2 }
        // Two long clouds beside each other: the first number varies ten times as much as the second.
        let points = classes.flatMap { kind -> [Float] in
            [Float(10 * generator.normal()), Float(generator.normal()) + Float(6 * kind), Float(generator.normal())]
        }
        var detector = try ScopeDetector(
            Matrix(rows: count, columns: width, values: points), classes: classes, count: 2)
        let asked: [[Float]] = [[0, 0, 0], [30, 0, 0], [0, 30, 0], [0, 6, 0], [0, 3, 0]]
        let found = try detector.distances(Matrix(rows: 5, columns: 3, values: asked.flatMap { $0 }))
        for (point, distance) in zip(asked, found) {
            let (x, z) = (point[0] / 10, point[2])
            let apart = min(abs(point[1]), abs(point[1] - 6))
            let slow: Float = x * x + apart * apart + z * z
            #expect(abs(distance - slow) < 0.1 * slow + 0.1)
        }
        let held = try detector.distances(Matrix(rows: count, columns: width, values: points))
        detector.turnAway(0.03, of: held)
        let share = Double(held.count { Double($0) > detector.threshold }) / Double(count)
        #expect(abs(share - 0.03) < 0.001)
    }

    @Test("more numbers than examples still have a shape", arguments: [1, 2, 8])
    func fewExamples(count: Int) throws {
        var generator = SeededGenerator(seed: 1)
        let vectors = Matrix(rows: count, columns: 16, values: (0..<count * 16).map { _ in Float(generator.normal()) })
        let detector = try ScopeDetector(vectors, classes: (0..<count).map { $0 % 2 }, count: 3)
        #expect(try detector.distances(vectors).allSatisfy { $0.isFinite && $0 > -1e-3 })
    }

    @Test("texts are split so that every label keeps its share")
    func split() throws {
        let labels = (0..<100).map { $0 < 80 ? "many" : $0 < 99 ? "few" : "once" }
        let texts = try LabelledTexts(texts: labels.indices.map { "t\($0)" }, labels: labels)
        let (first, second) = texts.split(share: 0.1, seed: 7)
        #expect(Set(first.texts + second.texts).count == 100 && first.count + second.count == 100)
        #expect(second.labels.count { $0 == "many" } == 8 && second.labels.count { $0 == "few" } == 2)
        #expect(first.labels.contains("once") && !second.labels.contains("once"))
        #expect(second == texts.split(share: 0.1, seed: 7).1 && second != texts.split(share: 0.1, seed: 8).1)
    }
}
