import Commerce

/// Profiles prices and turnover, currency by currency.
struct MoneyTracker: Sendable {
    private struct Entry {
        let currency: Currency
        var events = 0
        var purchased = 0.0
        var reversed = 0.0
        var prices = NumberTracker()
    }

    private var entries: [Entry] = []

    mutating func observe(_ event: borrowing Event, price: Money) {
        // A shop uses one currency, rarely a few: a scan beats a dictionary.
        let found = entries.firstIndex { $0.currency == price.currency }
        let row = found ?? entries.count
        if found == nil { entries.append(Entry(currency: price.currency)) }
        entries[row].events += 1
        entries[row].prices.add(price.decimal, of: event)
        let amount = Double(price.minorUnits) * (event.quantity ?? 1)
        guard amount.isFinite else { return }
        switch event.kind {
        case .purchase: entries[row].purchased += amount
        case .cancellation, .refund: entries[row].reversed += amount
        default: break
        }
    }

    var profiles: [CurrencyProfile] {
        entries.map {
            let scale = Double($0.currency.scale)
            return CurrencyProfile(
                currency: $0.currency, events: $0.events, purchased: $0.purchased / scale,
                reversed: $0.reversed / scale, prices: $0.prices.profile)
        }.sorted { ($0.events, $1.currency.code) > ($1.events, $0.currency.code) }
    }
}
