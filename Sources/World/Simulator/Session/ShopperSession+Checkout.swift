import Commerce
import Foundation
import Linear

/// How a visit ends: what happens at once, and what will happen in the days after.
public struct SessionEnd: Sendable {
    /// Removals from the cart, the checkout and the purchases, in order of time.
    public var events: [SimulatedEvent] = []
    /// Cancellations, returns, ratings and reviews, each at its own later time; in no order.
    public var later: [SimulatedEvent] = []
}

extension ShopperSession {
    /// Settles the cart and lets the visit change its shopper: what was bought is remembered, satisfaction moves, and a
    /// few never come back. Call once, when there is no next page.
    public mutating func finish() -> SessionEnd {
        var end = SessionEnd()
        for line in cart where line.response.isRemoved {
            now = now + .seconds(3)
            end.events.append(cartEvent(.uncart, for: line, at: now))
        }
        let bought = cart.filter(\.response.isPurchased)
        if !bought.isEmpty || (!cart.isEmpty && random.bernoulli(Self.idleCheckout)) {
            now = now + .seconds(20)
            end.events.append(event(.checkout, at: now) { $0.surface = .cart })
        }
        if !bought.isEmpty {
            // Paying needs an account: from here on the cookie has a name.
            isIdentified = true
            now = now + .milliseconds(40_000 + Int(random.exponential(rate: 1.0 / 60_000)))
            let order = shopper.orders
            shopper.orders += 1
            for line in bought {
                var purchase = cartEvent(.purchase, for: line, at: now)
                purchase.order = order
                end.events.append(purchase)
                end.later += aftermath(of: line, purchase)
                remember(line.response.item)
            }
        }
        settle(hasBought: !bought.isEmpty)
        return end
    }

    private mutating func cartEvent(_ kind: EventKind, for line: CartLine, at time: Timestamp) -> SimulatedEvent {
        event(kind, at: time) {
            $0.item = line.response.item
            $0.surface = line.surface
            $0.position = line.response.position
            $0.decision = line.decision
            $0.quantity = line.response.carted
            $0.price = line.price
        }
    }

    /// Cancelled within a day; sent back after four days or more; rated after two days or more.
    private mutating func aftermath(of line: CartLine, _ purchase: SimulatedEvent) -> [SimulatedEvent] {
        let response = line.response
        var events: [SimulatedEvent] = []
        func later(_ kind: EventKind, days: Double, _ change: (inout SimulatedEvent) -> Void) {
            let time = purchase.time + .milliseconds(Int(days * 86_400_000))
            var event = SimulatedEvent(
                kind: kind, time: time, person: shopper.row, isIdentified: true, visitor: 0, ordinal: shopper.events)
            shopper.events += 1
            event.item = response.item
            event.order = purchase.order
            event.decision = line.decision
            change(&event)
            events.append(event)
        }
        if response.isCancelled {
            later(.cancellation, days: 0.02 + 0.5 * random.unit()) { reverse(line, in: &$0) }
        }
        if response.isRefunded {
            later(.refund, days: 4 + random.exponential(rate: 1.0 / 5)) { reverse(line, in: &$0) }
        }
        if let rating = response.rating {
            let days = 2 + random.exponential(rate: 1.0 / 5)
            later(.rating, days: days) { $0.value = Double(rating) }
            if response.isReviewed {
                let truth = shop.catalogue.truths[Int(response.item)]
                let thing = shop.catalogue.leaves[Int(truth.leaf)].plan.types[truth.words.type]
                let text = ReviewWords.review(
                    of: thing, stars: rating, in: profile.language, using: &random)
                later(.review, days: days + 0.001) {
                    $0.value = Double(rating)
                    $0.text = text
                }
            }
        }
        return events
    }

    private func reverse(_ line: CartLine, in event: inout SimulatedEvent) {
        event.quantity = line.response.carted
        event.price = line.price
    }

    private mutating func remember(_ item: Int32) {
        let leaf = shop.catalogue.truths[Int(item)].leaf
        shopper.remember(PastPurchase(item: item, leaf: leaf, time: now))
        Drift(catalogue: shop.catalogue, behaviour: shop.configuration.behaviour).met(leaf, in: &shopper)
    }

    /// `satisfaction += 0.15 * (experience - satisfaction)`, and the hazard of leaving falls as it rises:
    /// `leaving * exp(4 * (0.5 - satisfaction))`.
    private mutating func settle(hasBought: Bool) {
        let experience = hasBought ? 1.0 : !cart.isEmpty ? 0.8 : clicks > 0 ? 0.6 : 0.35
        shopper.satisfaction += 0.15 * (experience - shopper.satisfaction)
        let hazard = shop.configuration.behaviour.leaving * exp(4 * (0.5 - shopper.satisfaction))
        shopper.hasLeft = random.unit() < hazard
        shopper.busyUntil = now
    }

    /// Share of carts without a purchase that still reach the checkout.
    private static let idleCheckout = 0.25
}
