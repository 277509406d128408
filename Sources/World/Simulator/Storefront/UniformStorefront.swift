public import Commerce

/// Shows items on sale uniformly at random, whatever the page: the log from which any policy can be judged, and a
/// storefront under which shoppers do not influence one another.
public struct UniformStorefront: Storefront {
    private let catalogue: Catalogue
    private var onSale: ItemPool

    public init(for catalogue: Catalogue) {
        self.catalogue = catalogue
        onSale = ItemPool([], of: catalogue.count, source: "uniform") { _ in 1 }
    }

    public mutating func beginDay(_ day: Int) {
        let items = (0..<Int32(catalogue.count)).filter { catalogue.isOnSale($0, day: day) }
        onSale = ItemPool(items, of: catalogue.count, source: "uniform") { _ in 1 }
    }

    public mutating func slate(for request: PageRequest, using generator: inout SeededGenerator) -> Slate {
        var mixture = PoolMixture([(1, onSale)], without: request.alreadyShown)
        var slate = Slate(isRandomised: true)
        while slate.entries.count < request.count, let entry = mixture.next(using: &generator) {
            slate.entries.append(entry)
        }
        return slate
    }

    public mutating func observe(_ events: [SimulatedEvent]) {}
}
