import Commerce
import Foundation

@testable import Recommend

/// Nearest neighbours by brute force in double precision, straight from the definitions.
enum NeighbourOracle {
    /// Shoppers × items, weights added up.
    static func matrix(_ examples: Interactions) -> [[Double]] {
        examples.histories().map { history in
            var row = [Double](repeating: 0, count: examples.items.count)
            for (item, weight) in zip(history.items, history.weights) { row[Int(item)] += Double(weight) }
            return row
        }
    }

    static func transposed(_ matrix: [[Double]], columns: Int) -> [[Double]] {
        (0..<columns).map { column in matrix.map { $0[column] } }
    }

    /// Weighs documents × terms; `only` weighs one more document with what the others teach.
    static func weighed(_ documents: [[Double]], _ similarity: Similarity, only: [Double]? = nil) -> [[Double]] {
        let terms = documents.first?.count ?? 0
        let frequency = (0..<terms).map { term in Double(documents.count { $0[term] > 0 }) }
        let inverse = frequency.map { max(0, log(Double(documents.count)) - log(1 + $0)) }
        let average = documents.reduce(0) { $0 + $1.reduce(0, +) } / Double(documents.count)
        return (only.map { [$0] } ?? documents).map { row in
            switch similarity {
            case .cosine: return normalised(row)
            case .tfidf: return normalised(row.indices.map { row[$0].squareRoot() * inverse[$0] })
            case .bm25(let k1, let b):
                let length = row.reduce(0, +)
                return row.indices.map { term in
                    row[term] == 0
                        ? 0
                        : row[term] * (k1 + 1) / (k1 * (1 - b + b * length / average) + row[term]) * inverse[term]
                }
            }
        }
    }

    static func dot(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The `count` largest positive entries, all others 0; ties in order of place.
    static func largest(_ values: [Double], count: Int) -> [Double] {
        let kept = Set(values.indices.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(count))
        return values.indices.map { kept.contains($0) ? values[$0] : 0 }
    }

    private static func normalised(_ row: [Double]) -> [Double] {
        let length = dot(row, row).squareRoot()
        return length > 0 ? row.map { $0 / length } : row
    }
}

extension Similarity {
    static let tested: [Similarity] = [.cosine, .tfidf, .bm25, .bm25(k1: 0.3, b: 0.2), .bm25(k1: 0, b: 1)]
}
