import Commerce
import Linear

/// One of the things a shopper cares about.
struct Interest: Sendable {
    var leaf: Int32
    /// Unit vector near the category's centroid.
    var taste: Taste
    /// From 0 to about 1.2; what the strength returns to is ``usual``.
    var strength: Float
    var usual: Float
}

extension Interest {
    /// Several interests of a new shopper, the strongest first. Neighbours in the same department are likelier than
    /// chance.
    static func first(
        of profile: ShopperProfile, in catalogue: Catalogue, using random: inout SeededGenerator
    ) -> [Interest] {
        let count = 3 + Int.random(in: 0...2, using: &random)
        var interests: [Interest] = []
        for rank in 0..<count {
            let near = rank > 0 && random.bernoulli(0.4)
            let department = near ? catalogue.leaves[Int(interests[0].leaf)].department : nil
            let strength = Float(1 - 0.17 * Double(rank)) * Float(0.85 + 0.3 * random.unit())
            interests.append(
                drawn(
                    for: profile, in: catalogue, department: department, avoiding: interests, strength: strength,
                    using: &random))
        }
        return interests
    }

    /// A need that arises: a category by demand and segment, and a personal variation of its taste.
    static func drawn(
        for profile: ShopperProfile, in catalogue: Catalogue, department: Int?, avoiding known: [Interest],
        strength: Float, using random: inout SeededGenerator
    ) -> Interest {
        let weights = catalogue.leaves.enumerated().map { row, leaf in
            if let department, leaf.department != department { return 0.0 }
            let fresh = known.contains { Int($0.leaf) == row } ? 0.02 : 1.0
            return fresh * leaf.demand * profile.segment.leaning(to: catalogue.departments[leaf.department])
        }
        let leaf = weighted(weights, at: random.unit())
        let taste = (catalogue.leaves[leaf].centroid + .direction(using: &random) * 0.6).normalised
        return Interest(leaf: Int32(leaf), taste: taste, strength: strength, usual: strength * 0.9)
    }
}

/// The index whose share of the total contains `point`, a number in [0, 1). O(weights).
func weighted(_ weights: [Double], at point: Double) -> Int {
    var rest = point * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
        rest -= weight
        if rest < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
}
