public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``UserKNN``: the training shoppers' choices and an index from items to shoppers.
public struct UserKNNModel: Recommender {
    public static let name = "user-knn"

    public let items: Vocabulary<Item>
    let shoppers: Vocabulary<Shopper>
    /// Raw weights; shape [shoppers, items].
    let raw: SparseMatrix
    /// Raw weights over the largest of each row; shape [shoppers, items].
    let choices: SparseMatrix
    /// The weighed choices by item; shape [items, shoppers].
    let index: SparseMatrix
    let weights: SimilarityWeights
    let neighbours: Int
    let recency: Recency
    let prior: ItemPrior

    init(
        items: Vocabulary<Item>, shoppers: Vocabulary<Shopper>, choices raw: SparseMatrix,
        similarity: Similarity, neighbours: Int, recency: Recency, prior: ItemPrior
    ) {
        self.items = items
        self.shoppers = shoppers
        self.raw = raw
        self.neighbours = neighbours
        self.recency = recency
        self.prior = prior
        weights = SimilarityWeights(similarity, documents: raw)
        index = weights.applied(to: raw).transposed()
        choices = raw.scaledByRowMaximum()
    }

    /// O(items + shoppers who share an item + neighbours × their items) a history.
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try scoreRows(
            histories, into: &scores, from: prior.scores,
            scratch: NeighbourSearch(shoppers: shoppers.count, count: neighbours)
        ) { history, row, search in
            let found = search.neighbours(of: query(history), except: history.shopper, in: index)
            let total = found.reduce(0) { $0 + $1.value }
            for neighbour in found {
                choices.addRow(Int(neighbour.index), times: neighbour.value / total, to: row)
            }
        }
    }

    /// One reason for each neighbour who chose the item, with the items they share with the history; its strength
    /// is that neighbour's part of the score.
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard items.identifiers.indices.contains(Int(item)) else { return [] }
        let query = query(history)
        var search = NeighbourSearch(shoppers: shoppers.count, count: neighbours)
        let voters = search.neighbours(of: query, except: history.shopper, in: index)
            .map { ($0.index, Double($0.value * choices.value(row: Int($0.index), column: item))) }
            .filter { $0.1 > 0 }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        let total = voters.reduce(0) { $0 + $1.1 }
        return voters.prefix(max(0, limit)).map { shopper, amount in
            let shared = query.map { ($0.item, $0.weight * index.value(row: $0.item, column: shopper)) }
                .filter { $0.1 > 0 }
                .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            return Reason(
                .similarShoppers, source: Self.name, evidence: shared.map { items[Int32($0.0)] },
                shoppers: [shoppers[shopper]], strength: amount / total)
        }
    }

    /// The history weighed as a document, newest item first, each item once.
    private func query(_ history: History) -> [RecentEvent] {
        var (terms, values, ages): ([Int32], [Float], [Float]) = ([], [], [])
        for (age, event) in history.recentEvents(items: items.count).enumerated() {
            if let place = terms.firstIndex(of: Int32(event.item)) {
                values[place] += event.weight
            } else {
                terms.append(Int32(event.item))
                values.append(event.weight)
                ages.append(recency.factor(age: age))
            }
        }
        terms.withUnsafeBufferPointer { terms in
            values.withUnsafeMutableBufferPointer { weights.weigh(terms: terms, $0) }
        }
        return terms.indices.map { RecentEvent(item: Int(terms[$0]), weight: values[$0] * ages[$0]) }
    }
}

/// Finds the nearest training shoppers through an index from items to shoppers.
private struct NeighbourSearch {
    private let likeness: SparseAccumulator
    private var best: NearestHeap

    init(shoppers: Int, count: Int) {
        likeness = SparseAccumulator(size: shoppers)
        best = NearestHeap(capacity: min(count, shoppers))
    }

    /// In ascending order of shopper row, so that sums over them are always added up alike.
    mutating func neighbours(
        of query: [RecentEvent], except own: Int32?, in index: SparseMatrix
    ) -> [(index: Int32, value: Float)] {
        for event in query { likeness.add(event.item, of: index, times: event.weight) }
        likeness.drain { shopper, sum in
            if shopper != own { best.offer(shopper, sum) }
        }
        return best.drain()
    }
}

extension SparseMatrix {
    /// Every row divided by its largest entry. O(entries).
    fileprivate func scaledByRowMaximum() -> SparseMatrix {
        var result = self
        for row in 0..<rows {
            let range = offsets[row]..<offsets[row + 1]
            guard let largest = values[range].max(), largest > 0 else { continue }
            for entry in range { result.values[entry] = values[entry] / largest }
        }
        return result
    }
}
