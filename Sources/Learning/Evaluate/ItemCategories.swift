public import Commerce
import Linear

/// Which groups each item belongs to, as a distribution over groups: what calibration compares.
public struct ItemCategories: Sendable {
    /// Distribution of each item over the groups, [items, groups]; rows sum to one, or are empty when unknown.
    let shares: SparseMatrix
    /// How reports name the grouping: `category` or `popularity`.
    public let name: String

    /// An item with several labels belongs to each in equal part.
    ///
    /// - Parameter labels: for each item row, the distinct names of its groups; empty when unknown.
    public init(labels: [[String]], name: String = "category") {
        var groups: [String: Int32] = [:]
        var entries: [(row: Int32, column: Int32, value: Float)] = []
        for (row, names) in labels.enumerated() {
            for label in names {
                let group = groups[label, default: Int32(groups.count)]
                groups[label] = group
                entries.append((Int32(row), group, 1 / Float(names.count)))
            }
        }
        shares = SparseMatrix(rows: labels.count, columns: groups.count, entries: entries)
        self.name = name
    }

    /// The catalogue's own categories, `depth` levels of the path deep; nothing when no item has a category.
    public init?(of catalogue: [Item], rows: Vocabulary<Item>, depth: Int = 1) {
        var labels = [[String]](repeating: [], count: rows.count)
        for item in catalogue where !item.category.isEmpty {
            guard let row = rows.row(of: item.id) else { continue }
            labels[Int(row)] = [item.category.prefix(depth).joined(separator: "\u{1F}")]
        }
        guard labels.contains(where: { !$0.isEmpty }) else { return nil }
        self.init(labels: labels)
    }

    /// Three groups by sales, for shops without categories: the most chosen items that make the first fifth of
    /// all events, those that make the last fifth, and the rest between (Abdollahpouri et al., "User-centered
    /// Evaluation of Popularity Bias in Recommender Systems", UMAP 2021).
    public init(popularityOf training: Interactions) {
        var counts = [Int](repeating: 0, count: training.items.count)
        for item in training.itemRows { counts[Int(item)] += 1 }
        var labels = [[String]](repeating: [], count: counts.count)
        var before = 0
        for item in counts.indices.sorted(by: { (counts[$1], $0) < (counts[$0], $1) }) {
            labels[item] = [before * 5 < training.count ? "head" : before * 5 < training.count * 4 ? "middle" : "tail"]
            before += counts[item]
        }
        self.init(labels: labels, name: "popularity")
    }
}
