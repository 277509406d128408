public import Foundation
public import Linear
import Tensor

/// What compression costs and brings: models beside the one that they were made from.
///
/// ```swift
/// var report = CompressionReport()
/// let vectors = try report.add("fp32", encoder, texts: texts, folder: work)
/// try report.add("int8", encoder.quantised(), texts: texts, beside: vectors, folder: work)
/// ```
public struct CompressionReport: Sendable, Codable, Equatable {
    public struct Row: Sendable, Codable, Equatable {
        public var name: String
        /// Of all files that the model is saved as.
        public var bytes: Int
        /// Single numbers, whatever each takes.
        public var parameters: Int
        /// The share of zeros among the weights of its layers.
        public var zeros: Double
        public var textsPerSecond: Double
        /// The mean cosine of its vectors to the original's, or what the caller measured.
        public var quality: Double
        /// The smallest cosine; nothing for other measures.
        public var leastQuality: Double?
    }

    public var rows: [Row] = []

    public init() {}

    /// Measures an encoder of sentences.
    ///
    /// - Parameters:
    ///   - texts: embedded all at once; of lengths as they will be.
    ///   - original: the vectors of the model that it was made from; its own when nil, as of the first row.
    ///   - folder: where it is saved for a moment.
    ///   - runs: of which the fastest counts.
    /// - Returns: its vectors.
    /// - Throws: `LanguageError` `encoder.empty` without texts; what embedding and saving throw.
    @discardableResult
    public mutating func add(
        _ name: String, _ model: SentenceEncoder, texts: [String], beside original: Matrix? = nil, folder: URL,
        runs: Int = 3
    ) throws -> Matrix {
        var vectors = Matrix(rows: 0, columns: 0)
        try add(
            name, model.encoder, texts: texts.count, folder: folder, runs: runs, save: model.save,
            answer: { vectors = try model.embed(texts) },
            quality: {
                let original = original ?? vectors
                precondition(
                    original.rows == vectors.rows, "CompressionReport: the original's vectors are of other texts")
                guard original.columns == vectors.columns else {
                    return (Distillation.likeness(vectors, original), nil)
                }
                let cosines = texts.indices.map { Matrix.cosine(vectors[row: $0], original[row: $0]) }
                return (cosines.reduce(0, +) / Double(cosines.count), cosines.min())
            })
        return vectors
    }

    /// Measures a model of any kind.
    ///
    /// - Parameters:
    ///   - encoder: inside it.
    ///   - count: of the texts that `answer` answers.
    ///   - save: writes the whole model to a folder.
    ///   - answer: is timed.
    ///   - quality: asked when `answer` has been called; and of the worst text, where that means something.
    public mutating func add(
        _ name: String, _ encoder: TransformerEncoder, texts count: Int, folder: URL, runs: Int = 3,
        save: (URL) throws -> Void, answer: () throws -> Void, quality: () throws -> (mean: Double, least: Double?)
    ) throws {
        guard count > 0 else {
            throw LanguageError(code: "encoder.empty", message: "a report needs texts to measure with")
        }
        let clock = ContinuousClock()
        var best = Double.infinity
        for _ in 0..<max(1, runs) {
            let begin = clock.now
            try answer()
            best = min(best, (clock.now - begin) / .seconds(1))
        }
        let found = try quality()
        rows.append(
            Row(
                name: name, bytes: try Self.bytes(in: folder, save), parameters: encoder.parameterCount,
                zeros: try encoder.zeroShare, textsPerSecond: Double(count) / best, quality: found.mean,
                leastQuality: found.least))
    }

    private static func bytes(in folder: URL, _ save: (URL) throws -> Void) throws -> Int {
        let manager = FileManager.default
        let place = folder.appending(path: "measured-\(UUID().uuidString)")
        try manager.createDirectory(at: place, withIntermediateDirectories: true)
        let size = Result {
            try save(place)
            return try manager.subpathsOfDirectory(atPath: place.path).reduce(0) { sum, path in
                let attributes = try manager.attributesOfItem(atPath: place.appending(path: path).path)
                let isFile = attributes[.type] as? FileAttributeType == .typeRegular
                return sum + (isFile ? attributes[.size] as? Int ?? 0 : 0)
            }
        }
        try manager.removeItem(at: place)
        return try size.get()
    }
}
