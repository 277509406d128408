public import Commerce

extension Interactions {
    /// The k-core: shoppers with at least `shopperMinimum` events on items with at least `itemMinimum`, iterated until
    /// stable. Names keep their order and are numbered anew. O(events).
    ///
    /// - Parameter countRepeats: whether a shopper's second event with an item counts again.
    public func core(shopperMinimum: Int, itemMinimum: Int, countRepeats: Bool = true) -> Interactions {
        var edges: [(shopper: Int32, item: Int32)] = []
        edges.reserveCapacity(count)
        for shopper in 0..<shoppers.count {
            for event in offsets[shopper]..<offsets[shopper + 1] { edges.append((Int32(shopper), itemRows[event])) }
        }
        let core = KCore(
            edges, shoppers: shoppers.count, items: items.count, shopperMinimum: shopperMinimum,
            itemMinimum: itemMinimum, countRepeats: countRepeats)
        var newItems = Vocabulary<Item>()
        let newRows = core.hasItem.enumerated().map { row, isKept in
            isKept ? newItems.insert(items[Int32(row)]) : -1
        }
        var newShoppers = Vocabulary<Shopper>()
        var (newOffsets, rows, kept) = ([0], [Int32](), [Int]())
        for shopper in 0..<shoppers.count where core.hasShopper[shopper] {
            newShoppers.insert(shoppers[Int32(shopper)])
            for event in offsets[shopper]..<offsets[shopper + 1] where core.hasItem[Int(itemRows[event])] {
                rows.append(newRows[Int(itemRows[event])])
                kept.append(event)
            }
            newOffsets.append(rows.count)
        }
        return Interactions(
            shoppers: newShoppers, items: newItems, offsets: newOffsets, itemRows: rows,
            weights: kept.map { weights[$0] },
            times: times.isEmpty ? [] : kept.map { times[$0] })
    }
}
