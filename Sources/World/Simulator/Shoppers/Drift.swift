import Commerce
import Foundation
import Linear

/// How a shopper changes overnight.
struct Drift {
    let catalogue: Catalogue
    let behaviour: Behaviour

    /// Tastes take a small random step, strengths return to their usual level, and now and then a new need takes the
    /// place of the weakest interest. O(interests).
    func night(_ state: inout ShopperState, profile: ShopperProfile, using random: inout SeededGenerator) {
        for place in state.interests.indices {
            if behaviour.drift > 0 {
                let step = Taste.step(deviation: Float(behaviour.drift), using: &random)
                state.interests[place].taste = (state.interests[place].taste + step).normalised
            }
            let interest = state.interests[place]
            state.interests[place].strength += 0.04 * (interest.usual - interest.strength)
        }
        guard random.bernoulli(behaviour.newNeed), let weakest = Self.weakest(of: state.interests) else { return }
        let strength = Float(0.8 + 0.4 * random.unit())
        state.interests[weakest] = Interest.drawn(
            for: profile, in: catalogue, department: nil, avoiding: state.interests, strength: strength, using: &random)
        state.interests[weakest].usual = strength * 0.6
    }

    /// A durable need that was met loses its pull for a while; what is used up stays.
    func met(_ leaf: Int32, in state: inout ShopperState) {
        guard catalogue.leaves[Int(leaf)].plan.cycle == nil else { return }
        for place in state.interests.indices where state.interests[place].leaf == leaf {
            state.interests[place].strength *= 0.5
        }
    }

    private static func weakest(of interests: [Interest]) -> Int? {
        interests.indices.min { interests[$0].strength < interests[$1].strength }
    }
}
