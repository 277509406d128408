import Commerce

/// Counts fields that an event of its kind should have and has not.
struct MissingTracker: Sendable {
    private enum Field: Int, CaseIterable {
        case shopper, shopperOrVisitor, item, session, order, quantity, price, value, text, surface, decision
    }

    private var expected = [Int](repeating: 0, count: Field.allCases.count)
    private var missing = [Int](repeating: 0, count: Field.allCases.count)

    mutating func observe(_ event: borrowing Event) {
        note(.shopper, event.shopper == nil)
        note(.shopperOrVisitor, event.shopper == nil && event.visitor == nil)
        note(.session, event.session == nil)
        if event.kind.needsItem { note(.item, event.item == nil) }
        switch event.kind {
        case .purchase, .cancellation, .refund:
            note(.order, event.order == nil)
            note(.quantity, event.quantity == nil)
            note(.price, event.price == nil)
        case .rating: note(.value, event.value == nil)
        case .search, .review, .message: note(.text, event.text == nil)
        case .impression:
            note(.surface, event.surface == nil)
            note(.decision, event.decision == nil)
        default: break
        }
    }

    private mutating func note(_ field: Field, _ isMissing: Bool) {
        expected[field.rawValue] += 1
        if isMissing { missing[field.rawValue] += 1 }
    }

    var fields: [MissingField] {
        Field.allCases.filter { expected[$0.rawValue] > 0 }.map {
            MissingField(field: "\($0)", expected: expected[$0.rawValue], missing: missing[$0.rawValue])
        }
    }
}
