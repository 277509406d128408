import Commerce
import Intake

/// Reads the log of the Open Bandit Dataset (Saito et al., arXiv 2008.07146): a CSV row an impression, plain or gzip.
///
/// Columns, in any order: `timestamp`, `item_id` (from 0), `position` (from 1), `click` (0 or 1), `propensity_score`,
/// `user_feature_0`, `user_feature_1`, ..., `user-item_affinity_0`, .... Others are not read.
public struct OpenBanditReader: LogReader {
    /// Number of user features and of items with an affinity.
    public let userFeatures: Int
    public let affinities: Int
    /// Items are 0 ..< this, where it is known.
    private let items: Int?
    private var rows: CSVFeed
    private let place: (time: Int, item: Int, position: Int, click: Int, propensity: Int)
    private let userPlaces: [Int]
    private let affinityPlaces: [Int]

    /// - Parameter items: number of items, when the item file told it; else that of the affinity columns.
    /// - Throws: `IntakeError` when the file cannot be opened, ``OffPolicyError`` `columns.missing`.
    public init(path: String, items: Int? = nil) throws {
        let needed = ["timestamp", "item_id", "position", "click", "propensity_score"]
        rows = try CSVFeed(path: path, needs: needed)
        let columns = rows.columns
        let found = needed.compactMap { columns.firstIndex(of: $0) }
        place = (found[0], found[1], found[2], found[3], found[4])
        userPlaces = Self.numbered("user_feature_", in: columns)
        affinityPlaces = Self.numbered("user-item_affinity_", in: columns)
        userFeatures = userPlaces.count
        affinities = affinityPlaces.count
        self.items = items ?? (affinityPlaces.isEmpty ? nil : affinityPlaces.count)
    }

    /// Places of `name0`, `name1`, ... as far as they go.
    private static func numbered(_ name: String, in columns: [String]) -> [Int] {
        let places = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
        var found: [Int] = []
        while let place = places[name + String(found.count)] { found.append(place) }
        return found
    }

    public var fractionRead: Double? { rows.fractionRead }

    public mutating func next() throws -> OpenBanditRow? {
        guard try rows.next() else { return nil }
        let item = try rows.whole(place.item)
        guard item >= 0, item < items ?? .max else {
            throw rows.issue(
                "log.action",
                "item_id must be in 0 ..< \(items.map(String.init) ?? "the number of items"); got \(item)",
                remedy: "check that the item file belongs to this log")
        }
        let position = try rows.whole(place.position)
        guard position >= 1 else {
            throw rows.issue("log.position", "position must be at least 1; got \(position)")
        }
        let click = try rows.number(place.click)
        guard click == 0 || click == 1 else {
            throw rows.issue("log.reward", "click must be 0 or 1; got \(click)")
        }
        let propensity = try rows.number(place.propensity)
        guard propensity > 0, propensity <= 1 else {
            throw rows.issue(
                "log.propensity", "propensity_score must be in (0, 1]; got \(propensity)",
                remedy: "what was shown cannot have been impossible: look at what wrote the log")
        }
        return OpenBanditRow(
            time: try rows.time(place.time), item: item, position: position, isClicked: click == 1,
            propensity: propensity, userFeatures: userPlaces.map { rows.text($0) },
            affinities: try affinityPlaces.map { Float(try rows.number($0)) })
    }
}
