import Commerce

/// The chances of each further step once an item was clicked, each given the step before.
struct Funnel {
    let favourite: Double
    let cart: Double
    /// Given that the item is in the cart and not bought.
    let uncart: Double
    /// Given that the item is in the cart.
    let purchase: Double
    /// Given a purchase.
    let cancellation: Double
    /// Given a purchase that was not cancelled.
    let refund: Double
    /// Given a purchase that was not cancelled.
    let rating: Double
    /// Given a rating.
    let review: Double
}

extension Shop {
    /// Chance of a click, given that the item is looked at.
    func clickProbability(of item: Int32, given pull: Pull, during visit: Visit) -> Double {
        let first = configuration.behaviour.click.probability(pull)
        return visit.clicked.contains(item) ? first * configuration.behaviour.secondClick : first
    }

    func funnel(of item: Int32, given pull: Pull, for shopper: ShopperState) -> Funnel {
        let behaviour = configuration.behaviour
        let profile = profiles[Int(shopper.row)]
        let returns = catalogue.leaves[Int(catalogue.truths[Int(item)].leaf)].plan.returns
        return Funnel(
            favourite: behaviour.favourite.probability(pull), cart: behaviour.cart.probability(pull),
            uncart: behaviour.uncart, purchase: behaviour.purchase.probability(pull),
            cancellation: behaviour.cancellation,
            refund: behaviour.refund.probability(pull, offset: logOdds(returns)),
            rating: min(0.95, behaviour.rating * profile.zeal), review: behaviour.review)
    }
}
