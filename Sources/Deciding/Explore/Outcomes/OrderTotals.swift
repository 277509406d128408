import Commerce

/// What one order bought of one item, and how much of it came back.
struct OrderTotals {
    var order: OrderID?
    /// Purchase events.
    var lines = 0
    var quantity = 0.0
    /// Price times quantity in major units; 0 where no currency was asked for.
    var amount = 0.0
    /// Share of the quantity that was returned or cancelled, at most 1.
    var returned = 0.0
    /// Whether the first way back was a cancellation.
    var cancelled = false

    /// The orders in the purchases among these events of one item, in order of their first purchase.
    ///
    /// A quantity that is not given is 1 for a purchase, and all that is left for its way back.
    /// - Throws: ``ExploreError`` `reward.quantity`; with a currency `reward.price` and `reward.currency`.
    static func totals(of events: some Collection<Event>, in currency: Currency? = nil) throws(ExploreError)
        -> [OrderTotals]
    {
        var totals: [OrderTotals] = []
        for event in events where event.kind == .purchase {
            let quantity = event.quantity ?? 1
            guard quantity > 0, quantity.isFinite else {
                throw ExploreError(
                    code: "reward.quantity", message: "the quantity of a purchase must be positive; got \(quantity)")
            }
            let place = totals.firstIndex { $0.order == event.order } ?? totals.count
            if place == totals.count { totals.append(OrderTotals(order: event.order)) }
            totals[place].lines += 1
            totals[place].quantity += quantity
            if let currency { totals[place].amount += try amount(of: event, quantity, in: currency) }
        }
        for event in events where event.kind.takesBack {
            guard let place = totals.firstIndex(where: { $0.order == event.order }) else { continue }
            let share = (event.quantity ?? .infinity) / totals[place].quantity
            guard share > 0 else { continue }
            if totals[place].returned == 0 { totals[place].cancelled = event.kind == .cancellation }
            totals[place].returned = min(1, totals[place].returned + share)
        }
        return totals
    }

    private static func amount(
        of purchase: Event, _ quantity: Double, in currency: Currency
    ) throws(ExploreError) -> Double {
        guard let price = purchase.price else {
            throw ExploreError(
                code: "reward.price", message: "a purchase has no price, and the reward is declared as money",
                remedy: "send prices with purchases, or reward purchases by weight")
        }
        guard price.currency == currency else {
            throw ExploreError(
                code: "reward.currency",
                message: "a purchase is priced in \(price.currency), and the reward is declared in \(currency)",
                remedy: "convert prices to one currency before they are sent")
        }
        return price.decimal * quantity
    }
}
