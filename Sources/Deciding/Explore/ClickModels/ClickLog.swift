/// Lists that were shown and what was clicked on them, in columns.
///
/// Items are numbers from 0 without large gaps; where attraction depends on more than the item, number each pair of
/// item and context. Position k of a list is its k-th impression, from 1.
///
/// Shapes: `items`, `clicks`, `propensities` [impressions]; `starts` [lists + 1], list l is
/// `starts[l] ..< starts[l + 1]`.
public struct ClickLog: Sendable {
    public private(set) var items: [Int32] = []
    public private(set) var clicks: [Bool] = []
    /// Probability of each item at its position, in (0, 1]; empty when unknown.
    public private(set) var propensities: [Double] = []
    public private(set) var starts: [Int] = [0]
    /// One more than the largest item.
    public private(set) var itemCount = 0
    /// Length of the longest list.
    public private(set) var positionCount = 0

    public init() {}

    public var impressions: Int { items.count }
    public var lists: Int { starts.count - 1 }

    /// Adds one list, from its first position. O(length).
    ///
    /// - Throws: ``ExploreError`` `clicks.shape` when the columns differ in length or the list is empty, or when some
    ///   lists have propensities and others do not; `clicks.item` for a negative number; `clicks.propensity` for one
    ///   that is not in (0, 1]. The log is then as it was.
    public mutating func append(items list: [Int32], clicks answers: [Bool], propensities chances: [Double]? = nil)
        throws
    {
        guard !list.isEmpty, answers.count == list.count, chances.map({ $0.count == list.count }) ?? true else {
            throw ExploreError(
                code: "clicks.shape",
                message: "list \(lists) has \(list.count) items, \(answers.count) answers and "
                    + "\(chances?.count ?? list.count) propensities; all must be the same number, at least one")
        }
        guard lists == 0 || propensities.isEmpty == (chances == nil) else {
            throw ExploreError(
                code: "clicks.shape", message: "list \(lists): either every list has propensities or none")
        }
        if let place = list.firstIndex(where: { $0 < 0 }) {
            throw ExploreError(
                code: "clicks.item",
                message:
                    "list \(lists), position \(place + 1): an item's number must not be negative; got \(list[place])"
            )
        }
        if let chances, let place = chances.firstIndex(where: { !($0 > 0 && $0 <= 1) }) {
            throw ExploreError(
                code: "clicks.propensity",
                message: "list \(lists), position \(place + 1): a propensity must be in (0, 1]; got \(chances[place])")
        }
        items += list
        clicks += answers
        if let chances { propensities += chances }
        starts.append(items.count)
        for item in list { itemCount = max(itemCount, Int(item) + 1) }
        positionCount = max(positionCount, list.count)
    }

    /// Makes room.
    public mutating func reserve(lists: Int, impressions: Int, withPropensities: Bool = false) {
        items.reserveCapacity(impressions)
        clicks.reserveCapacity(impressions)
        starts.reserveCapacity(lists + 1)
        if withPropensities { propensities.reserveCapacity(impressions) }
    }

    /// What every click model needs.
    ///
    /// - Throws: ``ExploreError`` `clicks.empty`, `clicks.none` (no click at all), `clicks.positions` (one position only).
    func checkForFitting() throws {
        guard impressions > 0 else {
            throw ExploreError(code: "clicks.empty", message: "the click log holds no impression")
        }
        guard positionCount > 1 else {
            throw ExploreError(
                code: "clicks.positions",
                message: "every list has one position: nothing can be learned about positions",
                remedy: "fit on a surface that shows lists; with one position every impression counts the same")
        }
        guard clicks.contains(true) else {
            throw ExploreError(
                code: "clicks.none", message: "none of \(impressions) impressions was clicked",
                remedy: "check that clicks are attributed to decisions, or fit on a longer log")
        }
    }
}
