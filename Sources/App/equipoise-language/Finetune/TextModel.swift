import Engine
import Evaluate
import Foundation
import Language
import Linear
import Tensor

/// A model that was fine-tuned, whatever its task, and how to measure it.
enum TextModel {
    case classifier(TextClassifier)
    case regressor(TextRegressor)
    case tagger(TokenTagger)
    case encoder(SentenceEncoder)

    /// The model of a folder, by what its `config.json` says it is.
    init(folder: URL, on device: Device) throws {
        // What cannot be read is an encoder's for now: reading that says in full what is wrong.
        let text = try? Data(contentsOf: folder.appending(path: "config.json"))
        let json = text.flatMap { try? JSONSerialization.jsonObject(with: $0) } as? [String: Any]
        let architecture = (json?["architectures"] as? [String])?.first ?? ""
        if architecture.hasSuffix("ForTokenClassification") {
            self = .tagger(try TokenTagger(folder: folder, on: device))
        } else if architecture.hasSuffix("ForSequenceClassification") {
            let isNumber = json?["problem_type"] as? String == "regression"
            self =
                isNumber
                ? .regressor(try TextRegressor(folder: folder, on: device))
                : .classifier(try TextClassifier(folder: folder, on: device))
        } else {
            self = .encoder(try SentenceEncoder(folder: folder, on: device))
        }
    }

    var task: FinetuneTask {
        switch self {
        case .classifier: .classes
        case .regressor: .number
        case .tagger: .tags
        case .encoder: .pairs
        }
    }

    func save(to folder: URL) throws {
        switch self {
        case .classifier(let model): try model.save(to: folder)
        case .regressor(let model): try model.save(to: folder)
        case .tagger(let model): try model.save(to: folder)
        case .encoder(let model): try model.save(to: folder)
        }
    }

    /// How well it answers the examples of a file.
    func measured(_ columns: ExampleColumns, in file: String) throws -> TextMeasures {
        switch self {
        case .classifier(let model): return try Self.measured(model, columns.labelled(in: file))
        case .regressor(let model):
            let examples = try columns.labelled(in: file)
            let report = RegressionReport(
                said: try model.predict(examples.texts, pairs: examples.pairs),
                truth: try RegressorTraining.numbers(examples.labels))
            return TextMeasures(
                count: report.count, rmse: report.rootMeanSquaredError, mae: report.meanAbsoluteError,
                correlation: report.correlation)
        case .tagger(let model):
            let examples = try columns.tagged(in: file)
            let report = SpanReport(said: try model.tag(examples.map(\.text)), truth: examples.map(\.spans))
            return TextMeasures(
                count: report.texts, precision: report.precision, recall: report.recall, f1: report.f1)
        case .encoder(let model):
            let pairs = try columns.pairs(in: file)
            guard pairs.count > 1 else {
                throw EngineError(
                    code: "pairs.few", message: "\(file) has \(pairs.count) pairs", remedy: "two are the least")
            }
            return TextMeasures(
                count: pairs.count, reciprocalRank: try ContrastiveTraining.reciprocalRank(model, pairs))
        }
    }

    private static func measured(_ model: TextClassifier, _ examples: LabelledTexts) throws -> TextMeasures {
        let answers = try model.classify(examples.texts, pairs: examples.pairs)
        let classes = try model.numbers(of: examples.labels)
        let probabilities = Matrix(
            rows: answers.count, columns: model.labels.count,
            values: answers.flatMap { $0.probabilities.map(Float.init) })
        let report = try ClassificationReport(probabilities: probabilities, truth: classes)
        var measures = TextMeasures(
            count: report.count, accuracy: report.accuracy, macroF1: report.macroF1, logLoss: report.logLoss,
            calibrationError: report.calibrationError, auc: report.areaUnderCurve)
        guard model.outOfScope != nil || model.detector != nil else { return measures }
        let isOut = examples.labels.map { $0 == model.outOfScope }
        let inScope = isOut.indices.filter { !isOut[$0] }
        if !inScope.isEmpty {
            let right = inScope.count { answers[$0].label == examples.labels[$0] }
            measures.inScopeAccuracy = Double(right) / Double(inScope.count)
        }
        if inScope.count < isOut.count {
            let found = isOut.indices.count { isOut[$0] && answers[$0].label == nil }
            measures.outOfScopeRecall = Double(found) / Double(isOut.count - inScope.count)
        }
        return measures
    }
}
