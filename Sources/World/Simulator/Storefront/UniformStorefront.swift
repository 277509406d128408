public import Commerce

/// Shows items on sale uniformly at random, whatever the page: the log from which any policy can be judged, and a
/// storefront under which shoppers do not influence one another.
public struct UniformStorefront: Storefront {
    private let catalogue: Catalogue
    private var onSale: ItemPool

    /// A storefront over the whole catalogue.
    public init(for catalogue: Catalogue) {
        self.catalogue = catalogue
        onSale = ItemPool([], of: catalogue.count, source: "uniform") { _ in 1 }
    }

    /// Takes stock of what is on sale. O(items).
    public mutating func beginDay(_ day: Int) {
        let items = (0..<Int32(catalogue.count)).filter { catalogue.isOnSale($0, day: day) }
        onSale = ItemPool(items, of: catalogue.count, source: "uniform") { _ in 1 }
    }

    /// Draws items not yet shown in the visit, all with the same chance.
    public mutating func slate(for request: PageRequest, using generator: inout SeededGenerator) -> Slate {
        var mixture = PoolMixture([(1, onSale)], without: request.alreadyShown)
        var slate = Slate(isRandomised: true)
        while slate.entries.count < request.count, let entry = mixture.next(using: &generator) {
            slate.entries.append(entry)
        }
        return slate
    }

    /// Learns nothing.
    public mutating func observe(_ events: [SimulatedEvent]) {}
}
