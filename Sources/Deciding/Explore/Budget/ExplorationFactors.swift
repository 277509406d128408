import Foundation

/// What scales the exploration rate, one function each. All are 1 where they change nothing.
enum ExplorationFactors {
    /// New to known: `floor + (1 - floor) half / (half + events)`, so 1 for a stranger and `floor` in the long run.
    static func shopper(events: Int, half: Double, floor: Double) -> Double {
        floor + (1 - floor) * half / (half + Double(max(0, events)))
    }

    /// Old to new items: between `floor` and 1 as the novelty of what would be tried goes from 0 to 1.
    static func items(novelty: Double, floor: Double) -> Double {
        floor + (1 - floor) * min(1, max(0, novelty))
    }

    /// Late in the funnel a distraction costs a sale: less with a cart, nothing at the checkout.
    static func stage(_ stage: FunnelStage, cart: Double) -> Double {
        switch stage {
        case .browsing: 1
        case .cart: cart
        case .checkout: 0
        }
    }

    /// Halved by every `half` trials that the session ignored.
    static func fatigue(ignored: Int, half: Double) -> Double { exp2(-Double(max(0, ignored)) / half) }

    /// `boost` at a detection, then back to 1, halving the excess every `half` decisions.
    static func drift(since decisions: Int?, boost: Double, half: Double) -> Double {
        guard let decisions else { return 1 }
        return 1 + (boost - 1) * exp2(-Double(max(0, decisions)) / half)
    }

    /// How much a moment is worth exploring at a price `p` of reward given up: `max(0, 1 - p cost / value)`.
    ///
    /// The maximum over `e` in [0, 1] of `value (e - e^2 / 2) - p cost e`: what is learned has diminishing returns in
    /// the rate, what is given up has not. 0 when there is nothing to learn, 1 when learning is free.
    static func worth(value: Double, cost: Double, price: Double) -> Double {
        guard value > 0 else { return 0 }
        return max(0, 1 - price * cost / value)
    }
}
