import Engine
import Foundation
import Language
import Linear
import Tensor

/// A model that can be made smaller: an encoder of sentences or a classifier.
enum CompressibleModel {
    case encoder(SentenceEncoder)
    case classifier(TextClassifier)

    /// - Throws: ``EngineError`` `compress.kind` for a model of another kind; what reading it throws.
    init(folder: URL, on device: Device) throws {
        switch try TextModel(folder: folder, on: device) {
        case .encoder(let model): self = .encoder(model)
        case .classifier(let model): self = .classifier(model)
        case .regressor, .tagger:
            throw EngineError(
                code: "compress.kind", message: "\(folder.path) is a model of numbers or tags",
                remedy: "compress the encoder it is to be made from, then fine-tune that")
        }
    }

    var transformer: TransformerEncoder {
        switch self {
        case .encoder(let model): model.encoder
        case .classifier(let model): model.model.encoder
        }
    }

    var tokenizer: any Tokenizer {
        switch self {
        case .encoder(let model): model.tokenizer
        case .classifier(let model): model.model.tokenizer
        }
    }

    var maximumLength: Int {
        switch self {
        case .encoder(let model): model.maximumLength
        case .classifier(let model): model.model.maximumLength
        }
    }

    /// The model around another encoder; what else learns is its own.
    func around(_ encoder: TransformerEncoder) throws -> CompressibleModel {
        switch self {
        case .encoder(var model):
            model.encoder = encoder
            return .encoder(model)
        case .classifier(let model): return .classifier(try model.student(encoder))
        }
    }

    func save(to folder: URL) throws {
        switch self {
        case .encoder(let model): try model.save(to: folder)
        case .classifier(let model): try model.save(to: folder)
        }
    }

    /// The texts with the labels given, or with those that this model gives them.
    ///
    /// - Throws: `LanguageError` `labels.unseen` for a label that the classifier has not.
    func labelled(_ texts: [String], pairs: [String]?, labels: [String]?) throws -> LabelledTexts {
        switch self {
        case .encoder:
            return try LabelledTexts(texts: texts, pairs: pairs, labels: texts.map { _ in "" })
        case .classifier(let model):
            if let labels {
                _ = try model.numbers(of: labels)
                return try LabelledTexts(texts: texts, pairs: pairs, labels: labels)
            }
            let likeliest = try model.classify(texts, pairs: pairs).map { answer in
                model.labels[
                    answer.probabilities.indices.max { answer.probabilities[$0] < answer.probabilities[$1] } ?? 0]
            }
            return try LabelledTexts(texts: texts, pairs: pairs, labels: likeliest)
        }
    }

    /// Learns to answer as another does.
    func learn(
        from teacher: CompressibleModel, _ distillation: Distillation, texts: LabelledTexts, validation: LabelledTexts,
        follow: (TrainingEvent) throws -> Void
    ) throws -> TrainingReport {
        switch (teacher, self) {
        case (.encoder(let teacher), .encoder(let student)):
            return try distillation.run(
                from: teacher, to: student, texts: texts.texts, validation: validation.texts, follow: follow)
        case (.classifier(let teacher), .classifier(let student)):
            return try distillation.run(
                from: teacher, to: student, train: texts, validation: validation, follow: follow)
        default: preconditionFailure("a student is of its teacher's kind")
        }
    }

    /// With probabilities and scope learned anew, for a model of another shape; of texts of the classes it turns away as many
    /// as its original.
    ///
    /// - Throws: ``EngineError`` `compress.scope` when texts are missing to learn where the classes lie.
    func relearned(
        beside original: CompressibleModel, texts: LabelledTexts, validation: LabelledTexts
    ) throws -> CompressibleModel {
        guard case (.classifier(let original), .classifier(let model)) = (original, self) else { return self }
        let share = try original.turnedAwayShare(of: original.inScope(validation))
        if share != nil {
            let missing = Set(original.labels).subtracting(texts.labels).subtracting([original.outOfScope ?? ""])
            guard missing.isEmpty else {
                throw EngineError(
                    code: "compress.scope",
                    message: "there is no text of \(missing.count) of the labels, '\(missing.sorted()[0])' among them: "
                        + "where they lie has to be learned anew, or all such texts would be turned away",
                    remedy: "give the texts that the classifier was taught with")
            }
        }
        return .classifier(try model.calibrated(on: validation, learnedFrom: texts, turningAway: share))
    }

    /// Turning away as many texts as its original, for a model whose numbers have become less exact.
    func adjusted(beside original: CompressibleModel, texts: LabelledTexts) throws -> CompressibleModel {
        guard case (.classifier(let original), .classifier(let model)) = (original, self) else { return self }
        return .classifier(try model.turningAway(as: original, of: texts))
    }
}
