import Foundation
import Language
import Linear

/// Measures what becomes of a model beside what it was.
struct CompressionTable {
    private let texts: LabelledTexts
    private let hasLabels: Bool
    private let folder = FileManager.default.temporaryDirectory
    private var vectors: Matrix?
    /// Nothing where the model is no classifier.
    private var answers: [String?] = []
    private(set) var report = CompressionReport()

    init(texts: LabelledTexts, hasLabels: Bool) {
        self.texts = texts
        self.hasLabels = hasLabels
    }

    /// - Throws: what answering and saving throw; the first model is the original.
    mutating func add(_ model: CompressibleModel, as name: String) throws {
        switch model {
        case .encoder(let model):
            let found = try report.add(name, model, texts: texts.texts, beside: vectors, folder: folder)
            vectors = vectors ?? found
        case .classifier(let model):
            var said: [String?] = []
            let right: [String?] =
                hasLabels ? texts.labels.map { $0 == model.outOfScope ? nil : $0 } : answers
            try report.add(
                name, model.model.encoder, texts: texts.count, folder: folder, save: model.save,
                answer: { said = try model.classify(texts.texts, pairs: texts.pairs).map(\.label) },
                quality: {
                    let expected = right.isEmpty ? said : right
                    return (Double(zip(said, expected).count { $0 == $1 }) / Double(said.count), nil)
                })
            if answers.isEmpty { answers = said }
        }
    }
}
