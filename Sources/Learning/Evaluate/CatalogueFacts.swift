public import Commerce
import Linear

/// What is known of the items apart from any model, from the training data: the yardsticks of novelty, diversity
/// and calibration.
public struct CatalogueFacts: Sendable {
    /// What makes two items of a list alike.
    public enum Likeness: String, Sendable, Hashable, Codable {
        /// Cosine between the sets of training shoppers who chose them.
        case choosers
        /// Cosine between their distributions over categories.
        case categories
    }

    /// Self-information of each item in bits.
    let information: [Double]
    /// Unit rows whose products are the similarities, [items, features]; empty rows are like nothing.
    let features: SparseMatrix
    let categories: ItemCategories
    public let likeness: Likeness

    public var itemCount: Int { information.count }
    /// The grouping behind calibration: `category` or `popularity`.
    public var grouping: String { categories.name }

    /// O(training events + items log items).
    ///
    /// - Parameter categories: when missing, items are grouped by popularity.
    /// - Precondition: the categories are of the items of `training`.
    public init(training: Interactions, categories: ItemCategories? = nil, likeness: Likeness = .choosers) {
        precondition(
            categories.map { $0.shares.rows == training.items.count } ?? true,
            "CatalogueFacts.categories must have a row for each item")
        let choosers = Self.choosers(in: training)
        let shoppers = Double(training.shoppers.count)
        information = (0..<choosers.rows).map { item in
            let count = choosers.offsets[item + 1] - choosers.offsets[item]
            return -(Double(count + 1) / (shoppers + 1)).logarithm2
        }
        self.categories = categories ?? ItemCategories(popularityOf: training)
        self.likeness = likeness
        features = (likeness == .choosers ? choosers : self.categories.shares).withUnitRows()
    }

    /// Which shoppers chose each item, [items, shoppers].
    private static func choosers(in training: Interactions) -> SparseMatrix {
        var entries: [(row: Int32, column: Int32, value: Float)] = []
        entries.reserveCapacity(training.count)
        for shopper in 0..<training.shoppers.count {
            for event in training.offsets[shopper]..<training.offsets[shopper + 1] {
                entries.append((training.itemRows[event], Int32(shopper), 1))
            }
        }
        var matrix = SparseMatrix(rows: training.items.count, columns: training.shoppers.count, entries: entries)
        for entry in matrix.values.indices { matrix.values[entry] = 1 }
        return matrix
    }
}

extension SparseMatrix {
    /// Each row divided by its Euclidean length.
    fileprivate func withUnitRows() -> SparseMatrix {
        var unit = self
        for row in 0..<rows {
            let entries = offsets[row]..<offsets[row + 1]
            let length = values[entries].reduce(0) { $0 + $1 * $1 }.squareRoot()
            for entry in entries { unit.values[entry] /= length }
        }
        return unit
    }
}
