import Foundation
import Linear

/// What ``Similarity`` learns from a matrix of documents × terms, kept so that a new document can be weighed alike.
struct SimilarityWeights: Sendable, Hashable {
    let similarity: Similarity
    /// `max(0, ln documents - ln(1 + documents with the term))`, shape [terms]; all 1 for cosine.
    ///
    /// Kept non-negative, so that a term which everybody has counts nothing instead of against.
    let inverseFrequency: [Float]
    /// Mean sum of a row; what BM25 calls the average document length.
    let averageLength: Double

    init(similarity: Similarity, inverseFrequency: [Float], averageLength: Double) {
        self.similarity = similarity
        self.inverseFrequency = inverseFrequency
        self.averageLength = averageLength
    }

    /// O(entries + terms).
    init(_ similarity: Similarity, documents: SparseMatrix) {
        let logCount = log(Double(max(1, documents.rows)))
        switch similarity {
        case .cosine:
            inverseFrequency = [Float](repeating: 1, count: documents.columns)
        case .tfidf, .bm25:
            var frequency = [Int](repeating: 0, count: documents.columns)
            for term in documents.indices { frequency[Int(term)] += 1 }
            inverseFrequency = frequency.map { Float(max(0, logCount - log1p(Double($0)))) }
        }
        let total = documents.values.reduce(0.0) { $0 + Double($1) }
        averageLength = total / Double(max(1, documents.rows))
        self.similarity = similarity
    }

    /// The matrix with every row weighed. O(entries), on all cores.
    func applied(to documents: SparseMatrix) -> SparseMatrix {
        var result = documents
        result.values.withUnsafeMutableBufferPointer { values in
            documents.indices.withUnsafeBufferPointer { indices in
                // Rows are disjoint ranges of entries, so there is no race.
                nonisolated(unsafe) let (terms, weights) = (indices, values)
                Parallel.forEachChunk(of: documents.rows, chunk: 1024) { rows in
                    for row in rows {
                        let range = documents.offsets[row]..<documents.offsets[row + 1]
                        weigh(terms: .init(rebasing: terms[range]), .init(rebasing: weights[range]))
                    }
                }
            }
        }
        return result
    }

    /// Weighs one document in place: `values` are the raw weights of `terms`. O(terms).
    func weigh(terms: UnsafeBufferPointer<Int32>, _ values: UnsafeMutableBufferPointer<Float>) {
        switch similarity {
        case .cosine:
            Self.normalise(values)
        case .tfidf:
            for (place, term) in terms.enumerated() {
                values[place] = values[place].squareRoot() * inverseFrequency[Int(term)]
            }
            Self.normalise(values)
        case .bm25(let k1, let b):
            let length = values.reduce(0.0) { $0 + Double($1) }
            let damping = Float(k1 * (1 - b + b * length / averageLength))
            for (place, term) in terms.enumerated() {
                let weight = values[place]
                values[place] = weight * Float(k1 + 1) / (damping + weight) * inverseFrequency[Int(term)]
            }
        }
    }

    /// Scales to length 1; a row of zeros stays one.
    private static func normalise(_ values: UnsafeMutableBufferPointer<Float>) {
        let squares = values.reduce(0.0) { $0 + Double($1) * Double($1) }
        guard squares > 0 else { return }
        let factor = Float(1 / squares.squareRoot())
        for place in values.indices { values[place] *= factor }
    }
}
