import Intake
public import Linear

/// What is known of each item of the Open Bandit data (`item_context.csv`).
///
/// A column of numbers is a feature; a column of words is a feature for each of its words. Shape of ``features``: [items,
/// features].
public struct OpenBanditItems: Sendable, Hashable {
    /// Names of the columns, `item_feature_0`, ....
    public let columns: [String]
    /// The values as the file has them, item after item. Shape [items, columns].
    public let values: [String]
    public let count: Int

    public init(columns: [String], values: [String]) {
        precondition(!columns.isEmpty && values.count % columns.count == 0, "OpenBanditItems.values must be whole rows")
        self.columns = columns
        self.values = values
        count = values.count / columns.count
    }

    /// - Throws: `IntakeError`, ``LogIssue``, ``OffPolicyError`` `columns.missing`, or `items.numbers` when the items are
    ///   not numbered 0, 1, 2, ....
    public init(path: String) throws {
        var rows = try CSVFeed(path: path, needs: ["item_id"])
        let columns = rows.columns.indices.filter { rows.columns[$0].hasPrefix("item_feature_") }
        let idPlace = rows.columns.firstIndex(of: "item_id") ?? 0
        guard !columns.isEmpty else {
            throw OffPolicyError(code: "columns.missing", message: "\(path) has no column item_feature_0")
        }
        var byItem: [Int: [String]] = [:]
        while try rows.next() {
            let item = try rows.whole(idPlace)
            guard byItem.updateValue(columns.map { rows.text($0) }, forKey: item) == nil else {
                throw rows.issue("log.action", "item \(item) stands there twice")
            }
        }
        let ordered = (0..<byItem.count).compactMap { byItem[$0] }
        guard ordered.count == byItem.count, !ordered.isEmpty else {
            throw OffPolicyError(
                code: "items.numbers", message: "\(path) must number its \(byItem.count) items from 0 without a gap")
        }
        self.init(columns: columns.map { rows.columns[$0] }, values: ordered.flatMap { $0 })
    }

    /// Shape [items, features].
    public var features: Matrix {
        var made: [[Float]] = []
        for column in columns.indices {
            let texts = (0..<count).map { values[$0 * columns.count + column] }
            let numbers = texts.compactMap(Float.init)
            if numbers.count == count, numbers.allSatisfy(\.isFinite) {
                made.append(numbers)
            } else {
                for word in Set(texts).sorted() { made.append(texts.map { $0 == word ? 1 : 0 }) }
            }
        }
        var matrix = Matrix(rows: count, columns: made.count)
        for (column, feature) in made.enumerated() {
            for item in 0..<count { matrix[item, column] = feature[item] }
        }
        return matrix
    }
}
