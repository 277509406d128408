import Commerce
import Foundation

/// What speaks for an item, to one person, in one visit, at one moment: the inputs of every ``Behaviour/Step``.
struct Pull {
    var match = 0.0
    var intent = 0.0
    var appeal = 0.0
    var quality = 0.0
    var price = 0.0
    var novelty = 0.0
    var season = 0.0
    var need = 0.0
    var mission = 0.0
}

extension Behaviour.Step {
    /// `1 / (1 + exp(-(base + offset + weights . pull)))`.
    func probability(_ pull: Pull, offset: Double = 0) -> Double {
        var score = base + offset + match * pull.match + intent * pull.intent + appeal * pull.appeal
        score += quality * pull.quality + price * pull.price + novelty * pull.novelty
        score += season * pull.season + need * pull.need + mission * pull.mission
        return logistic(score)
    }
}

extension Shop {
    /// O(interests + purchases remembered).
    func pull(of item: Int32, on shopper: ShopperState, during visit: Visit, at time: Timestamp) -> Pull {
        let truth = catalogue.truths[Int(item)]
        let profile = profiles[Int(shopper.row)]
        let leaf = catalogue.leaves[Int(truth.leaf)]
        let day = day(of: time)
        let discount = calendar.discount(inDepartment: leaf.department, day: day)
        let dearness = Double(truth.relativePrice) + (discount > 0 ? log(1 - discount) / leaf.plan.spread : 0)
        return Pull(
            match: match(of: truth, with: shopper.interests), intent: visit.intent.leaf == truth.leaf ? 1 : 0,
            appeal: Double(truth.appeal), quality: Double(truth.quality), price: -profile.thrift * dearness,
            novelty: day >= truth.released ? profile.curiosity * exp(-Double(day - truth.released) / 10) : 0,
            season: calendar.season(ofLeaf: Int(truth.leaf), day: day),
            need: shopper.purchases.isEmpty
                ? 0 : need(for: item, leaf: truth.leaf, of: shopper, loyalty: profile.loyalty, at: time),
            mission: visit.isBuying ? 1 : 0)
    }

    /// `max over interests of strength * exp(sharpness * (cosine - 1))`, at most about 1.2.
    func match(of truth: ItemTruth, with interests: [Interest]) -> Double {
        var best = 0.0
        for interest in interests {
            let cosine = Double((interest.taste * truth.taste).sum())
            best = max(best, Double(interest.strength) * exp(configuration.behaviour.sharpness * (cosine - 1)))
        }
        return best
    }
}
