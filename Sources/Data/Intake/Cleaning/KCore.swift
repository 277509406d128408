/// The k-core of a graph between shoppers and items: the largest part in which every shopper and item has at least its
/// minimum of events. It is unique, so the order of removal does not matter. (Seidman, "Network structure and
/// minimum degree", 1983; peeled as in Batagelj and Zaversnik, 2003.)
struct KCore {
    /// By row.
    private(set) var hasShopper: [Bool]
    private(set) var hasItem: [Bool]

    /// O(edges + shoppers + items), plus a sort of the edges when repeats do not count.
    init(
        _ edges: [(shopper: Int32, item: Int32)], shoppers: Int, items: Int, shopperMinimum: Int, itemMinimum: Int,
        countRepeats: Bool
    ) {
        hasShopper = Array(repeating: true, count: shoppers)
        hasItem = Array(repeating: true, count: items)
        var edges = edges
        if !countRepeats {
            edges.sort { ($0.shopper, $0.item) < ($1.shopper, $1.item) }
            var kept = 0
            for index in edges.indices where index == 0 || edges[index] != edges[kept - 1] {
                edges[kept] = edges[index]
                kept += 1
            }
            edges.removeSubrange(kept...)
        }
        let itemsOf = Neighbours(edges.lazy.map { ($0.shopper, $0.item) }, nodes: shoppers)
        let shoppersOf = Neighbours(edges.lazy.map { ($0.item, $0.shopper) }, nodes: items)
        var shopperDegree = (0..<shoppers).map { itemsOf.offsets[$0 + 1] - itemsOf.offsets[$0] }
        var itemDegree = (0..<items).map { shoppersOf.offsets[$0 + 1] - shoppersOf.offsets[$0] }
        var fallenShoppers = (0..<shoppers).filter { shopperDegree[$0] < shopperMinimum }
        var fallenItems = (0..<items).filter { itemDegree[$0] < itemMinimum }
        for shopper in fallenShoppers { hasShopper[shopper] = false }
        for item in fallenItems { hasItem[item] = false }
        while !fallenShoppers.isEmpty || !fallenItems.isEmpty {
            while let shopper = fallenShoppers.popLast() {
                for item in itemsOf[shopper] {
                    itemDegree[item] -= 1
                    if hasItem[item], itemDegree[item] < itemMinimum {
                        hasItem[item] = false
                        fallenItems.append(item)
                    }
                }
            }
            while let item = fallenItems.popLast() {
                for shopper in shoppersOf[item] {
                    shopperDegree[shopper] -= 1
                    if hasShopper[shopper], shopperDegree[shopper] < shopperMinimum {
                        hasShopper[shopper] = false
                        fallenShoppers.append(shopper)
                    }
                }
            }
        }
    }

    /// The other ends of each node's edges, laid out node by node.
    private struct Neighbours {
        let offsets: [Int]
        let ends: [Int32]

        init(_ edges: some Collection<(Int32, Int32)>, nodes: Int) {
            var offsets = [Int](repeating: 0, count: nodes + 1)
            for (from, _) in edges { offsets[Int(from) + 1] += 1 }
            for node in 0..<nodes { offsets[node + 1] += offsets[node] }
            var next = offsets
            var ends = [Int32](repeating: 0, count: edges.count)
            for (from, end) in edges {
                ends[next[Int(from)]] = end
                next[Int(from)] += 1
            }
            self.offsets = offsets
            self.ends = ends
        }

        subscript(node: Int) -> some Sequence<Int> { ends[offsets[node]..<offsets[node + 1]].lazy.map(Int.init) }
    }
}
