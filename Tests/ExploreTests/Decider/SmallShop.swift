import Commerce
import Explore

/// Thirty items in three departments, of five brands, two sellers: `i0`, `i1`, ...
enum SmallShop {
    static let now = Timestamp(seconds: 1_760_000_000)

    static func items(_ count: Int = 30, edit: (inout Item) -> Void = { _ in }) -> [Item] {
        (0..<count).map { number in
            var item = Item(
                id: ItemID("i\(number)"),
                category: [["Home", "Kitchen", "Pans"], ["Home", "Garden"], ["Toys"]][number % 3],
                brand: "b\(number % 5)",
                price: Money(decimal: Double(5 + number * 3), currency: .eur), stock: 10,
                attributes: ["seller": "s\(number % 2)"],
                availableFrom: now - .days(number * 4))
            edit(&item)
            return item
        }
    }

    static func table(_ items: [Item] = items()) throws -> ItemTable { try ItemTable(items) }

    static func list(_ source: String, _ rows: [Int32]) throws -> CandidateList {
        try CandidateList(source: source, items: rows, scores: rows.indices.map { Float(rows.count - $0) })
    }

    static func moment(_ surface: Surface = .home) -> Moment { Moment(surface: surface, time: now) }

    static func request(length: Int = 5, seed: UInt64 = 1, surface: Surface = .home) -> DecisionRequest {
        DecisionRequest(shopperID: "anna", moment: moment(surface), length: length, seed: seed)
    }

    static func decider(
        _ items: [Item] = items(), rules: [Rule] = [], filter: CandidateFilter = CandidateFilter(), spread: Double = 0
    ) throws -> Decider {
        try Decider(
            items: ItemTable(items), schema: FeatureSchema(sources: ["a", "b"]), pool: CandidatePool(capacity: 100),
            filter: filter, rules: RuleBook(rules), spread: spread)
    }
}

/// Means that fall with the row, and rise and fall a little, so that no order is the order of rows.
struct RowRanker: CandidateRanker {
    var version = "rows#0"
    let featureNames: [String]
    var means: [Int32: Float] = [:]

    init(_ decider: Decider) { featureNames = decider.features.schema.names }

    func mean(of row: Int32) -> Float { means[row] ?? 0.3 - 0.005 * Float(row) + 0.02 * Float(row * 7 % 5) }

    func score(features: [Float], items: [Int32], into scores: inout CandidateScores) throws {
        scores.means = items.map(mean)
        scores.variances = items.map { 0.0001 * Float(1 + $0 % 4) }
    }

    func information(mean: Double, variance: Double) -> Double { variance * variance / (variance + 0.1) }
}
