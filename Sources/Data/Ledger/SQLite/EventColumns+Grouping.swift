import Commerce

/// One event on its way into ``EventColumns``, in numbers.
struct GatheredEvent {
    var time: Int64
    /// The order of arrival.
    var sequence: Int64
    var shopper: Int32
    var item: Int32
    var quantity: Float
    var kind: Int64
}

extension EventColumns {
    /// Groups events by shopper. A counting sort keeps the order of time in which they were read; only a shopper
    /// with several events in one moment may need sorting by arrival.
    ///
    /// - Parameters:
    ///   - events: in order of time, with row numbers that count the names.
    ///   - shoppers, items: a name for every row number. Names that are equal as identifiers share a row.
    /// - Throws: ``LedgerError`` `ledger.corrupt` for a kind that does not exist.
    init(_ events: [GatheredEvent], shoppers: [String], items: [String]) throws {
        var shopperNames = Vocabulary<Shopper>()
        var itemNames = Vocabulary<Item>()
        let shopperRows = shoppers.map { shopperNames.insert(ShopperID($0)) }
        let itemRows = items.map { itemNames.insert(ItemID($0)) }
        var offsets = [Int](repeating: 0, count: shopperNames.count + 1)
        for event in events { offsets[Int(shopperRows[Int(event.shopper)]) + 1] += 1 }
        for shopper in 0..<shopperNames.count { offsets[shopper + 1] += offsets[shopper] }
        var next = offsets
        var order = [Int32](repeating: 0, count: events.count)
        for (index, event) in events.enumerated() {
            let shopper = Int(shopperRows[Int(event.shopper)])
            order[next[shopper]] = Int32(index)
            next[shopper] += 1
        }
        for shopper in 0..<shopperNames.count {
            Self.sortTies(of: &order[offsets[shopper]..<offsets[shopper + 1]], in: events)
        }
        self.init(
            shoppers: shopperNames, items: itemNames, offsets: offsets,
            itemRows: order.map { itemRows[Int(events[Int($0)].item)] },
            kinds: try order.map { try EventRow.kind(events[Int($0)].kind) },
            times: order.map { Timestamp(milliseconds: events[Int($0)].time) },
            quantities: order.map { events[Int($0)].quantity })
    }

    private static func sortTies(of order: inout ArraySlice<Int32>, in events: [GatheredEvent]) {
        func precedes(_ left: Int32, _ right: Int32) -> Bool {
            let (left, right) = (events[Int(left)], events[Int(right)])
            return (left.time, left.sequence) < (right.time, right.sequence)
        }
        for (earlier, later) in zip(order, order.dropFirst()) where precedes(later, earlier) {
            order.sort(by: precedes)
            return
        }
    }
}
