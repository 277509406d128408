public import Commerce
import Foundation
import Linear

/// Recommends items described like those of the history: what helps when few people have bought an item, or nobody.
///
/// Each item of the catalogue becomes a vector of TF-IDF weights, `tf(i, t) ln((1 + n) / (1 + df(t)))` with `tf` of
/// `ItemTerms`, scaled to length 1. Terms of one item alone are left out: they cannot be shared. The score is the
/// mean cosine with the history,
/// ```
/// score(j) = sum_e a(e) v[item(e)] . v[j] / sum_e a(e) + prior(j),   a(e) = recency(e) weight(e)
/// ```
/// where the prior is popularity scaled to at most 1e-6. Items without events are scored like all others.
/// Source: Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988.
public struct Content: RecommenderEstimator {
    /// What is known about the items; those the examples do not name are passed over.
    public let catalogue: [Item]
    public let fields: ContentFields
    /// How fast earlier events of the history lose weight.
    public let recency: Recency

    /// Items of the examples without an entry in the catalogue have no terms and score 0.
    public init(catalogue: [Item], fields: ContentFields = .standard, recency: Recency = .gentle) {
        self.catalogue = catalogue
        self.fields = fields
        self.recency = recency
    }

    /// O(characters of the catalogue). Draws nothing from the generator.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> ContentModel {
        let (terms, counts) = countTerms(of: examples.items)
        return ContentModel(
            items: examples.items, terms: terms, profiles: weighed(counts), prior: ItemPrior(examples),
            recency: recency)
    }

    /// The terms in two items or more, in order, and how much each item has of them; shape [items, terms].
    private func countTerms(of items: Vocabulary<Item>) -> (terms: [String], counts: SparseMatrix) {
        let counter = ItemTerms(fields: fields)
        // Of several versions of an item the last in the catalogue counts.
        var latest: [Int32: Item] = [:]
        for item in catalogue { if let row = items.row(of: item.id) { latest[row] = item } }
        let known = latest.sorted { $0.key < $1.key }
        let weightsByItem = Parallel.map(known.count) { counter.count(known[$0].value) }
        var frequency: [String: Int] = [:]
        for weights in weightsByItem { for term in weights.keys { frequency[term, default: 0] += 1 } }
        let terms = frequency.filter { $0.value > 1 }.keys.sorted()
        let columns = Dictionary(uniqueKeysWithValues: terms.enumerated().map { ($1, Int32($0)) })
        var entries: [(row: Int32, column: Int32, value: Float)] = []
        for ((row, _), weights) in zip(known, weightsByItem) {
            for (term, weight) in weights {
                if let column = columns[term] { entries.append((row, column, Float(weight))) }
            }
        }
        return (terms, SparseMatrix(rows: items.count, columns: terms.count, entries: entries))
    }

    private func weighed(_ counts: SparseMatrix) -> SparseMatrix {
        var documents = [Double](repeating: 0, count: counts.columns)
        for term in counts.indices { documents[Int(term)] += 1 }
        let described = Double((0..<counts.rows).count { counts.offsets[$0 + 1] > counts.offsets[$0] })
        var result = counts
        for row in 0..<counts.rows {
            let range = counts.offsets[row]..<counts.offsets[row + 1]
            let weights = range.map { entry in
                Double(counts.values[entry]) * log((1 + described) / (1 + documents[Int(counts.indices[entry])]))
            }
            let length = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
            for (entry, weight) in zip(range, weights) {
                result.values[entry] = length > 0 ? Float(weight / length) : 0
            }
        }
        return result
    }
}
