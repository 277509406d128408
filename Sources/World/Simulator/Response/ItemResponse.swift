import Commerce
import Linear

/// What one clicked item led to, now and in the days after.
struct ItemResponse: Sendable {
    /// Place in the list, from 1.
    let position: Int
    let item: Int32
    var isFavourite = false
    /// Units put into the cart; 0 when it was not.
    var carted = 0
    var isRemoved = false
    var isPurchased = false
    var isCancelled = false
    var isRefunded = false
    /// One to five stars.
    var rating: Int?
    var isReviewed = false
}

extension Shop {
    /// One draw of what a shopper does with a list: the items clicked, in order of position, each with its fate.
    ///
    /// This is the step that ``Shop/expectedResponse(of:to:during:at:position:surface:)`` is the exact mean of. Items
    /// that are not looked at cost nothing.
    func respond(
        to items: [Int32], on surface: Surface, by shopper: ShopperState, during visit: Visit, at time: Timestamp,
        using random: inout SeededGenerator
    ) -> [ItemResponse] {
        var responses: [ItemResponse] = []
        for place in 0..<depth(of: items.count, on: surface, by: shopper, using: &random) {
            let item = items[place]
            let pull = pull(of: item, on: shopper, during: visit, at: time)
            if random.unit() < clickProbability(of: item, given: pull, during: visit) {
                responses.append(
                    fate(ofClicked: item, at: place + 1, given: pull, for: shopper, using: &random))
            }
        }
        return responses
    }

    private func fate(
        ofClicked item: Int32, at position: Int, given pull: Pull, for shopper: ShopperState,
        using random: inout SeededGenerator
    ) -> ItemResponse {
        let funnel = funnel(of: item, given: pull, for: shopper)
        var response = ItemResponse(position: position, item: item)
        response.isFavourite = random.unit() < funnel.favourite
        guard random.unit() < funnel.cart else { return response }
        let truth = catalogue.truths[Int(item)]
        let isConsumable = catalogue.leaves[Int(truth.leaf)].plan.cycle != nil
        response.carted = 1 + random.poisson(mean: isConsumable ? 0.4 : 0.04)
        guard random.unit() < funnel.purchase else {
            response.isRemoved = random.unit() < funnel.uncart
            return response
        }
        response.isPurchased = true
        response.isCancelled = random.unit() < funnel.cancellation
        guard !response.isCancelled else { return response }
        response.isRefunded = random.unit() < funnel.refund
        if random.unit() < funnel.rating {
            let delight = 4.1 + 0.5 * pull.quality + 1.2 * (pull.match - 0.5) - (response.isRefunded ? 1.6 : 0)
            response.rating = Int(min(5, max(1, random.normal(mean: delight, deviation: 0.8).rounded())))
            response.isReviewed = random.unit() < funnel.review
        }
        return response
    }
}
