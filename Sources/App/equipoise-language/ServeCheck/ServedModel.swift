import Foundation
import Language
import Linear
import Tensor

/// A model as one who serves it sees it: texts in, rows of numbers out.
struct ServedModel {
    /// What it is for.
    let kind: String
    let encoder: TransformerEncoder
    let tokenizer: any Tokenizer
    let maximumLength: Int
    let parameters: [NamedTensor]
    /// Numbers of a row.
    let width: Int
    /// A vector, the probability of each label, a number, or how many spans there are of each label.
    let rows: ([String], (Int) -> Void) throws -> Matrix

    /// - Throws: what reading the folder throws.
    init(folder: URL, on device: Device) throws {
        self.init(try TextModel(folder: folder, on: device))
    }

    private init(_ model: TextModel) {
        switch model {
        case .encoder(let model):
            (kind, encoder, tokenizer) = ("encoder", model.encoder, model.tokenizer)
            (maximumLength, parameters) = (model.maximumLength, model.encoder.parameters)
            width = model.encoder.configuration.width
            rows = { try model.embed($0, progress: $1) }
        case .classifier(let model):
            (kind, encoder, tokenizer) = ("classifier", model.model.encoder, model.model.tokenizer)
            (maximumLength, parameters) = (model.model.maximumLength, model.model.parameters)
            let width = model.labels.count
            self.width = width
            rows = { texts, progress in
                let answers = try model.classify(texts, progress: progress)
                return Matrix(
                    rows: texts.count, columns: width,
                    values: answers.flatMap { $0.probabilities.map(Float.init) })
            }
        case .regressor(let model):
            (kind, encoder, tokenizer) = ("regressor", model.model.encoder, model.model.tokenizer)
            (maximumLength, parameters, width) = (model.model.maximumLength, model.model.parameters, 1)
            rows = { texts, progress in
                Matrix(
                    rows: texts.count, columns: 1, values: try model.predict(texts, progress: progress).map(Float.init))
            }
        case .tagger(let model):
            (kind, encoder, tokenizer) = ("tagger", model.encoder, model.tokenizer)
            (maximumLength, parameters) = (model.maximumLength, model.parameters)
            let labels = model.labels
            width = labels.count
            rows = { texts, progress in
                let values = try model.tag(texts).flatMap { spans in
                    labels.map { label in Float(spans.count { $0.label == label }) }
                }
                progress(texts.count)
                return Matrix(rows: texts.count, columns: labels.count, values: values)
            }
        }
    }

    /// Whether two texts that have nothing in common must get rows that differ: a tagger may find nothing in either.
    var tellsApart: Bool { kind != "tagger" }
}
