/// A two-way table between identifiers and dense row numbers 0, 1, 2, ..., in order of first appearance.
///
/// Models work on row numbers; this is where the names come back.
public struct Vocabulary<Subject>: Sendable {
    public private(set) var identifiers: [Identifier<Subject>]
    private var rows: [Identifier<Subject>: Int32]

    public init() {
        identifiers = []
        rows = [:]
    }

    /// Keeps the first of repeated identifiers.
    public init(_ identifiers: some Sequence<Identifier<Subject>>) {
        self.init()
        for identifier in identifiers { insert(identifier) }
    }

    public var count: Int { identifiers.count }

    /// The row of an identifier, which is added if new. O(1).
    @discardableResult
    public mutating func insert(_ identifier: Identifier<Subject>) -> Int32 {
        if let row = rows[identifier] { return row }
        let row = Int32(identifiers.count)
        rows[identifier] = row
        identifiers.append(identifier)
        return row
    }

    /// The row of a known identifier. O(1).
    public func row(of identifier: Identifier<Subject>) -> Int32? { rows[identifier] }

    public subscript(row: Int32) -> Identifier<Subject> { identifiers[Int(row)] }
}

extension Vocabulary: Equatable {
    public static func == (left: Self, right: Self) -> Bool { left.identifiers == right.identifiers }
}
