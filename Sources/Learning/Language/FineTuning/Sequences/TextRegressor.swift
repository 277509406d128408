public import Foundation
import Linear
public import Tensor

/// Texts, or pairs of texts, to one number: how well an item answers a query, how many stars a review gives.
public struct TextRegressor {
    public var model: SequenceModel
    /// Answers are `mean + deviation × output`: the head learns numbers of about size 1.
    public var mean: Double
    public var deviation: Double

    /// - Throws: `LanguageError` `regressor.head` unless the head has one output.
    public init(model: SequenceModel, mean: Double = 0, deviation: Double = 1) throws {
        guard model.head.outputs == 1 else {
            throw LanguageError(
                code: "regressor.head", message: "a number needs a head with one output; got \(model.head.outputs)",
                remedy: "Read the folder as a classifier.")
        }
        self.model = model
        self.mean = mean
        self.deviation = deviation
    }

    /// The number of each text. O(tokens).
    public func predict(
        _ texts: [String], pairs: [String]? = nil, progress: (Int) -> Void = { _ in }
    ) throws -> [Double] {
        try model.outputs(texts, pairs: pairs, progress: progress).values.map { mean + deviation * Double($0) }
    }

    /// The regressor of a folder that was saved by us, or by Python with `problem_type` regression.
    public init(folder: URL, on device: Device = .cpu) throws {
        let (model, json) = try SequenceModel.load(folder, on: device)
        let own = json[SequenceModel.ownName]
        try self.init(model: model, mean: own?["mean"]?.double ?? 0, deviation: own?["deviation"]?.double ?? 1)
    }

    /// Writes a folder that ``init(folder:on:)`` and Python read; Python's logits are the outputs before mean and
    /// deviation. It appears whole or not at all.
    public func save(to folder: URL) throws {
        try ModelFolder.write(to: folder) { folder in
            try model.save(
                to: folder, labels: nil, own: [("mean", "\(mean)"), ("deviation", "\(deviation)")])
        }
    }
}
