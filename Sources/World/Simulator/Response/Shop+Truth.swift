public import Commerce

extension Shop {
    /// What showing an item leads to, given why the shopper came and what they clicked before in this visit.
    ///
    /// Exact, not estimated: `examination(position, surface) * click`, and the further steps by the chain rule. Items
    /// of one list do not compete: what stands beside or above changes nothing. O(interests + purchases remembered).
    ///
    /// - Parameters:
    ///   - item: row of an item, whether or not it is on sale.
    ///   - position: from 1.
    public func expectedResponse(
        of item: Int32, to shopper: ShopperState, during visit: Visit, at time: Timestamp, position: Int,
        surface: Surface
    ) -> ExpectedResponse {
        let pull = pull(of: item, on: shopper, during: visit, at: time)
        let funnel = funnel(of: item, given: pull, for: shopper)
        var expected = ExpectedResponse()
        expected.examination = examination(of: position, on: surface, by: shopper)
        expected.click = expected.examination * clickProbability(of: item, given: pull, during: visit)
        expected.favourite = expected.click * funnel.favourite
        expected.cart = expected.click * funnel.cart
        expected.uncart = expected.cart * (1 - funnel.purchase) * funnel.uncart
        expected.purchase = expected.cart * funnel.purchase
        expected.cancellation = expected.purchase * funnel.cancellation
        let kept = expected.purchase - expected.cancellation
        expected.refund = kept * funnel.refund
        expected.rating = kept * funnel.rating
        expected.review = expected.rating * funnel.review
        return expected
    }

    /// The same for a visit that begins at that time: the mean over every intent and mission it can have, by their
    /// probabilities. O(intents * (interests + purchases remembered)).
    public func expectedResponse(
        of item: Int32, to shopper: ShopperState, at time: Timestamp, position: Int, surface: Surface
    ) -> ExpectedResponse {
        let intents = intents(of: shopper, at: time)
        let total = intents.reduce(0) { $0 + $1.weight }
        let buying = configuration.behaviour.buyingVisits
        var expected = ExpectedResponse()
        for (intent, weight) in intents {
            for (isBuying, share) in [(true, buying), (false, 1 - buying)] {
                let visit = Visit(start: time, isBuying: isBuying, intent: intent)
                let conditional = expectedResponse(
                    of: item, to: shopper, during: visit, at: time, position: position, surface: surface)
                expected.add(conditional, times: share * weight / total)
            }
        }
        return expected
    }

    /// `expectedResponse(...).reward(weights)` at the beginning of a visit.
    public func expectedReward(
        of item: Int32, to shopper: ShopperState, at time: Timestamp, position: Int, surface: Surface,
        weights: RewardWeights = .standard
    ) -> Double {
        expectedResponse(of: item, to: shopper, at: time, position: position, surface: surface).reward(weights)
    }

    /// `expectedResponse(...).reward(weights)` within a visit.
    public func expectedReward(
        of item: Int32, to shopper: ShopperState, during visit: Visit, at time: Timestamp, position: Int,
        surface: Surface, weights: RewardWeights = .standard
    ) -> Double {
        expectedResponse(of: item, to: shopper, during: visit, at: time, position: position, surface: surface)
            .reward(weights)
    }
}
