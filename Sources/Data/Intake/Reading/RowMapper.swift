import Commerce

/// Turns the rows of one source into the shop's words.
protocol RowMapper {
    /// Adds what the row says to the batch, or says why not. What it added before throwing is taken back by the
    /// reader.
    ///
    /// - Throws: ``RowIssue`` when the row cannot be understood.
    mutating func map(
        _ record: inout Record, at place: RowPlace, into batch: inout IntakeBatch
    ) throws(RowIssue) -> RowVerdict

    /// These items were taken back: they count as not emitted.
    mutating func forget(_ items: ArraySlice<Item>)
}

extension RowMapper {
    mutating func forget(_ items: ArraySlice<Item>) {}
}

/// Where a record comes from.
struct RowPlace {
    /// Data rows before this one.
    var row: Int
    /// Which of the row's elements this is (an order's lines in one JSON object), from 0.
    var element = 0
    var elements = 1
}

enum RowVerdict {
    case kept
    /// Understood, and no act of a shopper.
    case setAside(RowIssue)
    /// Left out in numbers only, under this word.
    case skipped(String)
}

extension RowIssue: Error {}
