import Commerce

/// Whose events and decisions are asked for, as conditions with the name as `:person`.
enum LedgerPerson: Sendable {
    /// Also as a visitor who is known to be this shopper and nobody else.
    case shopper(ShopperID)
    /// Without a shopper's name.
    case visitor(VisitorID)

    /// Nothing for everybody.
    init?(_ shopper: ShopperID?, _ visitor: VisitorID?) {
        if let shopper {
            self = .shopper(shopper)
        } else if let visitor {
            self = .visitor(visitor)
        } else {
            return nil
        }
    }

    var name: String {
        switch self {
        case .shopper(let shopper): shopper.rawValue
        case .visitor(let visitor): visitor.rawValue
        }
    }

    /// The table that has the name.
    var table: String {
        switch self {
        case .shopper: "shopper"
        case .visitor: "visitor"
        }
    }

    /// Their events `e`, as parts of a question that each have an index.
    var events: [String] { own("e") }

    /// Their decisions `d`, likewise.
    var decisions: [String] { own("d") }

    private func own(_ row: String) -> [String] {
        switch self {
        case .shopper:
            [
                "\(row).shopper = (SELECT id FROM shopper WHERE name = :person)",
                "\(row).shopper IS NULL AND \(row).visitor IN (\(Self.ownVisitors))",
            ]
        case .visitor:
            ["\(row).shopper IS NULL AND \(row).visitor = (SELECT id FROM visitor WHERE name = :person)"]
        }
    }

    /// The visitors who are known to be the shopper `:person` and nobody else; a visitor seen with two shoppers belongs to
    /// neither.
    static let ownVisitors = """
        SELECT visitor FROM visitor_link l WHERE l.shopper = (SELECT id FROM shopper WHERE name = :person)
        AND NOT EXISTS (SELECT 1 FROM visitor_link o WHERE o.visitor = l.visitor AND o.shopper <> l.shopper)
        """
}
