import Commerce

/// Works out ``PageAudit`` from the truth of a shop.
struct PageAuditor: Sendable {
    private let shop: Shop
    private let worth: ResponseWorth

    init(of shop: Shop, weights: RewardWeights) {
        self.shop = shop
        worth = ResponseWorth(weights)
    }

    /// Before the shopper answers; nothing for search results and empty lists. O(items on sale * interests).
    func audit(_ slate: Slate, for page: PageRequest, in session: ShopperSession) -> PageAudit? {
        guard page.query == nil, !slate.entries.isEmpty else { return nil }
        let shown = slate.entries.map { value(of: $0.item, on: page, in: session) }
        let exploiting =
            slate.exploiting.isEmpty ? shown : slate.exploiting.map { value(of: $0, on: page, in: session) }
        let best = bestValues(slate.entries.map(\.item), for: page, in: session)
        return PageAudit(
            time: page.time, surface: page.surface, person: session.shopper.row,
            shown: total(shown, on: page, in: session), exploiting: total(exploiting, on: page, in: session),
            best: total(best, on: page, in: session))
    }

    /// What a look at the item is worth.
    private func value(of item: Int32, on page: PageRequest, in session: ShopperSession) -> Double {
        let expected = shop.expectedResponse(
            of: item, to: session.shopper, during: session.visit, at: page.time, position: 1, surface: page.surface)
        return worth.reward(of: expected) / expected.examination
    }

    /// Of everything that could have been shown, what was shown included, whether or not it belongs on the page.
    private func bestValues(_ shown: [Int32], for page: PageRequest, in session: ShopperSession) -> [Double] {
        let catalogue = shop.catalogue
        let items = page.leaf.map { catalogue.itemsByLeaf[$0] } ?? Array(0..<Int32(catalogue.count))
        var values = shown.map { value(of: $0, on: page, in: session) }
        for item in items where catalogue.isOnSale(item, day: page.day) && item != page.anchor {
            guard !page.alreadyShown.contains(item), !shown.contains(item) else { continue }
            values.append(value(of: item, on: page, in: session))
        }
        return Array(values.sorted(by: >).prefix(shown.count))
    }

    private func total(_ values: [Double], on page: PageRequest, in session: ShopperSession) -> Double {
        var sum = 0.0
        for (place, value) in values.enumerated() {
            sum += value * shop.examination(of: place + 1, on: page.surface, by: session.shopper)
        }
        return sum
    }
}

/// Reward weights laid out for sums over ``ExpectedResponse``, without a look-up per kind.
struct ResponseWorth: Sendable {
    private let click, favourite, cart, uncart, purchase, cancellation, refund, rating, review: Double

    init(_ weights: RewardWeights) {
        click = weights[.click] + weights[.view]
        favourite = weights[.favourite]
        cart = weights[.cart]
        uncart = weights[.uncart]
        purchase = weights[.purchase]
        cancellation = weights[.cancellation]
        refund = weights[.refund]
        rating = weights[.rating]
        review = weights[.review]
    }

    /// Equal to ``ExpectedResponse/reward(_:)`` less what impressions are worth.
    func reward(of expected: ExpectedResponse) -> Double {
        var sum = click * expected.click + favourite * expected.favourite + cart * expected.cart
        sum += uncart * expected.uncart + purchase * expected.purchase + cancellation * expected.cancellation
        sum += refund * expected.refund + rating * expected.rating + review * expected.review
        return sum
    }
}
